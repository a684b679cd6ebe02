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

describe('an answer to a question', () => {
  const readAnswer = (answer: unknown) => {
    const read = readPageMessage(JSON.stringify({ id: 1, command: 'answer', input: { ...context, answer } }));
    return read.ok && read.value.command === 'answer' ? read.value.input.answer : undefined;
  };
  const name = fc.stringMatching(/^[a-z][A-Za-z0-9]{0,31}$/);
  const text = fc.string({ maxLength: 256 });
  const number = fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Object.is(value, -0));
  const fields = fc.dictionary(name, fc.oneof(text, number, fc.boolean(), fc.constant(null)), {
    maxKeys: 8,
    noNullPrototype: true,
  });

  test('comes through as it was given, whatever the question asks', () => {
    fc.assert(
      fc.property(fields, (answer) => {
        expect(readAnswer(answer)).toEqual(answer);
      }),
    );
  });

  test('is refused when a field is a list, a thing within a thing, too long, or has no plain name', () => {
    const hostileField = fc.oneof(
      fc.tuple(
        name,
        fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue()), fc.string({ minLength: 257 })),
      ),
      fc.tuple(
        fc.oneof(fc.constantFrom('', ' ', 'A', '0', 'a.b', 'á', `a${'b'.repeat(32)}`), fc.stringMatching(/^[^a-z]/)),
        fc.boolean(),
      ),
    );
    fc.assert(
      fc.property(fields, hostileField, (answer, [field, value]) => {
        fc.pre(field !== '__proto__');
        expect(readAnswer({ ...answer, [field]: value })).toBeUndefined();
      }),
    );
  });

  test('is refused with more than eight fields, as no object, and as a number that is none', () => {
    const ofFields = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`f${at}`, at]));
    const endless = `{"id":1,"command":"answer","input":{"session":"S1","screen":"x","answer":{"weight":1e999}}}`;
    expect(readAnswer(ofFields(8))).toEqual(ofFields(8));
    for (const answer of [ofFields(9), [], [1], 'yes', 1, true, null, undefined])
      expect(readAnswer(answer)).toBeUndefined();
    expect(readPageMessage(endless).ok).toBe(false);
  });

  test('changes nothing that it was not asked about: `__proto__` is dropped', () => {
    const message = `{"id":1,"command":"answer","input":{"session":"S1","screen":"x","answer":{"__proto__":{"isRight":true},"a":1}}}`;
    const read = readPageMessage(message);
    const answer = read.ok && read.value.command === 'answer' ? read.value.input.answer : undefined;
    expect([answer, answer && 'isRight' in answer]).toEqual([{ a: 1 }, false]);
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
