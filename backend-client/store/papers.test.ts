import assert from 'node:assert/strict';
import fc from 'fast-check';
import { afterEach, beforeEach, test } from 'vitest';
import type { VisitId } from '#config/agreements/ids.ts';
import type { PrintAttempt, PrintOutcome } from '../contract/store.ts';
import { citizen, createStoreBench, lan, numberFor, request, type StoreBench, storedVisit } from './store.bench.ts';
import type { Store } from './store.ts';

let bench: StoreBench;
beforeEach(() => {
  bench = createStoreBench();
});
afterEach(() => bench.remove());

const printed: PrintOutcome = { kind: 'printed' };
const jammed: PrintOutcome = { kind: 'not-printed', reason: 'no-paper' };
const silent: PrintOutcome = { kind: 'unknown', reason: 'no-answer' };

test('without paper the first ticket may be tried again, and every paper after it is a copy', () => {
  const store = bench.open();
  const { visitId } = storedVisit(store, request(lan));
  const papers = [jammed, jammed, printed, silent, printed].map((outcome) => print(store, visitId, outcome));
  const found = storedVisit(store, request(lan)).paper;
  store.close();
  assert.deepEqual(
    { papers, found },
    {
      papers: ['first: not-printed', 'first: not-printed', 'first: printed', 'copy 1: printed', 'copy 2: printed'],
      found: 'printed',
    },
  );
});

test('when the kiosk dies while printing, nobody knows whether the ticket came out, and the next paper is a copy', () => {
  const store = bench.open();
  const { visitId } = storedVisit(store, request(lan));
  begin(store, visitId);
  const whilePrinting = storedVisit(store, request(lan)).paper;
  store.close();
  const reopened = bench.open();
  const afterwards = storedVisit(reopened, request(lan)).paper;
  const next = print(reopened, visitId, silent);
  const last = print(reopened, visitId, printed);
  reopened.close();
  assert.deepEqual(
    { whilePrinting, afterwards, next, last },
    { whilePrinting: 'attempting', afterwards: 'unknown', next: 'copy 1: unknown', last: 'copy 2: printed' },
  );
});

test('a copy that is cut off does not take away the ticket that the patient has', () => {
  const store = bench.open();
  const { visitId } = storedVisit(store, request(lan));
  print(store, visitId, printed);
  begin(store, visitId);
  store.close();
  const reopened = bench.open();
  const { paper } = storedVisit(reopened, request(lan));
  reopened.close();
  assert.equal(paper, 'printed');
});

test('a copy asked for while the first ticket is printing is a copy', () => {
  const store = bench.open();
  const { visitId } = storedVisit(store, request(lan));
  const first = begin(store, visitId);
  const copy = begin(store, visitId);
  const ends = [store.endPrint(copy, printed), store.endPrint(first, jammed), store.endPrint(first, printed)];
  store.close();
  assert.deepEqual([first.copy, copy.copy], [undefined, 1]);
  assert.deepEqual(ends, Array(3).fill({ ok: true, value: 'printed' }));
});

test('a visit that nobody stored has no paper', () => {
  const store = bench.open();
  const visitId = 'NOBODY' as VisitId;
  const answers = [store.beginPrint(visitId), store.endPrint({ attemptId: 1, visitId, copy: undefined }, printed)];
  store.close();
  assert.deepEqual(answers, Array(2).fill({ ok: false, problem: { kind: 'unknown-visit' } }));
});

type Step =
  | { readonly do: 'scan'; readonly who: number }
  | { readonly do: 'print'; readonly who: number }
  | { readonly do: 'end'; readonly which: number; readonly outcome: PrintOutcome }
  | { readonly do: 'crash' };

const who = fc.integer({ min: 0, max: 2 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('scan' as const), who }),
  fc.record({ do: fc.constant('print' as const), who }),
  fc.record({ do: fc.constant('end' as const), which: fc.nat(3), outcome: fc.constantFrom(printed, jammed, silent) }),
  fc.record({ do: fc.constant('crash' as const) }),
);

test('law 4: however scans, prints and crashes mix, one number per person and at most one first ticket on paper', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const run = createStoreBench();
      let store = run.open();
      let open: PrintAttempt[] = [];
      const numbers = new Map<number, string>();
      const visits = new Map<number, VisitId>();
      const perhapsOnPaper: PrintAttempt[] = [];

      for (const next of steps) {
        if (next.do === 'scan') {
          const number = numberFor(store, request(citizen(next.who)));
          const known = numbers.get(next.who);
          assert.equal(number, known === undefined ? `A00${numbers.size + 1}` : `=${known}`);
          numbers.set(next.who, known ?? number);
          visits.set(next.who, storedVisit(store, request(citizen(next.who))).visitId);
        }
        const visitId = next.do === 'print' ? visits.get(next.who) : undefined;
        if (visitId) open.push(begin(store, visitId));
        const ending = next.do === 'end' ? open[next.which] : undefined;
        if (ending && next.do === 'end') {
          assert.ok(store.endPrint(ending, next.outcome).ok);
          open = open.filter((attempt) => attempt !== ending);
          if (next.outcome.kind !== 'not-printed') perhapsOnPaper.push(ending);
        }
        if (next.do === 'crash') {
          perhapsOnPaper.push(...open);
          open = [];
          store.close();
          store = run.open();
        }
      }
      store.close();
      run.remove();
      const papers = perhapsOnPaper.map(({ visitId, copy }) => `${visitId} ${copy ?? 'first'}`);
      assert.equal(new Set(papers).size, papers.length, 'two papers of a visit say the same');
    }),
    { numRuns: 40 },
  );
}, 30_000);

function begin(store: Store, visitId: VisitId): PrintAttempt {
  const begun = store.beginPrint(visitId);
  assert.ok(begun.ok);
  return begun.value;
}

function print(store: Store, visitId: VisitId, outcome: PrintOutcome): string {
  const attempt = begin(store, visitId);
  const ended = store.endPrint(attempt, outcome);
  assert.ok(ended.ok);
  return `${attempt.copy === undefined ? 'first' : `copy ${attempt.copy}`}: ${ended.value}`;
}
