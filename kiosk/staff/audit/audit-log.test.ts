import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  appendFileSync,
  chmodSync,
  closeSync,
  cpSync,
  existsSync,
  fstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { type AuditLog, openAuditLog } from './audit-log.ts';
import { chainStart, sealHead, sealLine } from './chain.ts';
import { verifyAudit } from './verify-audit.ts';

const key = randomBytes(32);
const minh = { id: '0123456789abcdef', name: 'Trần Minh Thử', role: 'supervisor' } as const;

let root: string;
let folder: string;
const clock = createHandCrankedClock(1_800_000_000_000);
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tiep-don-audit-'));
  folder = join(root, 'staff', 'audit');
});
afterEach(() => rmSync(root, { recursive: true }));

function open(fullBytes = 1_048_576) {
  const { log, setAside } = openAuditLog({ folder, key, clock, bootId: 'boot-1', randomBytes, fullBytes });
  return { log, setAside: setAside() };
}

/** So many acts, with the log's own first. */
function written(acts: number, fullBytes?: number): void {
  const { log } = open(fullBytes);
  for (let each = 1; each < acts; each += 1) act(log, each);
  log.close();
}

function act(log: AuditLog, each: number) {
  clock.advance(1_000);
  return log.append(minh, {
    act: 'site-file-saved',
    details: { version: `v${each}`, fields: each, applied: 'at-once' },
  });
}

function verify(): string {
  const verified = verifyAudit({ folder, key });
  if (verified.ok) return `whole ${verified.value.count}${verified.value.tornBytes > 0 ? ' torn' : ''}`;
  const { why, file, line } = verified.problem;
  return `${why} ${file}:${line}`;
}

const files = () => readdirSync(folder).filter((name) => name.startsWith('audit-'));
const fileAt = (at: number) => join(folder, files().at(at) ?? '');
const linesOf = (path: string) => readFileSync(path, 'utf8').split('\n').slice(0, -1);

test('every act is on disk with who, what and when, one line each, for the kiosk’s user alone', () => {
  const { log } = open();
  expect(act(log, 1).ok).toBe(true);
  const [begun, saved] = linesOf(fileAt(0)).map((line) => JSON.parse(line));
  expect(begun).toMatchObject({ n: 1, act: 'log-begun', by: null });
  expect(saved).toMatchObject({ n: 2, by: minh, act: 'site-file-saved', boot: 'boot-1', details: { version: 'v1' } });
  expect([statSync(fileAt(0)).mode & 0o777, statSync(folder).mode & 0o777]).toEqual([0o600, 0o700]);
  expect(log.latest(1)).toMatchObject([{ n: 2, by: minh, at: clock.now(), up: clock.monotonic() }]);
  expect(verify()).toBe('whole 2');
  log.close();
});

test('a field that has no place in an act, or a text that is no word, is a bug and is not written', () => {
  const { log } = open();
  const details: { deviceId: string; kind: string } = { deviceId: 'printer', kind: 'ticket-printer' };
  expect(() =>
    log.append(minh, { act: 'device-added', details: { ...details, patient: 'x' } as typeof details }),
  ).toThrow();
  for (const deviceId of ['', 'x'.repeat(65), 'Nguyễn Thị Bệnh Nhân', 'a\nb', '<b>'])
    expect(() => log.append(minh, { act: 'device-added', details: { ...details, deviceId } })).toThrow();
  expect(verify()).toBe('whole 1');
  log.close();
});

test('the chain goes on over files and restarts', () => {
  for (let start = 0; start < 4; start += 1) written(10, 1_500);
  const { count } = open(1_500).log.head();
  expect(files().length).toBeGreaterThan(5);
  expect([verify(), count]).toEqual([`whole ${count}`, 37]);
});

describe('whoever changes the log is found', () => {
  const why = (change: () => void): string => {
    rmSync(folder, { recursive: true, force: true });
    written(12, 1_500);
    change();
    return verify();
  };
  const edit = (path: string, to: (lines: string[]) => readonly string[]) =>
    writeFileSync(
      path,
      to(linesOf(path))
        .map((line) => `${line}\n`)
        .join(''),
    );

  test('in words', () => {
    const other = randomBytes(32);
    expect([
      why(() => edit(fileAt(0), ([a = '', b = '', ...more]) => [a, b.replace('"v1"', '"v9"'), ...more])),
      why(() => edit(fileAt(0), ([a = '', , ...more]) => [a, ...more])),
      why(() => edit(fileAt(0), ([a = '', b = '', c = '', ...more]) => [a, c, b, ...more])),
      why(() => edit(fileAt(0), ([a = '', b = '', ...more]) => [a, b.replace('{', '{ '), ...more])),
      why(() => edit(fileAt(0), (lines) => [...lines, lines[0] ?? ''])),
      why(() => edit(fileAt(-1), (lines) => lines.slice(0, -1))),
      why(() => rmSync(fileAt(-1))),
      why(() => rmSync(fileAt(0))),
      why(() => rmSync(fileAt(1))),
      why(() => rmSync(join(folder, 'head.json'))),
      why(() => writeFileSync(join(folder, 'head.json'), sealHead({ count: 5, hash: 'x' }, other), { mode: 0o600 })),
      why(() => chmodSync(fileAt(0), 0o644)),
    ]).toEqual([
      'wrong-hash audit-0000000001.jsonl:2',
      'wrong-number audit-0000000001.jsonl:2',
      'wrong-number audit-0000000001.jsonl:2',
      'not-as-written audit-0000000001.jsonl:2',
      expect.stringMatching(/^wrong-number audit-0000000001\.jsonl:\d+$/),
      expect.stringMatching(/^cut-off /),
      expect.stringMatching(/^cut-off /),
      expect.stringMatching(/^file-missing /),
      expect.stringMatching(/^file-missing /),
      'no-head head.json:0',
      'wrong-head head.json:0',
      'readable-by-others audit-0000000001.jsonl:0',
    ]);
  });

  test('also where the whole chain was written anew, or one entry added, without the key', () => {
    const forged = randomBytes(32);
    const whole = why(() => {
      let previous = chainStart;
      const lines = files()
        .flatMap((name) => linesOf(join(folder, name)))
        .map((line) => {
          const { hash: _hash, mac: _mac, ...entry } = JSON.parse(line);
          const sealed = sealLine({ ...entry, details: {} }, previous, forged);
          previous = sealed.hash;
          return sealed.line;
        });
      for (const name of files().slice(1)) rmSync(join(folder, name));
      edit(fileAt(0), () => lines);
      writeFileSync(join(folder, 'head.json'), sealHead({ count: lines.length, hash: previous }, forged));
    });
    const added = why(() => {
      const { hash, mac: _mac, ...last } = JSON.parse(linesOf(fileAt(-1)).at(-1) ?? '');
      appendFileSync(fileAt(-1), `${sealLine({ ...last, n: last.n + 1 }, hash, forged).line}\n`);
    });
    expect([whole, added]).toEqual(['wrong-mac audit-0000000001.jsonl:1', expect.stringMatching(/^wrong-mac /)]);
  });

  test('an older log is put back under the newer head, or an older head under the newer log', () => {
    written(5);
    const older = join(root, 'older');
    cpSync(folder, older, { recursive: true });
    written(5);
    const newer = join(root, 'newer');
    cpSync(folder, newer, { recursive: true });
    cpSync(join(older, 'audit-0000000001.jsonl'), fileAt(0));
    expect(verify()).toMatch(/^cut-off /);
    cpSync(newer, folder, { recursive: true });
    cpSync(join(older, 'head.json'), join(folder, 'head.json'));
    expect(verify()).toMatch(/^more-than-head /);
  });

  test('any byte, any line, any order, any end', () => {
    written(12, 1_500);
    const whole = join(root, 'whole');
    cpSync(folder, whole, { recursive: true });
    const names = files();
    const change = fc.oneof(
      fc.record({ do: fc.constant('flip' as const), at: fc.nat(), by: fc.integer({ min: 1, max: 255 }) }),
      fc.record({
        do: fc.constantFrom('drop' as const, 'repeat' as const, 'swap' as const, 'cut' as const),
        at: fc.nat(),
      }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...names), change, (name, how) => {
        const path = join(folder, name);
        const bytes = readFileSync(join(whole, name));
        const lines = linesOf(join(whole, name));
        const at = how.at % lines.length;
        const [line = ''] = lines.slice(at);
        const next = lines.length === 1 ? [] : lines.toSpliced(at, 1);
        const changed = {
          flip: () =>
            Buffer.from(
              bytes.map((byte, place) => (how.do === 'flip' && place === how.at % bytes.length ? byte ^ how.by : byte)),
            ),
          cut: () => bytes.subarray(0, how.at % bytes.length),
          drop: () => next.map((each) => `${each}\n`).join(''),
          repeat: () =>
            lines
              .toSpliced(at, 0, line)
              .map((each) => `${each}\n`)
              .join(''),
          swap: () => [...next, line].map((each) => `${each}\n`).join(''),
        }[how.do]();
        writeFileSync(path, changed);
        const isSame = Buffer.from(changed).equals(bytes);
        const found = verify();
        writeFileSync(path, bytes);
        expect(found.startsWith('whole')).toBe(isSame);
      }),
      { numRuns: 400 },
    );
    expect(verify()).toBe('whole 12');
  });
});

describe('a crash', () => {
  test('between an entry and the head leaves one entry, which counts', () => {
    written(5);
    const head = readFileSync(join(folder, 'head.json'));
    written(2);
    writeFileSync(join(folder, 'head.json'), head);
    expect(verify()).toBe('whole 6');
    const { log, setAside } = open();
    expect([setAside, log.head().count]).toEqual([undefined, 6]);
    act(log, 7);
    expect(verify()).toBe('whole 7');
  });

  test('within a line leaves a line that is taken out, and says so', () => {
    written(5);
    const line = Buffer.from(linesOf(fileAt(0)).at(-1) ?? '');
    for (const torn of [1, 40, line.length]) {
      appendFileSync(fileAt(0), line.subarray(0, torn));
      expect(verify()).toMatch(/^whole \d+ torn$/);
      const { log, setAside } = open();
      expect(setAside).toBeUndefined();
      expect(log.latest(1)).toMatchObject([{ act: 'log-mended', by: null, details: { bytes: torn } }]);
      log.close();
      expect(verify()).toMatch(/^whole \d+$/);
    }
  });

  test('between two files leaves an empty one, which is written on', () => {
    written(12, 1_500);
    const [last] = linesOf(fileAt(-1)).slice(-1);
    const { n } = JSON.parse(last ?? '');
    writeFileSync(join(folder, `audit-${String(n + 1).padStart(10, '0')}.jsonl`), '', { mode: 0o600 });
    expect(verify()).toBe('whole 12');
    written(3, 1_500);
    expect(verify()).toBe('whole 14');
  });

  test('before the very first head leaves a log', () => {
    written(1);
    rmSync(join(folder, 'head.json'));
    expect(open().setAside).toBeUndefined();
    expect(verify()).toBe('whole 1');
  });

  test('at any moment: whatever was said to be noted is there, and the log is whole', { timeout: 60_000 }, async () => {
    const program = fileURLToPath(new URL('./audit-writer.bench.ts', import.meta.url));
    let said = 0;
    for (let round = 0; round < 5; round += 1) {
      const child = spawn(process.execPath, [program, folder, key.toString('hex')], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const exited = once(child, 'exit');
      let heard = 0;
      for await (const line of createInterface({ input: child.stdout })) {
        said = Number(line);
        heard += 1;
        if (heard === 7 * round + 5) child.kill('SIGKILL');
      }
      expect((await exited)[1]).toBe('SIGKILL');
      const verified = verifyAudit({ folder, key });
      if (!verified.ok) throw new Error(JSON.stringify(verified.problem));
      expect(verified.value.count).toBeGreaterThanOrEqual(said);
    }
    const { setAside, log } = open(2_000);
    expect(setAside).toBeUndefined();
    log.close();
    expect(files().length).toBeGreaterThan(3);
  });
});

test('a log that does not prove itself is laid aside whole, and the new one begins by saying so', () => {
  written(5);
  const [first = ''] = linesOf(fileAt(0));
  writeFileSync(fileAt(0), `${first}\n`);
  const { log, setAside } = open();
  expect(setAside).toMatchObject({ why: 'cut-off' });
  const [aside = ''] = readdirSync(join(root, 'staff')).filter((name) => name !== 'audit');
  expect(log.latest(2)).toMatchObject([{ n: 1, act: 'log-set-aside', details: { why: 'cut-off', folder: aside } }]);
  expect(existsSync(join(root, 'staff', aside, 'head.json'))).toBe(true);
  expect(verify()).toBe('whole 1');
});

test('what the disk does not take is said, and later acts are noted again', () => {
  const { log } = open(1);
  // Each entry begins a file here; a folder stands where the next one should.
  const next = join(folder, 'audit-0000000002.jsonl');
  mkdirSync(next);
  expect(act(log, 1)).toMatchObject({ ok: false, problem: { kind: 'not-writable' } });
  rmSync(next, { recursive: true });
  expect(act(log, 1).ok).toBe(true);
  mkdirSync(join(folder, 'head.json.new'));
  // It stands, one before the head; the next has to wait.
  expect([act(log, 2).ok, act(log, 3).ok]).toEqual([true, false]);
  rmSync(join(folder, 'head.json.new'), { recursive: true });
  expect(act(log, 3).ok).toBe(true);
  expect(verify()).toBe('whole 4');
});

test('once it is closed nothing is noted and nothing closed again: another file has its number by then', () => {
  const { log } = open();
  log.close();
  const others = join(root, 'others');
  const other = openSync(others, 'a');
  expect(act(log, 1)).toEqual({ ok: false, problem: { kind: 'not-writable' } });
  log.close();
  expect([fstatSync(other).size, verify()]).toEqual([0, 'whole 1']);
  closeSync(other);
});
