import type { Result } from '#config/agreements/result.ts';
import type { DeviceSettings } from '#config/settings/site-file.ts';
import type { SaveRefusal } from '#kiosk/bridge/console/devices-words.ts';

/** Writes a device into the site file, or takes it out, and has the kiosk go on with that. */
export interface DeviceSaver {
  save(change: DeviceChange): Promise<Result<undefined, { readonly kind: SaveRefusal }>>;
}

/** `by`: the person's name. */
export type DeviceChange = { readonly why: string; readonly by: string } & (
  | { readonly do: 'put'; readonly settings: DeviceSettings }
  | { readonly do: 'remove'; readonly id: string }
);
