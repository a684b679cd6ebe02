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
  settings: MeasuringSettings,
  foundWith: readonly LineSettings[],
  surroundings: MeasuringSurroundings,
): MeasuringParts {
  const lines = linesToTry(settings.transport, foundWith);
  return partsOver(
    lines.map((line) => openTransportFor(line, surroundings.clock)),
    settings,
    surroundings,
  );
}

/** Over lines that are there already. */
export function partsOver(
  lines: readonly OpenTransport[],
  { id, measureWithinSeconds }: Omit<MeasuringSettings, 'transport'>,
  { tap = (open) => open, ...surroundings }: MeasuringSurroundings,
): MeasuringParts {
  const measureWithinMs = measureWithinSeconds === undefined ? undefined : measureWithinSeconds * 1_000;
  return { ...surroundings, id, open: lines.map(tap), measureWithinMs };
}
