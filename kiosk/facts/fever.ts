import type { Facts } from './facts.ts';
import type { FlowSettings } from './flow-settings.ts';

/** Whether what was measured at this question counts as fever by the site's line. */
export function hasFever(
  { checkIn: { screening } }: Pick<FlowSettings, 'checkIn'>,
  { temperature: { celsius } }: Pick<Facts, 'temperature'>,
): boolean {
  return screening !== undefined && celsius !== undefined && celsius >= screening.feverCelsius;
}
