import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'vitest';
import { problem } from '#config/agreements/result.ts';
import { hourMs, rendererTo } from '../store/store.bench.ts';
import {
  type Answer,
  accepted,
  countOf,
  createOutboxBench,
  noAnswer,
  nobodyListens,
  type OutboxBench,
  wrong,
} from './outbox.bench.ts';

let run: OutboxBench;
beforeEach(() => {
  run = createOutboxBench();
});
afterEach(() => run.remove());

test('every stored registration reaches the hospital, in order and one at a time', async () => {
  run.start(run.hospital(() => accepted));
  await run.arrive(1, 2, 3);
  assert.deepEqual(run.sent, ['A001', 'A002', 'A003']);
  assert.deepEqual(run.counts(), { queued: 0, sending: 0, refused: 0, unsure: 0, held: 0 });
});

test('hospital down for an hour: gently knocked at, and up again everything is delivered without a restart', async () => {
  let up = false;
  run.start(run.hospital(() => (up ? accepted : nobodyListens)));
  await run.arrive(1, 2, 3);
  await run.pass(hourMs);
  const knocks = [...run.sent];
  run.sent.length = 0;
  up = true;
  await run.pass(60_000);
  assert.deepEqual(new Set(knocks), new Set(['A001']));
  assert.ok(knocks.length >= 60 && knocks.length < 200);
  assert.deepEqual(run.sent, ['A001', 'A002', 'A003']);
  const last = run.lines.filter(({ id }) => id === 'delivery-accepted').map(({ fields }) => fields.attempts);
  assert.deepEqual(last, [1, 1, 1]);
});

test('while the hospital is left alone, new patients do not make the kiosk knock more often', async () => {
  run.start(run.hospital(() => nobodyListens));
  await run.arrive(1);
  await run.pass(hourMs);
  const before = run.sent.length;
  await run.arrive(2, 3, 4, 5);
  assert.equal(run.sent.length, before);
});

test('a patient whose message the hospital refuses holds up nobody else', async () => {
  run.start(
    run.hospital((number) => (number === 'A001' ? wrong : accepted)),
    { store: { renderers: [rendererTo('his'), rendererTo('his', 'details')] } },
  );
  await run.arrive(1, 2);
  await run.pass(hourMs);
  assert.deepEqual(run.sent, ['A001', 'A002', 'A002']);
  assert.deepEqual(run.counts(), { queued: 1, sending: 0, refused: 1, unsure: 0, held: 1 });
  assert.deepEqual(
    run.lines.map(({ id }) => id),
    ['delivery-refused', 'delivery-accepted', 'delivery-accepted'],
  );
});

test('a message that gets no answer is tried again under the same id, and the others go on at once', async () => {
  const ids: string[] = [];
  run.start(
    run.hospital((number, { controlId }) => {
      if (number !== 'A001') return accepted;
      ids.push(controlId);
      return ids.length < 4 ? noAnswer : accepted;
    }),
  );
  await run.arrive(1, 2, 3, 4);
  const atOnce = countOf(run.sent);
  await run.pass(hourMs);
  assert.deepEqual(atOnce, { A001: 1, A002: 1, A003: 1, A004: 1 });
  assert.deepEqual([ids.length, new Set(ids).size], [4, 1]);
  assert.deepEqual(run.counts(), { queued: 0, sending: 0, refused: 0, unsure: 0, held: 0 });
});

test('when several patients in a row get no answer, the hospital is left alone, and one answer sets everything going', async () => {
  let answers = false;
  run.start(run.hospital(() => (answers ? accepted : noAnswer)));
  await run.arrive(1, 2, 3, 4, 5);
  const first = [...run.sent];
  await run.pass(hourMs);
  const perMinute = (run.sent.length - first.length) / 60;
  answers = true;
  run.sent.length = 0;
  await run.pass(2 * 60_000);
  assert.deepEqual(first, ['A001', 'A002', 'A003']);
  assert.ok(perMinute > 0.5 && perMinute < 4, `${perMinute} attempts a minute`);
  assert.deepEqual(countOf(run.sent), { A001: 1, A002: 1, A003: 1, A004: 1, A005: 1 });
});

test('a hospital that does not drop seconds gets no second one: a person decides', async () => {
  run.start(run.hospital((number) => (number === 'A001' ? noAnswer : accepted), { deduplicates: false }));
  await run.arrive(1, 2);
  await run.pass(hourMs);
  assert.deepEqual(run.sent, ['A001', 'A002']);
  assert.deepEqual(run.counts(), { queued: 0, sending: 0, refused: 0, unsure: 1, held: 0 });
  assert.equal(run.lines[0]?.id, 'delivery-unsure');
});

test('one endpoint that is down does not slow the other', async () => {
  const ministry = run.hospital(() => nobodyListens, { id: 'ministry' });
  run.start(
    run.hospital(() => accepted),
    { store: { renderers: [rendererTo('ministry'), rendererTo('his')] }, otherEndpoint: ministry },
  );
  await run.arrive(1, 2);
  assert.deepEqual(run.counts(), { queued: 2, sending: 0, refused: 0, unsure: 0, held: 0 });
});

test('the log has control ids and nothing of the patient', async () => {
  const answers = [noAnswer, accepted];
  run.start(run.hospital(() => answers.shift() ?? accepted, { tookMs: 40 }));
  await run.arrive(1);
  await run.pass(60_000);
  const controlId = run.lines[0]?.fields.controlId;
  assert.match(String(controlId), /^[0-9A-Z]{20}$/);
  assert.deepEqual(run.lines, [
    {
      id: 'delivery-delayed',
      fields: { endpointId: 'his', controlId, attempts: 1, reason: 'no-answer', retryInMs: 1_100 },
    },
    { id: 'delivery-accepted', fields: { endpointId: 'his', controlId, attempts: 2, tookMs: 40 } },
  ]);
});

test('a hospital that cannot be reached is left alone, tried with one message, and trusted again', async () => {
  let isThere = false;
  run.start(run.hospital(() => (isThere ? accepted : nobodyListens)));
  const circuits = () => run.circuits().map(({ circuit, reason }) => `${circuit} ${reason ?? ''}`.trim());
  const seen = [circuits()];
  await run.arrive(1, 2);
  seen.push(circuits());
  isThere = true;
  await run.pass(1_000);
  seen.push(circuits());
  assert.deepEqual(seen, [['closed'], ['open not-connected'], ['closed']]);
  assert.deepEqual(run.sent, ['A001', 'A001', 'A002']);
});

test('a hospital that says when to come back is not asked before, and by no two kiosks at the same moment', async () => {
  let asked = 0;
  run.start(
    run.hospital(() => {
      asked += 1;
      return asked === 1
        ? problem({ kind: 'transient', reason: 'http-too-many-429', counts: false, retryAfterMs: 120_000 })
        : accepted;
    }),
  );
  await run.arrive(1);
  await run.pass(131_000);
  const before = [...run.sent];
  await run.pass(2_000);
  assert.deepEqual([before, run.sent], [['A001'], ['A001', 'A001']]);
});

test('a 503 that asks for ten minutes is not asked again for ten minutes, whoever comes meanwhile', async () => {
  const busy = { kind: 'transient', reason: 'http-server-error-5xx', counts: true, retryAfterMs: 600_000 } as const;
  run.start(run.hospital(() => (run.sent.length === 1 ? problem(busy) : accepted)));
  await run.arrive(1);
  await run.arrive(2);
  await run.pass(599_000);
  const before = [...run.sent];
  const [circuit] = run.circuits();
  await run.pass(62_000);
  assert.deepEqual([before, circuit?.circuit, circuit?.reason], [['A001'], 'open', 'http-server-error-5xx']);
  assert.deepEqual(countOf(run.sent), { A001: 2, A002: 1 });
});

const settingsWrong = problem({ kind: 'settings', reason: 'http-unauthorized', counts: false } as const);

test('a wrong password is tried ever more seldom, up to a quarter of an hour, and loses nothing', async () => {
  let corrected = false;
  run.start(run.hospital(() => (corrected ? accepted : settingsWrong)));
  await run.arrive(1, 2);
  await run.pass(hourMs);
  const firstHour = run.sent.length;
  await run.pass(4 * hourMs);
  const perHour = (run.sent.length - firstHour) / 4;
  const [circuit] = run.circuits();
  corrected = true;
  run.sent.length = 0;
  await run.pass(15 * 60_000);
  assert.ok(firstHour <= 14, `${firstHour} attempts in the first hour`);
  assert.ok(perHour >= 4 && perHour <= 8, `${perHour} attempts an hour`);
  assert.deepEqual([circuit?.circuit, circuit?.reason], ['open', 'http-unauthorized']);
  assert.deepEqual(run.sent, ['A001', 'A002']);
  assert.deepEqual(run.counts(), { queued: 0, sending: 0, refused: 0, unsure: 0, held: 0 });
});

test('an hour without the hospital does not make the first wrong password wait for a quarter of an hour', async () => {
  let answer: Answer = nobodyListens;
  run.start(run.hospital(() => answer));
  await run.arrive(1);
  await run.pass(hourMs);
  answer = settingsWrong;
  run.sent.length = 0;
  await run.pass(60_000);
  answer = accepted;
  await run.pass(60_000);
  assert.deepEqual(run.counts(), { queued: 0, sending: 0, refused: 0, unsure: 0, held: 0 });
});
