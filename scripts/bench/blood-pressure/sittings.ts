import type { MeasuringSettings } from '#config/settings/measuring-settings.ts';
import type { PressureTaken } from '#kiosk/measuring/mean.ts';
import { newSitting, nextInSitting, rested, type Sitting, withReading } from '#kiosk/measuring/sitting.ts';
import type { Pressure } from './literature.ts';
import type { Person } from './people.ts';

/** What one person's sitting comes to. */
export interface Sat {
  readonly told: Pressure;
  readonly readings: number;
}

/** One reading of somebody who has not rested. */
export function unrested(person: Person, withoutRest: Pressure): Sat {
  return { told: person.reading(1, withoutRest), readings: 1 };
}

/** One reading after rest. */
export function restedOnce(person: Person): Sat {
  return { told: person.reading(1), readings: 1 };
}

/** As the kiosk does it: what comes next is asked of the protocol that the flow asks, until it says that the sitting is over. */
export function byProtocol(settings: MeasuringSettings, person: Person): Sat {
  let sitting: Sitting<PressureTaken> = newSitting;
  for (;;) {
    const next = nextInSitting(settings, sitting);
    switch (next.is) {
      case 'rest':
      case 'gap':
        sitting = rested(sitting);
        break;
      case 'measure':
        sitting = withReading(sitting, { ...person.reading(next.number), pulse: 70 });
        break;
      case 'done':
      case 'crisis':
        if (!next.mean) throw new Error('a sitting by protocol has a mean');
        return { told: next.mean, readings: sitting.readings.length };
      case 'person':
        throw new Error('every measurement of the bench gives a reading');
    }
  }
}
