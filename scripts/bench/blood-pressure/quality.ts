import type { StoredReading } from '#backend-client/contract/reading.ts';
import type { VisitId } from '#config/agreements/ids.ts';
import { openMeasuringKiosk } from '../../soak/devices/measuring-kiosk.ts';
import { openMonitorOnWire } from '../../soak/devices/monitor-on-wire.ts';
import { personOf } from './people.ts';

export interface Quality {
  readonly readings: number;
  readonly means: number;
  /** Of both. */
  readonly without: number;
}

/**
 * The same people on the flow, the host's measuring and a store on disk, with a TM-2657 on a wire of memory: what stands in the store of
 * each reading, so that a doctor can weigh it.
 */
export async function qualityOf(people: number, seed: number): Promise<Quality> {
  let taken = 0;
  let person = personOf(seed, 5);
  const wired = openMonitorOnWire('and-tm2657', () => {
    taken += 1;
    const { systolic, diastolic } = person.reading(taken);
    return { systolic, diastolic, mean: Math.round((systolic + 2 * diastolic) / 3), pulse: 70 };
  });
  const kiosk = openMeasuringKiosk({ clock: wired.clock, driver: 'and-tm2657', measuring: {}, device: wired.monitor });
  const stored: StoredReading[] = [];
  await wired.until(() => wired.monitor().condition() === 'ready');
  for (let index = 0; index < people; index++) {
    const visitId = `VISIT-${index}` as VisitId;
    [person, taken] = [personOf(seed + index, 5), 0];
    kiosk.sitDown(visitId);
    kiosk.tell({ type: 'measuring-begun' });
    for (const question of ['symptoms', 'half-hour', 'bladder', 'medicine'] as const)
      kiosk.tell({ type: 'answered-while-resting', question, answer: 'no' });
    // Somebody comes to whoever is in danger; the next one sits down at another kiosk.
    await wired.until(() => ['showing-reading', 'in-crisis'].includes(kiosk.at()));
    stored.push(...kiosk.readingsOf(visitId));
    if (kiosk.at() === 'in-crisis') kiosk.restart();
  }
  kiosk.close();
  await wired.close();
  const isMean = ({ values }: StoredReading) => values.kind === 'blood-pressure-average';
  const means = stored.filter(isMean).length;
  return { readings: stored.length - means, means, without: stored.filter((each) => !hasQuality(each)).length };
}

function hasQuality({ values, circumstances, deviceModel }: StoredReading): boolean {
  const { readingNumber, readingCount, restSeconds, posture, protocol, sitting, validation, said } = circumstances;
  return (
    [restSeconds, posture, sitting, validation, said, deviceModel].every((each) => each !== undefined) &&
    protocol !== undefined &&
    protocol.name !== 'none' &&
    readingNumber >= 1 &&
    readingCount >= readingNumber &&
    (values.kind !== 'blood-pressure-average' || values.of.length >= 2)
  );
}
