import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { restingSnapshot as snapshot } from './resting-snapshot.ts';
import { createBridgeServer, readPageMessage } from './server.ts';
import {
  bridgeVersion,
  type CommandProblem,
  closeCodes,
  type HostMessage,
  heartbeat,
  type PageMessage,
  pong,
  type Snapshot,
} from './words.ts';

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

function bench(onCommand: (message: PageMessage) => Result<'heard', CommandProblem> = () => ok('heard')) {
  const clock = createHandCrankedClock();
  const silences: number[] = [];
  const server = createBridgeServer({ clock, onCommand, onSilent: () => silences.push(clock.monotonic()) });
  return { clock, server, silences };
}

const context = { session: 'S1', screen: 'confirm-identity' } as const;
const tap = (id: number) => JSON.stringify({ id, command: 'confirm-identity', input: context });

describe('the bridge', () => {
  test('gives a page that has just been loaded the whole truth at once', () => {
    const { server } = bench();
    server.show(snapshot);
    const { link, heard } = page();
    server.connect(link);
    expect(heard).toEqual([
      { kind: 'hello', bridge: bridgeVersion },
      { kind: 'snapshot', snapshot: JSON.parse(JSON.stringify(snapshot)) },
      { kind: 'ping' },
    ]);
  });

  test('answers each command under its id, with nothing but heard or why not', () => {
    const commands: PageMessage[] = [];
    const { server } = bench((message) => {
      commands.push(message);
      return message.id === 7 ? ok('heard') : problem({ kind: 'stale' });
    });
    const { link, heard } = page();
    const connection = server.connect(link);
    for (const text of [tap(7), tap(8), '{"id":9,"command":"confirm-identity","input":{}}', 'rubbish'])
      connection.receive(text);
    expect(commands.map(({ id }) => id)).toEqual([7, 8]);
    expect(heard.slice(2)).toEqual([
      { kind: 'heard', id: 7 },
      { kind: 'not-heard', id: 8, problem: { kind: 'stale' } },
      { kind: 'not-heard', id: 9, problem: { kind: 'not-understood' } },
      { kind: 'not-heard', id: -1, problem: { kind: 'not-understood' } },
    ]);
  });

  test('of what a tap sets in motion at once, the page is told only where it ends, and before the answer', async () => {
    const waiting: Snapshot = { ...snapshot, screen: { show: 'please-wait' } };
    const numbered: Snapshot = { ...snapshot, revision: 3 };
    const { server } = bench(() => {
      server.show(waiting);
      server.show(numbered);
      return ok('heard');
    });
    const { link, heard } = page();
    const connection = server.connect(link);
    connection.receive(tap(1));
    server.show(waiting);
    await Promise.resolve();
    server.show(numbered);
    server.show(waiting);
    await Promise.resolve();
    expect(heard.slice(2).map((each) => (each.kind === 'snapshot' ? each.snapshot.screen.show : each.kind))).toEqual([
      'attract',
      'heard',
      'please-wait',
      'please-wait',
    ]);
  });

  test('serves one page: the newest; taps on the older one do nothing', async () => {
    const commands: PageMessage[] = [];
    const { server } = bench((message) => {
      commands.push(message);
      return ok('heard');
    });
    const [older, newer] = [page(), page()];
    const olderConnection = server.connect(older.link);
    server.connect(newer.link);
    olderConnection.receive(tap(1));
    olderConnection.disconnected();
    server.show(snapshot);
    await Promise.resolve();
    expect([older.closed, commands, older.heard.length, newer.heard.length]).toEqual([
      [closeCodes.takenOver],
      [],
      2,
      3,
    ]);
  });
});

describe('whether a patient could use the kiosk now', () => {
  const atRest = { isConnected: false, lastHeardAt: undefined, lastTapAt: undefined };

  /** As real time would pass: after each second the page has had the chance to answer. */
  async function pass(seconds: number, clock: ReturnType<typeof createHandCrankedClock>, each = () => {}) {
    for (let second = 0; second < seconds; second += 1) {
      await Promise.resolve();
      clock.advance(1_000);
      each();
    }
  }

  test('is known from the page’s answers, and when somebody last tapped from the taps', async () => {
    const { clock, server } = bench();
    expect(server.page()).toEqual(atRest);
    const { link } = page();
    const connection = server.connect(link);
    await pass(60, clock, () => connection.receive(pong));
    expect(server.page()).toEqual({ isConnected: true, lastHeardAt: 60_000, lastTapAt: undefined });
    connection.receive(tap(1));
    await pass(3, clock, () => connection.receive(pong));
    const typed = { id: 2, command: 'typed-code', input: { ...context, text: 'no finger' } };
    connection.receive(JSON.stringify(typed));
    expect(server.page()).toEqual({ isConnected: true, lastHeardAt: 63_000, lastTapAt: 60_000 });
    connection.disconnected();
    expect(server.page()).toEqual({ isConnected: false, lastHeardAt: 63_000, lastTapAt: 60_000 });
    expect(clock.pending()).toBe(0);
  });

  test('a page that hangs is let go 6 s after its last answer, and may come back', async () => {
    const { clock, server, silences } = bench();
    const hung = page();
    const connection = server.connect(hung.link);
    connection.receive(pong);
    await pass(5, clock);
    expect([server.page().isConnected, hung.closed]).toEqual([true, []]);
    await pass(1, clock);
    expect([server.page().isConnected, hung.closed, silences]).toEqual([false, [closeCodes.silent], [6_000]]);
    // Too late: the link is closed, and nobody is asked by it any more.
    connection.receive(pong);
    expect(server.page().isConnected).toBe(false);
    expect(clock.pending()).toBe(0);
    server.connect(page().link);
    expect(server.page().isConnected).toBe(true);
  });

  test('noise is no answer: a link that says nothing useful is closed like a silent one', async () => {
    const { clock, server, silences } = bench();
    const noisy = page();
    const connection = server.connect(noisy.link);
    await pass(6, clock, () => {
      for (const noise of ['', '{}', ' {"kind":"pong"}', tap(1).slice(1)]) connection.receive(noise);
    });
    expect(silences).toEqual([6_000]);
  });

  test('a host that was held up itself for an hour does not blame the page', () => {
    const { clock, server, silences } = bench();
    server.connect(page().link);
    clock.advance(3_600_000);
    expect([silences, server.page().isConnected]).toEqual([[], true]);
  });

  test('each page is asked every 2 s, and only the one that is the patient’s', async () => {
    const { clock, server } = bench();
    const [older, newer] = [page(), page()];
    const olderConnection = server.connect(older.link);
    const newerConnection = server.connect(newer.link);
    await pass(10, clock, () => {
      olderConnection.receive(pong);
      newerConnection.receive(pong);
    });
    const pings = ({ heard }: typeof older) => heard.filter(({ kind }) => kind === 'ping').length;
    expect([pings(older), pings(newer)]).toEqual([1, 1 + 10_000 / heartbeat.everyMs]);
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
