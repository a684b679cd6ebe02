/**
 * Whether a reader is meant by a site file's `reader`: `*` for any, else its name or a part of it, in any case.
 *
 * Dual readers such as ACS ACR1281U and ACR1252U show their slot for a security module as a reader of its own, named
 * `… SAM …`, with a card that never leaves; `*` does not mean it.
 */
export function isWantedReader(name: string, wanted: string): boolean {
  if (wanted === '*') return !/\bSAM\b/i.test(name);
  return name.toLowerCase().includes(wanted.toLowerCase());
}
