import type { ConformanceReport } from './report.ts';
export function reportPage(report: ConformanceReport): string {
  return JSON.stringify(report);
}
