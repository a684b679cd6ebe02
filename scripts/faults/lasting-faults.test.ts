import assert from 'node:assert/strict';
import { afterEach, test } from 'vitest';
import type { Patient } from '#backend-client/contract/patient.ts';
import { languages } from '#config/agreements/language.ts';
import { type FaultBench, type LogLine, openFaultBench } from './fault-bench.ts';
import type { Fault } from './fault-table.ts';
import { pageInWords } from './page-in-words.ts';
import { endings, kept, patient, received, sent } from './registration.ts';

/** Faults that do not pass by themselves. */

let bench: FaultBench;
afterEach(() => bench.close());

const outages: readonly Omit<Fault, 'reads' | 'decides'>[] = [
  { protocol: 'mllp', name: 'AR', mode: { kind: 'refuse-ar' } },
  { protocol: 'mllp', name: 'CR', mode: { kind: 'refuse-cr' }, changes: { acknowledgement: 'enhanced' } },
  { protocol: 'mllp', name: 'AE and ERR-3 206', mode: { kind: 'record-locked' } },
  { protocol: 'mllp', name: 'AE and ERR-3 207', mode: { kind: 'internal-error' } },
  { protocol: 'mllp', name: 'AE without a reason', mode: { kind: 'refuse-without-reason' } },
  ...(['fhir', 'webhook'] as const).flatMap((protocol) =>
    ([409, 412, 500, 502, 503] as const).map(
      (status) => ({ protocol, name: `${status}`, mode: { kind: 'status', status } }) as const,
    ),
  ),
];

test.each(outages)(
  '$protocol: $name for twenty minutes: asked once a minute, nothing for a person, and all is delivered afterwards',
  async ({ protocol, mode, changes }) => {
    bench = await openFaultBench(protocol, changes);
    await bench.setFault(mode);
    const startedAt = bench.clock.now();
    const people = [1, 2, 3, 4, 5, 6];
    for (const last of people) bench.register(somebody(last));
    let heard = 0;
    while (bench.clock.now() - startedAt < 20 * 60_000) {
      const { event, fields } = await bench.logged(...endings);
      heard += 1;
      // The three before the first pause follow each other at once.
      if (heard < 3) continue;
      assert.equal(event, 'delivery-delayed');
      bench.clock.advance(Number(fields.retryInMs));
    }
    const asked = bench.registrations().reduce((sum, { receivedTimes }) => sum + receivedTimes, 0);
    const page = await bench.page();
    assert.ok(asked <= 28, `${asked} requests in twenty minutes`);
    assert.deepEqual(page.letters, []);
    await bench.setFault({ kind: 'answer' });
    const accepted: LogLine[] = [];
    while (accepted.length < people.length) {
      const line = await bench.logged(...endings);
      if (line.event === 'delivery-accepted') accepted.push(line);
      else bench.clock.advance(Number(line.fields.retryInMs));
    }
    assert.equal(kept(bench).length, people.length);
    for (const language of languages) assert.deepEqual(pageInWords(await bench.page(), language), []);
  },
);

test.each(['fhir', 'webhook'] as const)(
  '%s: a wrong secret for a whole morning: nothing becomes a matter of decision, and all is delivered once it is corrected',
  async (protocol) => {
    bench = await openFaultBench(protocol);
    await bench.setFault({ kind: 'status', status: 401 });
    const startedAt = bench.clock.now();
    const visit = bench.register(patient);
    let line = await bench.logged(...endings);
    for (; bench.clock.now() - startedAt < 4 * 3_600_000; line = await bench.logged(...endings)) {
      assert.equal(line.event, 'delivery-delayed');
      bench.clock.advance(Number(line.fields.retryInMs));
    }
    const { letters, endpoints } = await bench.page();
    assert.deepEqual([letters.length, endpoints[0]?.queued, endpoints[0]?.since], [0, 1, startedAt]);
    await bench.setFault({ kind: 'answer' });
    bench.clock.advance(15 * 60_000);
    assert.equal((await bench.logged(...endings)).event, 'delivery-accepted');
    assert.deepEqual(kept(bench), [{ ...sent, ticket: visit.number.text }]);
  },
);

test.each(['fhir', 'webhook'] as const)(
  '%s: after 429 the kiosk never comes earlier than it was asked to',
  async (protocol) => {
    bench = await openFaultBench(protocol);
    await bench.setFault({ kind: 'status', status: 429 });
    bench.register(patient);
    const { fields } = await bench.logged(...endings);
    bench.clock.advance(6_999);
    bench.wakeOutbox();
    const early = received(bench);
    assert.ok(Number(fields.retryInMs) >= 7_000);
    await bench.setFault({ kind: 'answer' });
    bench.clock.advance(Number(fields.retryInMs) - 6_999);
    assert.equal((await bench.logged(...endings)).event, 'delivery-accepted');
    // Over FHIR already the question before the message is asked to wait.
    assert.deepEqual([early, received(bench)], protocol === 'fhir' ? [[], [1]] : [[1], [2]]);
  },
);

test('a hospital that is silent to three patients in a row is left alone, and says so as a whole', async () => {
  bench = await openFaultBench('mllp');
  await bench.setFault({ kind: 'stop-answering' });
  for (const last of [1, 2, 3]) bench.register(somebody(last));
  for (const heard of [1, 2, 3]) {
    await bench.simulator.until((arrivals) => arrivals.length === heard);
    bench.clock.advance(10_000);
    await bench.logged('delivery-delayed');
  }
  const page = await bench.page();
  assert.deepEqual(pageInWords(page, 'en').slice(0, 4), [
    'Left alone',
    '3 not taken yet, being sent again',
    'No ACK for this message came in time. Only an ACK whose MSA-2 is the MSH-10 of the message counts.',
    'HIS team',
  ]);
});

function somebody(last: number): Patient {
  return { ...patient, citizen: { number: `00114800000${last}`, oldNumber: undefined, issuedOn: undefined } };
}
