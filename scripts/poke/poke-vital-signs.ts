import { ok, problem, type Result, unreachable } from '#config/agreements/result.ts';
import type { VitalSignsSettings } from '#config/settings/site-file.ts';
import type { Quantity, VitalSignsDevice, VitalSignsEvent } from '#drivers/contract/vital-signs.ts';
import { openVitalSignsDevice } from '#drivers/vital-signs/open-vital-signs-device.ts';
import type { PokeEvent } from './poke-event.ts';
import { measureOnce } from './poke-monitor.ts';
import { type PokeAction, type PokedDevice, type PokeWorld, statusAction } from './poked-device.ts';

/** `measure`: one measurement; each quantity is a number with its UCUM unit. */
export function openPokedVitalSigns(settings: VitalSignsSettings, world: PokeWorld): Result<PokedDevice, string> {
  if (settings.transport.kind === 'keyboard')
    return problem(
      'A device in keyboard mode types into whatever has the focus: open a text editor and measure somebody.',
    );
  const { clock, random, tap, say } = world;
  const device = openVitalSignsDevice(settings, { clock, random, tap });
  device.onDiscarded(({ why }) => say({ event: 'discarded', why }));
  return ok({ device, actions: [measure(device, world), statusAction(device, say, { measures: device.measures })] });
}

function measure(device: VitalSignsDevice, { say }: PokeWorld): PokeAction {
  return {
    name: 'measure',
    seconds: 240,
    run: (ending) =>
      measureOnce(ending, (ended) =>
        device.measure((event) => {
          say(eventFrom(event));
          if (event.type === 'result') ended('done');
          if (event.type === 'failed') ended('refused');
        }),
      ),
  };
}

function eventFrom(event: VitalSignsEvent): PokeEvent {
  switch (event.type) {
    case 'waiting-for-device':
      return { event: event.type, leftMs: event.leftMs };
    case 'waiting-for-empty-sensor':
    case 'measuring':
      return { event: event.type };
    case 'result': {
      const { quantities, deviceTime, model } = event;
      return { event: event.type, ...Object.fromEntries(quantities.map(fieldsOf)), deviceTime, model };
    }
    case 'failed': {
      const { reason, deviceError } = event;
      return { event: event.type, reason, deviceError };
    }
    default:
      return unreachable(event);
  }
}

function fieldsOf({ of, value, unit }: Quantity): [string, { value: number; unit: string }] {
  return [of, { value, unit }];
}
