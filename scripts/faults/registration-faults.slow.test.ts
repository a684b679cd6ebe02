import assert from 'node:assert/strict';
import { afterEach, test } from 'vitest';
import { languages } from '#config/agreements/language.ts';
import { letterWords } from '#kiosk/ui/console/upkeep/delivery-words.ts';
import { type FaultBench, nextAnswer, openFaultBench } from './fault-bench.ts';
import { type Fault, faults, keepsRepeats, type Reads } from './fault-table.ts';
import { pageInWords } from './page-in-words.ts';
import { endings, kept, patient, peopleWith, readBack, received, sent, wordsOf } from './registration.ts';

/** Every fault of the simulated hospital, from the stored visit to what the technician reads and what the hospital holds. */

let bench: FaultBench;
afterEach(() => bench.close());

const endingOf = {
  nothing: 'delivery-accepted',
  retried: 'delivery-delayed',
  'left-alone': 'delivery-delayed',
  refused: 'delivery-refused',
  unsure: 'delivery-unsure',
} as const satisfies Record<Reads['of'], (typeof endings)[number]>;

test.each(faults)('$protocol: $name', async (fault) => {
  const { protocol, mode, changes, passes, reads, decides } = fault;
  bench = await openFaultBench(protocol, changes);
  await bench.setFault(mode, true);
  // Where repeats are not dropped, the first is that to the harmless question.
  const answered = nextAnswer(changes === keepsRepeats && protocol === 'mllp' ? 2 : 1);
  const visit = bench.register(patient);
  if (changes === keepsRepeats) await letAskFirst();
  if (passes) {
    await bench.simulator.until((arrivals) => arrivals.length > 0);
    if (passes.afterBytes) await answered;
    bench.clock.advance(passes.ms);
  }
  const line = await bench.logged(...endings);
  const page = await bench.page();
  assert.equal(line.event, endingOf[reads.of]);
  for (const language of languages)
    assert.deepEqual(pageInWords(page, language), wordsOf(reads, visit, language), language);
  assert.doesNotMatch(JSON.stringify(page), /Ngọc Ánh|001148000001/);

  if (reads.of === 'retried' || reads.of === 'left-alone') {
    bench.clock.advance(Number(line.fields.retryInMs));
    assert.equal((await bench.logged(...endings)).event, 'delivery-accepted');
  }
  if (decides) {
    const [letter] = page.letters;
    assert.ok(letter);
    assert.deepEqual(
      letterWords(letter, page.endpoints[0]?.protocol).decisions,
      reads.of === 'unsure' ? ['send-again', 'settle-by-hand'] : ['send-again', 'render-anew', 'settle-by-hand'],
    );
    const decision = { do: decides, messageId: letter.messageId };
    assert.equal(await bench.decide(decision), 204);
    if (decides !== 'settle-by-hand') assert.equal((await bench.logged(...endings)).event, 'delivery-accepted');
    assert.equal(await bench.decide(decision), 409);
  }

  for (const language of languages) assert.deepEqual(pageInWords(await bench.page(), language), []);
  // The hospital, too, has heard that the line is gone.
  await bench.simulator.until((arrivals) => arrivals.every(({ answer }) => answer !== 'waiting'));
  assert.deepEqual(received(bench), receivedFor(fault));
  assert.deepEqual(kept(bench), [{ ...sent, ticket: visit.number.text }]);
  assert.deepEqual(await peopleWith(bench, '001148000001'), ['Nguyễn Thị Ngọc Ánh']);
  if (protocol === 'fhir') assert.equal((await readBack(bench, visit)).finding.en, 'Once, and as it was sent.');
});

test('FHIR: another kiosk creates the same patient at the same moment: the log tells the technician of two records', async () => {
  bench = await openFaultBench('fhir');
  await bench.setFault({ kind: 'duplicate-patient' }, true);
  bench.register(patient);
  const { fields } = await bench.logged('duplicate-patient');
  assert.equal((await bench.logged(...endings)).event, 'delivery-accepted');
  assert.deepEqual([fields.endpointId, fields.records, kept(bench).length], ['his', 2, 1]);
});

test('FHIR: a hospital that cuts twelve digits to nine takes the registration, and its read-back tells on it', async () => {
  bench = await openFaultBench('fhir');
  await bench.setFault({ kind: 'cut-numbers', digits: 9 });
  const visit = bench.register(patient);
  assert.equal((await bench.logged(...endings)).event, 'delivery-accepted');
  const { verdict, finding } = await readBack(bench, visit);
  assert.deepEqual(
    { verdict, finding },
    {
      verdict: 'wrong',
      finding: {
        vi: 'Số định danh 12 chữ số bị cắt hoặc đổi: trở về là 001148000.',
        en: 'The 12-digit number is cut or changed: it came back as 001148000.',
      },
    },
  );
});

/** After the answer to its harmless question the kiosk looks for a moment whether the hospital ends the line. */
async function letAskFirst(): Promise<void> {
  let isHeard = false;
  void bench.simulator
    .until((arrivals) => arrivals.length > 0)
    .then(() => {
      isHeard = true;
    });
  for (let turns = 0; !isHeard && turns < 2_000; turns += 1) {
    await new Promise(setImmediate);
    if (turns % 20 === 19) bench.clock.advance(10);
  }
}

function receivedFor({ reads, decides }: Fault): readonly number[] {
  if (decides === 'render-anew') return [1, 1];
  return reads.of === 'nothing' || decides === 'settle-by-hand' ? [1] : [2];
}
