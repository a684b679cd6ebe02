import assert from 'node:assert/strict';
import { afterEach, test } from 'vitest';
import type { SessionId } from '#config/agreements/ids.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { createOutbox } from '../../outbox/outbox.ts';
import { createStoreBench, lan, request, storedVisit } from '../../store/store.bench.ts';
import type { HisSimulator } from './his-simulator.ts';
import { createKioskBench, type Kiosk } from './kiosk.bench.ts';

const { hospital, overMllp, overFhir, overWebhook, closeLater, closeAll } = createKioskBench();
afterEach(closeAll);

type Way = (simulator: HisSimulator) => Kiosk;

const moved = ['registration A001 K01 P.101', 'correction B001 K30 P.205'];

/** Each protocol, and what the hospital then sees, in order. */
const ways: readonly (readonly [string, Way, readonly string[]])[] = [
  ['HL7, A08', overMllp, moved],
  [
    'HL7, A11 and A04',
    (simulator) => overMllp(simulator, { serviceChange: 'a11-a04' }),
    ['registration A001 K01 P.101', 'cancellation A001 K01 P.101', 'registration B001 K30 P.205'],
  ],
  ['FHIR', overFhir, moved],
  ['webhook', overWebhook, moved],
];

/** A real store and outbox on the wire of one protocol. */
function kioskOn({ endpoint, renderer }: Kiosk) {
  const bench = createStoreBench();
  const store = bench.open({ renderers: [renderer], endpoints: [endpoint] });
  const outbox = createOutbox({ store, endpoints: [endpoint], clock: machineClock, random: () => 0, log: () => {} });
  closeLater(() => bench.remove());
  closeLater(() => store.close());
  closeLater(() => outbox.stop());
  return { store, outbox };
}

const cases = ways.flatMap(([name, way, expected]) =>
  (['before', 'after'] as const).map((when) => ({ name, way, expected, when })),
);

test.for(cases)(
  '$name: one visit, told in order, whose service was changed $when its registration had left',
  async ({ way, expected, when }) => {
    const simulator = await hospital();
    const { store, outbox } = kioskOn(way(simulator));
    const visit = storedVisit(store, request(lan));
    if (when === 'after') {
      outbox.start();
      await simulator.until((arrivals) => arrivals.at(-1)?.answer !== 'waiting' && arrivals.length > 0);
    }
    const change = store.changeService({
      sessionId: 'SESSION' as SessionId,
      visitId: visit.visitId,
      serviceCode: 'mat',
    });
    assert.ok(change.ok);
    if (when === 'before') outbox.start();
    outbox.wake();
    await simulator.until(
      (arrivals) => arrivals.filter(({ answer }) => /^AA$|^HTTP 2/.test(answer)).length >= expected.length,
    );
    await simulator.until((arrivals) => {
      const seen = arrivals.map(({ kind, facts }) => `${kind} ${facts.ticket} ${facts.serviceCode} ${facts.room}`);
      assert.deepEqual(seen, expected);
      assert.deepEqual(new Set(arrivals.map(({ facts }) => facts.visitId)), new Set([visit.visitId]));
      return true;
    });
    assert.deepEqual([store.messageCounts().refused, store.deadLetters()], [0, []]);
  },
);
