import assert from 'node:assert/strict';
import { afterEach, test } from 'vitest';
import type { Patient } from '#backend-client/contract/patient.ts';
import { mostRejections } from '#backend-client/outbox/delivery-decision.ts';
import { languages } from '#config/agreements/language.ts';
import { type FaultBench, openFaultBench } from './fault-bench.ts';
import { askHis, type Fault, his, type Words } from './fault-table.ts';
import { pageInWords } from './page-in-words.ts';
import { endings, kept, patient, received, sent, wordsOf } from './registration.ts';

/** Faults that do not pass by themselves. */

let bench: FaultBench;
afterEach(() => bench.close());

const by = 'Trần Thị Thử';
const lasting: readonly (Omit<Fault, 'reads' | 'decides'> & { readonly why: Words })[] = [
  {
    protocol: 'mllp',
    name: 'AR',
    mode: { kind: 'refuse-ar' },
    why: {
      vi: 'Phần mềm bệnh viện chưa nhận tin này (AR).',
      en: "The hospital's program does not take this message now (AR).",
    },
  },
  {
    protocol: 'mllp',
    name: 'CR',
    mode: { kind: 'refuse-cr' },
    changes: { acknowledgement: 'enhanced' },
    why: {
      vi: 'Phần mềm bệnh viện chưa lưu tin này (CR).',
      en: "The hospital's program does not store this message now (CR).",
    },
  },
  ...(['fhir', 'webhook'] as const).flatMap(
    (protocol) =>
      [
        {
          protocol,
          name: '409',
          mode: { kind: 'status', status: 409 },
          why: {
            vi: 'Bệnh viện báo tin đụng với dữ liệu đang có (409).',
            en: 'The hospital says that it is at odds with what it has (409).',
          },
        },
        {
          protocol,
          name: '412',
          mode: { kind: 'status', status: 412 },
          why: {
            vi: 'Bệnh viện thấy có nhiều hồ sơ khớp với người bệnh này (412).',
            en: 'The hospital finds several records that fit this patient (412).',
          },
        },
        {
          protocol,
          name: '500',
          mode: { kind: 'status', status: 500 },
          why: {
            vi: 'Máy chủ của bệnh viện gặp lỗi (5xx).',
            en: "The hospital's server has a fault of its own (5xx).",
          },
        },
      ] as const,
  ),
];

test.each(lasting)(
  '$protocol: $name for twenty minutes: the HIS team must act, and Send again brings it there once it is mended',
  async ({ protocol, mode, changes, why }) => {
    bench = await openFaultBench(protocol, changes);
    await bench.setFault(mode);
    const startedAt = bench.clock.now();
    const visit = bench.register(patient);
    let line = await bench.logged(...endings);
    for (; line.event === 'delivery-delayed'; line = await bench.logged(...endings))
      bench.clock.advance(Number(line.fields.retryInMs));
    const minutes = (bench.clock.now() - startedAt) / 60_000;
    const page = await bench.page();
    assert.equal(line.event, 'delivery-refused');
    assert.equal(page.letters[0]?.attempts, mostRejections);
    assert.ok(minutes > 10 && minutes < 40, `${minutes} minutes`);
    for (const language of languages)
      assert.deepEqual(
        pageInWords(page, language),
        wordsOf({ of: 'refused', why, who: his, next: askHis }, visit, language),
      );
    await bench.setFault({ kind: 'answer' });
    await bench.decide({ do: 'send-again', messageId: page.letters[0]?.messageId ?? 0, by });
    assert.equal((await bench.logged(...endings)).event, 'delivery-accepted');
    assert.deepEqual(kept(bench), [{ ...sent, ticket: visit.number.text }]);
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
    assert.deepEqual([early, received(bench)], [[1], [2]]);
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
