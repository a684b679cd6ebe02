import type { LogLineOnPage } from '#kiosk/bridge/console/logs-words.ts';
import { readLogLine } from './log-lines.ts';

const mostLines = 60;

/** The newest lines, kept as they are written. */
export interface LogTail {
  /** Stands between the kiosk and its stderr. */
  readonly stderr: { write(line: string): unknown };
  lines(): readonly LogLineOnPage[];
}

export function keepLogTail(stderr: { write(line: string): unknown }): LogTail {
  let kept: readonly LogLineOnPage[] = [];
  return {
    stderr: {
      write(text) {
        const line = readLogLine(text);
        if (line) kept = [...kept.slice(1 - mostLines), line];
        return stderr.write(text);
      },
    },
    lines: () => kept,
  };
}
