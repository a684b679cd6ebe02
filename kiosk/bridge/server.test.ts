import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ok, problem } from '#config/agreements/result.ts';
import { createBridgeServer, readPageMessage } from './server.ts';
import { bridgeVersion, type HostMessage, type PageMessage, type Snapshot } from './words.ts';

const snapshot: Snapshot = {
  revision: 1,
  session: 'none',
  language: 'vi',
  otherLanguages: ['en'],
  siteName: 'Trung tâm Y tế',
  timeZone: 'Asia/Ho_Chi_Minh',
  test: false,
  scannerTypes: false,
  screen: { show: 'attract', scanner: 'ready', serves: 'check-in' },
  overlay: undefined,
  notice: undefined,
  canGoBack: false,
  canStartOver: false,
};

function page() {
  const heard: HostMessage[] = [];
  const closed: number[] = [];
  return {
    heard,
    closed,
    link: {
      send: (text: string) => void heard.push(JSON.parse(text)),
      close: (code: number) => void closed.push(code),
    },
  };
}

const context = { session: 'S1', screen: 'confirm-identity' } as const;
const tap = (id: number) => JSON.stringify({ id, command: 'confirm-identity', input: context });

describe('the bridge', () => {
  test('gives a page that has just been loaded the whole truth at once', () => {
    const server = createBridgeServer(() => ok('heard'));
    server.show(snapshot);
    const { link, heard } = page();
    server.connect(link);
    expect(heard).toEqual([
      { kind: 'hello', bridge: bridgeVersion },
      { kind: 'snapshot', snapshot: JSON.parse(JSON.stringify(snapshot)) },
    ]);
  });

  test('answers each command under its id, with nothing but heard or why not', () => {
    const commands: PageMessage[] = [];
    const server = createBridgeServer((message) => {
      commands.push(message);
      return message.id === 7 ? ok('heard') : problem({ kind: 'stale' });
    });
    const { link, heard } = page();
    const connection = server.connect(link);
    for (const text of [tap(7), tap(8), '{"id":9,"command":"confirm-identity","input":{}}', 'rubbish'])
      connection.receive(text);
    expect(commands.map(({ id }) => id)).toEqual([7, 8]);
    expect(heard.slice(1)).toEqual([
      { kind: 'heard', id: 7 },
      { kind: 'not-heard', id: 8, problem: { kind: 'stale' } },
      { kind: 'not-heard', id: 9, problem: { kind: 'not-understood' } },
      { kind: 'not-heard', id: -1, problem: { kind: 'not-understood' } },
    ]);
  });

  test('serves one page: the newest; taps on the older one do nothing', () => {
    const commands: PageMessage[] = [];
    const server = createBridgeServer((message) => {
      commands.push(message);
      return ok('heard');
    });
    const [older, newer] = [page(), page()];
    const olderConnection = server.connect(older.link);
    server.connect(newer.link);
    olderConnection.receive(tap(1));
    olderConnection.disconnected();
    server.show(snapshot);
    expect([older.closed, commands, older.heard.length, newer.heard.length]).toEqual([[4001], [], 1, 2]);
  });
});

test('whatever a page sends is read or refused, never believed', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc
          .constantFrom('__proto__', 'constructor')
          .map((command) => JSON.stringify({ id: 1, command, input: context })),
      ),
      (text) => {
        const read = readPageMessage(text);
        if (!read.ok) expect(read.problem.kind).toBe('not-understood');
      },
    ),
  );
  expect(readPageMessage(`${tap(1).slice(0, -1)},"x":"${'x'.repeat(20_000)}"}`).ok).toBe(false);
});
