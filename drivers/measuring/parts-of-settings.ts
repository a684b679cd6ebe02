import type { TransportSettings } from '#config/settings/site-file.ts';
import type { OpenTransport } from '../contract/transport.ts';
import { type LineSettings, linesToTry } from '../discovery/lines-to-try.ts';
import { openTransportFor } from '../transport/open-transport.ts';
import type { MeasuringParts } from './measuring-nature.ts';

/** What the kiosk around it gives to every measuring device. */
export interface MeasuringSurroundings extends Omit<MeasuringParts, 'id' | 'open' | 'measureWithinMs'> {
  /** Stands between the driver and its line: a technician's tool that hears along. */
  readonly tap?: (open: OpenTransport) => OpenTransport;
}

/** What the site file says of every measuring device, whatever it measures. */
export interface MeasuringSettings {
  readonly id: string;
  readonly transport: TransportSettings;
  readonly measureWithinSeconds?: number | undefined;
}

export function partsFor(
  { id, transport, measureWithinSeconds }: MeasuringSettings,
  foundWith: readonly LineSettings[],
  { tap = (open) => open, ...surroundings }: MeasuringSurroundings,
): MeasuringParts {
  const open = linesToTry(transport, foundWith).map((line) => tap(openTransportFor(line, surroundings.clock)));
  const measureWithinMs = measureWithinSeconds === undefined ? undefined : measureWithinSeconds * 1_000;
  return { ...surroundings, id, open, measureWithinMs };
}
