import { localTimeAt } from '#config/agreements/local-time.ts';

/** `07:00` to `05:30`: over midnight where the end is not after the beginning. At the very end it sounds again. */
export function isQuietAt(
  at: number,
  quiet: readonly { readonly from: string; readonly to: string }[],
  timeZone: string,
): boolean {
  const { hour, minute } = localTimeAt(at, timeZone);
  const now = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
  return quiet.some(({ from, to }) => (from < to ? from <= now && now < to : now >= from || now < to));
}
