import { monitorEventLoopDelay } from 'node:perf_hooks';
import { checkInFile, nextBatch } from '#backend-client/check-in-columns/check-in-day.ts';
import { createHl7v2Renderer } from '#backend-client/hl7v2/hl7v2-renderer.ts';
import { openDatabase } from '#backend-client/store/database.ts';
import type { DeliveryNote } from '#backend-client/store/message-queue.ts';
import {
  citizen,
  claimSome,
  createStoreBench,
  dayMs,
  request,
  storedVisit,
} from '#backend-client/store/store.bench.ts';
import { assembleStore, type Store } from '#backend-client/store/store.ts';
import { hl7v2Endpoint } from '#config/settings/hospital-settings.ts';
import type { Row, Section } from './table.ts';

/**
 * How long one call keeps everybody else waiting when a kiosk has a hundred thousand visits of one day in its store, of which the
 * hospital has none: what health, metrics, the console, the outbox and the check-in file ask, and erasing all of them
 * in the end. Our own time and the disk's stand apart: on a slow disk only the second grows.
 */
export async function benchPauses(visits: number, say: (line: string) => void): Promise<Section> {
  const bench = createStoreBench();
  const renderer = createHl7v2Renderer({ endpoint: settings, site });
  const opened = openDatabase(bench.path);
  if (!opened.ok) throw new Error(opened.problem.kind);
  const db = opened.value;
  const store = assembleStore(db, { ...bench.settings, renderers: [renderer] });
  if (!store) throw new Error('the store has another key');
  // Stored without waiting for the disk; what is measured waits for it.
  db.pragma('synchronous = OFF');
  for (let who = 1; who <= visits; who += 1) {
    const { day } = storedVisit(store, request(citizen(who)));
    if (who % Math.ceil(visits / 4) === 0) say(`${who} visits of ${day} stored`);
  }
  db.pragma('synchronous = FULL');
  const rows: Row[] = [];
  let own = 0;
  const note = (what: string, { wallMs, processorMs }: Longest) => {
    own = Math.max(own, wallMs);
    rows.push({ what, speed: timesText(wallMs, processorMs) });
  };

  note(
    'health and metrics',
    longestOf(20, () => health(store)),
  );
  note(
    'console, one look: all of them wait',
    longestOf(20, () => look(store)),
  );
  settle(store, visits / 5, { state: 'refused', reason: 'hospital-error-ae' });
  settle(store, visits / 5, { state: 'queued', reason: 'no-answer', retryInMs: 30_000, counts: 'attempt' });
  note(
    'console, one look: a fifth refused, a fifth tried again',
    longestOf(20, () => look(store)),
  );
  note(
    'outbox: the next batch of 64',
    longestOf(20, () => void claimSome(store)),
  );
  store.giveBack('his');
  const [day] = store.readableDays();
  const pieces = checkInFile(day ? store.visitsOf(day) : [], site);
  note(
    'check-in file, one batch of it',
    longestOf(50, () => void nextBatch(pieces)),
  );
  bench.clock.advance(60_000);
  settle(store, visits, { state: 'accepted' });
  say('erasing all of them');
  bench.clock.advance(40 * dayMs);
  const erased = await eraseAll(store);
  store.close();
  bench.remove();
  own = Math.max(own, erased.workMs);
  const what = `erasing ${erased.visits.toLocaleString('en')} visits in ${(erased.tookMs / 1000).toFixed(0)} s`;
  rows.push(
    { what: `${what}: a piece of our own work`, speed: timesText(erased.workMs, erased.processorMs) },
    {
      what: '  waiting for the disk: commit, or the log folded into the file',
      speed: `${erased.diskMs.toFixed(1)} ms`,
    },
    { what: '  the event loop as a whole', speed: `${erased.loopMs.toFixed(1)} ms` },
  );
  return {
    title: `longest pause of the event loop with ${visits.toLocaleString('en')} visits of one day`,
    rows: [...rows, { what: 'longest pause of our own', speed: `${own.toFixed(1)} ms` }],
  };
}

const settings = hl7v2Endpoint.parse({ id: 'his', protocol: 'hl7v2-mllp', host: '127.0.0.1', port: 2575 });
const site = { facilityCode: '27005', kioskId: 'kiosk-1', timeZone: 'Asia/Ho_Chi_Minh', profile: 'demo' } as const;

function health(store: Store): void {
  store.messageCounts();
  store.expiredCount();
  store.freeSpace();
  store.condition();
}

function look(store: Store): void {
  health(store);
  store.queuedFor('his');
  store.delayedFor('his');
  store.deadLetters();
  store.alerts.list(0);
  store.readableDays();
  store.waiting();
  store.letterGroups();
  store.stranded();
  store.expiredTickets();
}

function settle(store: Store, count: number, note: DeliveryNote): void {
  for (let done = 0; done < count; ) {
    const claim = claimSome(store);
    if (!claim.ok || claim.value.kind !== 'claimed') return;
    store.noteDeliveries(claim.value.messages.map(({ messageId }) => ({ messageId, note })));
    done += claim.value.messages.length;
  }
}

/** On a machine with other work the clock on the wall counts theirs, too. */
interface Longest {
  readonly wallMs: number;
  readonly processorMs: number;
}

function longestOf(times: number, work: () => void): Longest {
  let wallMs = 0;
  let processorMs = 0;
  for (let time = 0; time < times; time += 1) {
    const begun = process.cpuUsage();
    const startedAt = performance.now();
    work();
    wallMs = Math.max(wallMs, performance.now() - startedAt);
    const { user, system } = process.cpuUsage(begun);
    processorMs = Math.max(processorMs, (user + system) / 1000);
  }
  return { wallMs, processorMs };
}

async function eraseAll(store: Store) {
  const loop = monitorEventLoopDelay({ resolution: 1 });
  let workMs = 0;
  let diskMs = 0;
  let processorMs = 0;
  let begun = process.cpuUsage();
  const startedAt = performance.now();
  loop.enable();
  const erased = await store.eraseExpired({
    onPause: (pause) => {
      workMs = Math.max(workMs, pause.workMs);
      diskMs = Math.max(diskMs, pause.diskMs);
      const { user, system } = process.cpuUsage(begun);
      processorMs = Math.max(processorMs, (user + system) / 1000);
      begun = process.cpuUsage();
    },
  });
  loop.disable();
  if (!erased.ok) throw new Error(erased.problem.kind);
  return {
    visits: erased.value.visits,
    tookMs: performance.now() - startedAt,
    workMs,
    processorMs,
    diskMs,
    loopMs: loop.max / 1e6,
  };
}

function timesText(wallMs: number, processorMs: number): string {
  return `${wallMs.toFixed(1)} ms, ${processorMs.toFixed(1)} ms of processor time`;
}
