import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { tryOnDisk } from '#config/agreements/durable-file.ts';
import { parsedJson } from '#config/agreements/parsed-json.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { shortSocketPath } from '#config/agreements/socket-path.ts';
import { type PeopleAnswer, type PeopleWish, peopleAnswer, peopleWish } from './change-people.ts';

/**
 * `<dataDir>/hub.sock`, for the hub's own user alone (0600): whoever holds it looks after the data folder, and nobody else does; and it
 * answers whoever wants something done about people, one line of JSON each way. Two programs that write one audit log would break its
 * chain.
 */
export interface HubSocket {
  close(): Promise<void>;
}

/**
 * - `another-hub`: a hub of this data folder runs, perhaps a stopped one. - `path-too-long`: no socket has such a path (107 bytes).
 * - `not-writable`: the disk refuses.
 */
export interface HubSocketProblem {
  readonly kind: 'another-hub' | 'path-too-long' | 'not-writable';
}

interface Place {
  readonly dataDir: string;
  readonly workingDirectory: string;
}

const longestPath = 107;
const longestLine = 4_096;
const patienceMs = 15_000;

export async function openHubSocket(
  place: Place,
  answer: (wish: PeopleWish) => Promise<PeopleAnswer>,
): Promise<Result<HubSocket, HubSocketProblem>> {
  const path = pathOf(place);
  if (Buffer.byteLength(path) > longestPath) return problem({ kind: 'path-too-long' });
  if (await isAnswered(path)) return problem({ kind: 'another-hub' });
  const isClear = tryOnDisk(() => {
    mkdirSync(place.dataDir, { recursive: true, mode: 0o700 });
    // What a killed one left behind.
    rmSync(path, { force: true });
  });
  if (!isClear) return problem({ kind: 'not-writable' });
  const server = createServer((caller) => hear(caller, answer));
  return new Promise((resolve) => {
    // Nobody else may connect between the moment it listens and the chmod.
    const before = process.umask(0o177);
    server.once('error', () => {
      process.umask(before);
      resolve(problem({ kind: 'not-writable' }));
    });
    server.listen(path, () => {
      process.umask(before);
      chmodSync(path, 0o600);
      resolve(ok({ close: () => new Promise((closed) => server.close(() => closed())) }));
    });
  });
}

/** What the hub that runs says to it; `undefined`: none runs. `no-answer`: one does, and does not answer. */
export async function askHub(place: Place, wish: PeopleWish): Promise<Result<PeopleAnswer, 'no-answer'> | undefined> {
  const path = pathOf(place);
  if (!(await isAnswered(path))) return undefined;
  return new Promise((resolve) => {
    let said = '';
    const caller = connect(path, () => caller.write(`${JSON.stringify(wish)}\n`));
    caller.setEncoding('utf8').setTimeout(patienceMs, () => caller.destroy());
    caller.on('data', (text: string) => {
      said += text;
    });
    caller.on('error', () => caller.destroy());
    caller.on('close', () => {
      const read = peopleAnswer.safeParse(parsedJson(said));
      resolve(read.success ? ok(read.data) : problem('no-answer'));
    });
  });
}

function hear(caller: Socket, answer: (wish: PeopleWish) => Promise<PeopleAnswer>): void {
  let said = '';
  caller.on('error', () => caller.destroy());
  caller.setEncoding('utf8').setTimeout(patienceMs, () => caller.destroy());
  caller.on('data', async (text: string) => {
    if (said.includes('\n')) return;
    said += text;
    if (said.length > longestLine) return caller.destroy();
    if (!said.includes('\n')) return;
    const wish = peopleWish.safeParse(parsedJson(said));
    if (!wish.success) return caller.destroy();
    caller.end(`${JSON.stringify(await answer(wish.data))}\n`);
  });
}

function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const caller = connect(path, () => {
      caller.destroy();
      resolve(true);
    });
    caller.once('error', () => resolve(false));
  });
}

function pathOf({ dataDir, workingDirectory }: Place): string {
  return shortSocketPath(join(dataDir, 'hub.sock'), workingDirectory);
}
