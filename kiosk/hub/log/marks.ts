/**
 * What a kiosk's own numbers carry when the hub is gone: `K2` of `kiosk-2` where nobody has it, else the next free one. Two kiosks with one
 * mark would give one number twice.
 */
export function markFor(kioskId: string, taken: ReadonlySet<string>): string {
  const ending = /([1-9]\d{0,3})$/.exec(kioskId)?.[1];
  if (ending !== undefined && !taken.has(`K${ending}`)) return `K${ending}`;
  let next = 1;
  while (taken.has(`K${next}`)) next += 1;
  return `K${next}`;
}
