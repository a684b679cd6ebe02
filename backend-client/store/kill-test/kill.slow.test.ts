import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { test } from 'vitest';
import type { BusinessDay } from '#config/agreements/ids.ts';
import { explainGaps } from '../../numbering/gaps.ts';
import { createStoreBench, morning, type StoreBench } from '../store.bench.ts';

const program = fileURLToPath(new URL('./visit-writer.bench.ts', import.meta.url));
const kills = 10;

test('killed at any moment, the kiosk gives no number twice, forgets none that a patient saw, leaves no gap and no service half changed', async () => {
  const bench = createStoreBench();
  const seen: string[] = [];
  let clock = morning;
  const random = seededRandom(20261121);
  for (let round = 0; round < kills; round += 1) {
    const lines = await killAfter(bench, { round, clock, lines: 1 + Math.floor(random() * 120) });
    clock = Number(lines.at(-1)?.split(' ')[2] ?? clock);
    seen.push(...lines.map((line) => line.split(' ').slice(0, 2).join(' ')));
  }

  const store = bench.open({ clock: stoppedAt(clock) });
  const raw = stored(bench, () => store.close());
  const reopened = bench.open({ clock: stoppedAt(clock) });
  const gaps = raw.days.flatMap((day) => explainGaps(reopened.numberingOf(day)));
  reopened.close();
  bench.remove();

  assert.ok(seen.length > 5 * kills && raw.days.length > 3);
  assert.equal(new Set(seen).size, seen.length, 'a number was seen twice');
  assert.deepEqual(
    {
      integrity: raw.integrity,
      lost: seen.filter((number) => !raw.numbers.has(number)),
      // Stored, and killed before anybody was told: at most the last one of each round.
      unseenAtMost: raw.numbers.size - seen.length <= kills,
      gaps,
      halfDone: raw.halfDone,
    },
    { integrity: 'ok', lost: [], unseenAtMost: true, gaps: [], halfDone: 0 },
  );
}, 60_000);

function stoppedAt(at: number) {
  return { now: () => at, monotonic: () => at };
}

/** Lets the program work until it has said so many numbers, kills it, and gives all that it said. */
async function killAfter(
  bench: StoreBench,
  { round, clock, lines }: { round: number; clock: number; lines: number },
): Promise<readonly string[]> {
  const child = spawn(process.execPath, [program, bench.path, String(round * 100_000), String(clock)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said: string[] = [];
  const exited = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line);
    if (said.length === lines) child.kill('SIGKILL');
  }
  const [, signal] = await exited;
  assert.equal(signal, 'SIGKILL', 'the program ended by itself');
  return said;
}

function stored(bench: StoreBench, close: () => void) {
  close();
  const raw = new Database(bench.path, { readonly: true });
  const rows = raw
    .prepare<[], { day: BusinessDay; series: string; sequence: number }>(
      'select day, series, sequence from visit union all select day, series, sequence from withdrawn_number',
    )
    .all();
  const halfDone = raw
    .prepare<[], number>(
      `select (select count(*) from visit where visit_id not in (select visit_id from message))
            + (select count(*) from visit where visit_id not in (select visit_id from visit_document))
            + (select count(*) from visit where (replaces is not null) <> (visit_id in (select visit_id from withdrawn_number)))
            + (select count(*) from visit where (replaces is not null) <> (
                (select count(*) from message where message.visit_id = visit.visit_id and kind = 'service-change') = 1))
            + (select count(*) from visit join visit_document using (visit_id)
                where visit.service_code <> visit_document.service_code)
            + (select count(*) from visit where paper = 'attempting') + (select count(*) from message where state = 'sending')`,
    )
    .pluck()
    .get();
  const integrity = raw.pragma('integrity_check', { simple: true });
  raw.close();
  return {
    days: [...new Set(rows.map(({ day }) => day))],
    numbers: new Set(rows.map(({ day, series, sequence }) => `${day} ${series}${String(sequence).padStart(3, '0')}`)),
    halfDone,
    integrity,
  };
}

/** mulberry32: the same kills in every run. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
