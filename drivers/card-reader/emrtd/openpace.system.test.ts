import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, test } from 'vitest';
import { ok } from '#config/agreements/result.ts';
import type { CardAccess, CardConnection } from '../../contract/card-reader.ts';
import { buildCardAccess, buildDg1 } from './chip-files.simulator.ts';
import { chipFiles } from './data-groups.ts';
import { openChip } from './open-chip.ts';
import { createSampleChip, sampleCan, sampleMrz, sampleZone, seededBytes } from './sample-chips.simulator.ts';

/** Reader and simulated chip, each against Debian's OpenPACE, so that the two do not share one misunderstanding. */

const python = '/usr/bin/python3';
const installed = spawnSync(python, ['-c', 'import ctypes; ctypes.CDLL("libeac.so.3")']).status === 0;
const skipped = !installed && process.env.CI === undefined;
if (skipped) {
  process.stderr.write('Skipped openpace: Debian package libeac3 is not installed (apt-get install libeac3).\n');
}

const running: ChildProcess[] = [];
afterAll(() => {
  for (const child of running) child.kill();
});

const curves = ['p-256', 'brainpool-p256r1', 'brainpool-p384r1'] as const;
const suites = ['3des', 'aes-128', 'aes-192', 'aes-256'] as const;
const accesses = [sampleCan, sampleMrz] as const;
type Pace = Parameters<typeof buildCardAccess>[0];

const dg1 = buildDg1(sampleZone);
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex').toUpperCase();
const bytes = (line: string) => Uint8Array.from(Buffer.from(line, 'hex'));

/** OpenPACE takes the password of the MRZ from the whole zone. */
function startPeer(role: 'chip' | 'terminal', pace: Pace, access: CardAccess) {
  const password = access.kind === 'can' ? access.can : sampleZone;
  const program = fileURLToPath(new URL('./openpace-peer.py', import.meta.url));
  const words = [program, role, hex(buildCardAccess(pace)), access.kind, password, hex(dg1)];
  const child = spawn(python, words, { stdio: ['pipe', 'pipe', 'inherit'] });
  running.push(child);
  // It may end before it has read.
  child.stdin.on('error', () => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    say: (message: Uint8Array) => child.stdin.write(`${hex(message)}\n`),
    hear: async () => String((await lines.next()).value),
    stop: () => child.stdin.end(),
  };
}

describe.each(curves)('over %s', (curve) => {
  const cases = suites.flatMap((suite) => accesses.map((access) => [suite, access] as const));

  test.skipIf(skipped).each(cases)(
    'the reader opens the chip of OpenPACE with %s and reads from it',
    async (suite, access) => {
      const peer = startPeer('chip', { curve, suite }, access);
      const opened = await openChip(connectTo(peer), access, seededBytes(1));
      assert.ok(opened.ok, JSON.stringify(opened));
      assert.equal(opened.value.access, 'pace');
      assert.deepEqual(await opened.value.readFile(chipFiles.dg1), { ok: true, value: dg1 });
      assert.deepEqual(await opened.value.readFile(chipFiles.dg13), { ok: false, problem: { kind: 'not-supported' } });
      assert.equal((await opened.value.readFile(chipFiles.dg1)).ok, true);
      peer.stop();
    },
  );

  test.skipIf(skipped).each(cases)(
    'the terminal of OpenPACE opens the simulated chip with %s and reads from it',
    async (suite, access) => {
      const peer = startPeer('terminal', { curve, suite }, access);
      const chip = createSampleChip({ pace: { curve, suite } });
      for (let line = await peer.hear(); ; line = await peer.hear()) {
        if (line.startsWith('read ')) {
          assert.equal(line, `read ${hex(dg1)}`);
          break;
        }
        assert.match(line, /^([0-9A-F]{2})+$/);
        peer.say(chip.transmit(bytes(line)));
      }
    },
  );
});

test.skipIf(skipped)('the chip of OpenPACE refuses a wrong CAN, and the reader says so', async () => {
  const peer = startPeer('chip', { curve: 'p-256', suite: 'aes-128' }, sampleCan);
  const opened = await openChip(connectTo(peer), { kind: 'can', can: '000002' }, seededBytes(1));
  assert.deepEqual(opened, { ok: false, problem: { kind: 'wrong-access-key' } });
  peer.stop();
});

function connectTo(peer: ReturnType<typeof startPeer>): CardConnection {
  return {
    async transmit(command) {
      peer.say(command);
      return ok(bytes(await peer.hear()));
    },
  };
}
