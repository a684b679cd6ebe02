import type { TransportSettings } from '#config/settings/site-file.ts';

/** How a serial line is set. */
export type LineSettings = Pick<
  Extract<TransportSettings, { readonly kind: 'serial' }>,
  'baudRate' | 'dataBits' | 'parity' | 'stopBits'
>;

export const eightNone = { dataBits: 8, parity: 'none', stopBits: 1 } as const;

/** What the site file says comes first, then the other settings that such devices are found with. Only a serial line has settings. */
export function linesToTry(
  transport: TransportSettings,
  foundWith: readonly LineSettings[],
): readonly TransportSettings[] {
  if (transport.kind !== 'serial') return [transport];
  const others = foundWith.map((settings) => ({ ...transport, ...settings }));
  return [transport, ...others.filter((other) => !sameSettings(other, transport))];
}

function sameSettings(one: LineSettings, other: LineSettings): boolean {
  return (['baudRate', 'dataBits', 'parity', 'stopBits'] as const).every((name) => one[name] === other[name]);
}
