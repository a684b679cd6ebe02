import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, test } from 'vitest';
import { createPrograms, type Programs } from './programs.ts';

const folder = mkdtempSync(join(tmpdir(), 'programs-'));
const open: Programs[] = [];
afterEach(() => {
  for (const programs of open.splice(0)) programs.killAll();
});
afterAll(() => rmSync(folder, { recursive: true }));

function script(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

function programsHere(onDied: (says: string) => void = () => undefined): Programs {
  const programs = createPrograms({ root: folder, logDir: join(folder, 'logs'), onDied });
  open.push(programs);
  return programs;
}

/** Listens, says so, and ends politely unless it is stubborn. */
const listener = script(
  'listener.mjs',
  `import { createServer } from 'node:net';
   console.error('starting with', process.argv[2]);
   console.log('some other line');
   if (process.argv[2] === 'stubborn') process.on('SIGTERM', () => console.error('not now'));
   const server = createServer((socket) => socket.on('data', () => { console.error('cannot go on'); process.exit(7); }));
   server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ ready: true, port: server.address().port })));`,
);

interface Wire {
  readonly socket: Socket;
  /** The program at the other end is gone; that may reset the connection. */
  readonly gone: Promise<void>;
}

async function wireTo(port: unknown): Promise<Wire> {
  const socket = connect(Number(port), '127.0.0.1').on('error', () => undefined);
  const gone = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  await once(socket, 'connect');
  return { socket, gone };
}

test('a program is running when it has said so, its words are in its log, and it stops when asked', async () => {
  const died: string[] = [];
  const started = await programsHere((says) => died.push(says)).start({
    name: 'ticket printer',
    file: listener,
    args: ['politely'],
  });
  assert.ok(started.ok);
  const { gone } = await wireTo(started.value.ready.port);
  await started.value.stop(5000);
  await gone;

  assert.deepEqual(
    { died, log: readFileSync(join(folder, 'logs/ticket-printer.log'), 'utf8').split('\n').sort() },
    { died: [], log: ['', 'some other line', 'starting with politely'] },
  );
});

test('a program that will not stop is ended', async () => {
  const started = await programsHere().start({ name: 'stubborn', file: listener, args: ['stubborn'] });
  assert.ok(started.ok);
  await started.value.stop(50);
  assert.match(readFileSync(join(folder, 'logs/stubborn.log'), 'utf8'), /not now/);
});

test('a program that dies is named, with the last lines of its log', async () => {
  const { promise, resolve } = Promise.withResolvers<string>();
  const started = await programsHere(resolve).start({ name: 'hospital', file: listener, args: ['politely'] });
  assert.ok(started.ok);
  const { socket } = await wireTo(started.value.ready.port);
  socket.write('anything');
  assert.match(
    await promise,
    /^The hospital ended by itself \(code 7\)\.\nThe last lines of .*hospital\.log:\n(.*\n)* {2}cannot go on$/,
  );
});

test('a program that cannot start says why', async () => {
  const started = await programsHere().start({
    name: 'host',
    file: script('broken.mjs', 'throw new Error("no data directory")'),
    args: [],
  });
  assert.ok(!started.ok);
  assert.match(
    started.problem,
    /^The host did not start \(code 1\)\.\nThe last lines of .*host\.log:\n(.*\n)*.*Error: no data directory/,
  );
});

test('when the demo itself is killed, none of its programs is left', async () => {
  const demo = script(
    'demo.mts',
    `import { createPrograms } from ${JSON.stringify(join(import.meta.dirname, 'programs.ts'))};
     const programs = createPrograms({ root: ${JSON.stringify(folder)}, logDir: ${JSON.stringify(join(folder, 'logs'))}, onDied: () => {} });
     const started = await programs.start({ name: 'orphan', file: ${JSON.stringify(listener)}, args: ['politely'] });
     console.log(started.value.ready.port);`,
  );
  const child = spawn(process.execPath, [demo], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = await once(child.stdout, 'data');
  const { gone } = await wireTo(port);
  child.kill('SIGKILL');
  await gone;
});
