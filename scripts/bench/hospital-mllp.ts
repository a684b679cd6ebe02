import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import Hl7Client, { Message } from 'node-hl7-client';
import type { OutgoingMessage } from '#backend-client/contract/delivery.ts';
import { createHl7v2Renderer } from '#backend-client/hl7v2/hl7v2-renderer.ts';
import { createMllpEndpoint } from '#backend-client/hl7v2/mllp-endpoint.ts';
import { createMllpFraming, mllpFrame } from '#backend-client/hl7v2/mllp-framing.ts';
import { createOutbox } from '#backend-client/outbox/outbox.ts';
import { citizen, createStoreBench, request, storedVisit } from '#backend-client/store/store.bench.ts';
import { createControlId } from '#config/agreements/ids.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { hl7v2Endpoint } from '#config/settings/hospital-settings.ts';
import { type Contender, contest, type Rounds } from './contest.ts';
import { perSecond, type Section } from './table.ts';

/** Something that delivers messages, and lets go of what it holds. */
interface Sender extends Contender {
  close(): unknown;
}

/**
 * Registrations over MLLP to the same receiver, one in flight.
 *
 * What the outbox does stands first: the messages lie on disk, sealed, before the time is taken; they are claimed from there,
 * opened, sent, and each acceptance is on disk with `synchronous=FULL` before its message counts as done. The second row
 * renders and stores the registrations in the same time, too. The peers get ready-made messages; one of them keeps nothing,
 * the other one notes each step as the smallest row that SQLite can hold.
 *
 * Processor time is what is compared. The clock on the wall stands beside it, since waiting for the disk is most of what
 * durability costs, and no two disks are alike.
 */
export async function benchMllp(rounds: Rounds): Promise<Section> {
  const receiver = fork(fileURLToPath(new URL('./mllp-receiver.ts', import.meta.url)));
  const [port] = (await once(receiver, 'message')) as [number];
  const senders = [
    outboxAlone(port),
    storeAndOutbox(port),
    await nodeHl7Client(port, 'node-hl7-client 4.0.0 behind three bare SQLite commits', bareOutbox()),
    await nodeHl7Client(port, 'node-hl7-client 4.0.0, nothing kept', nothingKept),
    await bareSocket(port),
    endpointAlone(port),
  ].map(timed);
  const measured = await contest(senders, rounds);
  for (const sender of senders) await sender.close();
  receiver.disconnect();
  const ours = measured[0]?.perSecond ?? Number.NaN;
  return {
    title: 'registrations over MLLP, one in flight',
    rows: measured.map(({ name, perSecond: speed }, index) => ({
      what: `${name} (${perSecond(senders[index]?.onTheWall() ?? Number.NaN)} on the wall)`,
      speed: perSecond(speed),
      ...(name.startsWith('ours') ? {} : { ratio: ours / speed }),
    })),
  };
}

/** Also measures by the clock on the wall, over all rounds. */
function timed(sender: Sender): Sender & { onTheWall(): number } {
  let done = 0;
  let tookMs = 0;
  return {
    ...sender,
    async run(times) {
      const startedAt = performance.now();
      await sender.run(times);
      tookMs += performance.now() - startedAt;
      done += times;
    },
    onTheWall: () => (done * 1000) / tookMs,
  };
}

const settings = (port: number) => hl7v2Endpoint.parse({ id: 'his', protocol: 'hl7v2-mllp', host: '127.0.0.1', port });

const site = {
  facilityCode: '27005',
  kioskId: 'kiosk-1',
  timeZone: 'Asia/Ho_Chi_Minh',
  profile: 'demo',
} as const;

/** Delivers what lies on disk. */
function outboxAlone(port: number): Sender {
  const { arrive, deliver, close } = durableKiosk(port);
  return {
    name: 'ours: claimed from disk, opened, sent, the answer noted on disk',
    prepare: arrive,
    run: deliver,
    close,
  };
}

/** The whole way of a registration: store, outbox, endpoint. */
function storeAndOutbox(port: number): Sender {
  const { arrive, deliver, close } = durableKiosk(port);
  return {
    name: 'ours, store and delivery together: rendered, stored, sent, noted',
    run(times) {
      arrive(times);
      return deliver(times);
    },
    close,
  };
}

function durableKiosk(port: number) {
  const endpoint = settings(port);
  const bench = createStoreBench();
  const renderer = createHl7v2Renderer({ endpoint, site });
  const store = bench.open({ renderers: [renderer], clock: machineClock, randomBytes });
  let waited = { count: 0, done: () => {} };
  const outbox = createOutbox({
    store,
    endpoints: [mllpEndpoint(port)],
    clock: machineClock,
    random: Math.random,
    // Told once the answer is on disk.
    log: (event) => {
      if (event !== 'delivery-accepted') throw new Error(`the bench's hospital accepts everything: ${event}`);
      waited.count -= 1;
      if (waited.count === 0) waited.done();
    },
  });
  outbox.start();
  let people = 0;
  return {
    arrive(times: number): void {
      for (let person = 0; person < times; person += 1) {
        people += 1;
        storedVisit(store, request(citizen(people)));
      }
    },
    deliver(times: number): Promise<void> {
      const { promise, resolve } = Promise.withResolvers<void>();
      waited = { count: times, done: resolve };
      outbox.wake();
      return promise;
    },
    async close(): Promise<void> {
      await outbox.stop();
      store.close();
      bench.remove();
    },
  };
}

function mllpEndpoint(port: number) {
  const { id, host, ackTimeoutMs, deduplicates } = settings(port);
  return createMllpEndpoint({ id, host, port, ackTimeoutMs, deduplicates, clock: machineClock });
}

/** Ours without store and outbox, with ready-made messages like the peers. */
function endpointAlone(port: number): Sender {
  const endpoint = mllpEndpoint(port);
  const next = readyMessages();
  return {
    name: 'ours without the disk: endpoint only, ready messages',
    async run(times) {
      for (let sent = 0; sent < times; sent += 1) {
        const delivery = await endpoint.send(next());
        if (!delivery.ok) throw new Error(delivery.problem.reason);
      }
    },
    close: () => endpoint.close(),
  };
}

async function bareSocket(port: number): Promise<Sender> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  await once(socket, 'connect');
  const next = readyMessages();
  const framing = createMllpFraming();
  let answered = () => {};
  socket.on('data', (chunk) => {
    if (framing.push(chunk).frames.length > 0) answered();
  });
  return {
    name: 'a bare socket, ready messages',
    async run(times) {
      for (let sent = 0; sent < times; sent += 1) {
        const { promise, resolve } = Promise.withResolvers<void>();
        answered = resolve;
        socket.write(mllpFrame(next().bytes));
        await promise;
      }
    },
    close: () => socket.destroy(),
  };
}

/** What a program around a client that keeps nothing would do to lose nothing: three steps, each on disk. */
interface Keeping {
  store(controlId: string, bytes: Uint8Array): void;
  claim(controlId: string): void;
  note(controlId: string): void;
  close(): void;
}

const nothingKept: Keeping = { store() {}, claim() {}, note() {}, close() {} };

function bareOutbox(): Keeping {
  const folder = mkdtempSync(join(tmpdir(), 'tiep-don-bench-'));
  const db = new Database(join(folder, 'outbox.sqlite'));
  for (const pragma of ['locking_mode = EXCLUSIVE', 'journal_mode = WAL', 'synchronous = FULL']) db.pragma(pragma);
  db.exec('create table message (control_id text primary key, body blob, state text)');
  const insert = db.prepare("insert or replace into message values (?, ?, 'queued')");
  const update = db.prepare('update message set state = ? where control_id = ?');
  return {
    store: (controlId, bytes) => void insert.run(controlId, bytes),
    claim: (controlId) => void update.run('sending', controlId),
    note: (controlId) => void update.run('accepted', controlId),
    close() {
      db.close();
      rmSync(folder, { recursive: true });
    },
  };
}

async function nodeHl7Client(port: number, name: string, keeping: Keeping): Promise<Sender> {
  const next = readyMessages();
  const client = new Hl7Client({ host: '127.0.0.1', version: '2.5.1' });
  let answered = () => {};
  const connection = client.createConnection({ port, version: '2.5.1' }, () => answered());
  await new Promise<void>((resolve) => connection.once('connect', resolve));
  const ready = Array.from({ length: readyCount }, () => {
    const { controlId, bytes } = next();
    return { controlId, bytes, message: new Message({ text: Buffer.from(bytes).toString() }) };
  });
  return {
    name,
    async run(times) {
      for (let sent = 0; sent < times; sent += 1) {
        const { controlId, bytes, message } = ready[sent % readyCount] ?? missing();
        keeping.store(controlId, bytes);
        keeping.claim(controlId);
        const { promise, resolve } = Promise.withResolvers<void>();
        answered = resolve;
        await connection.sendMessage(message);
        await promise;
        keeping.note(controlId);
      }
    },
    async close() {
      await connection.close();
      keeping.close();
    },
  };
}

const readyCount = 50;

/** The same registrations as ours, rendered beforehand; each time another control id. */
function readyMessages(): () => OutgoingMessage {
  const bench = createStoreBench();
  const store = bench.open({ clock: machineClock });
  const renderer = createHl7v2Renderer({ endpoint: settings(1), site });
  const ready = Array.from({ length: readyCount }, (_, person): OutgoingMessage => {
    const wanted = request(citizen(person));
    const facts = { contact: undefined, insuranceCheck: undefined, appointment: undefined };
    const { patient, purpose } = wanted;
    const controlId = createControlId(randomBytes);
    const visit = storedVisit(store, wanted);
    const bytes = renderer.render({ kind: 'registration', visit, patient, purpose, ...facts }, controlId);
    return { messageId: person, endpointId: 'his', controlId, attempts: 1, bytes };
  });
  store.close();
  bench.remove();
  let sent = -1;
  return () => {
    sent += 1;
    return ready[sent % readyCount] ?? missing();
  };
}

function missing(): never {
  throw new Error('no message is ready');
}
