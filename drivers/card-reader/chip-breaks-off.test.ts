import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { machineClock } from '#config/agreements/machine-clock.ts';
import type { CardReader } from '../contract/card-reader.ts';
import { buildDg13, buildDg15 } from './emrtd/chip-files.simulator.ts';
import { chipFiles } from './emrtd/data-groups.ts';
import { createSyntheticCountry } from './emrtd/passive-authentication/synthetic-pki.simulator.ts';
import {
  createActiveKey,
  createSampleChip,
  sampleCan,
  sampleDetails,
  sampleFiles,
} from './emrtd/sample-chips.simulator.ts';
import type { SimulatedChip } from './emrtd/simulated-chip.simulator.ts';
import type { SimulatedChipSettings } from './emrtd/simulated-chip-settings.simulator.ts';
import { writeTlv } from './emrtd/tlv.ts';
import { createPcscEmrtdReader } from './pcsc-emrtd.ts';
import { createSimulatedPcsc } from './pcsc-readers.simulator.ts';

const dayMs = 86_400_000;
const country = createSyntheticCountry({
  algorithm: 'ecdsa-p256',
  validFrom: new Date(Date.now() - dayMs),
  validTo: new Date(Date.now() + dayMs),
});
const pace = { curve: 'p-256', suite: 'aes-128' } as const;
const agreement = { curve: 'p-256', suite: 'aes-128', privateKey: randomBytes(31) } as const;
const rsa = createActiveKey({ rsaBits: 2048 }, 'sha256');

let cscaDir = '';
let reader: CardReader | undefined;
beforeEach(async () => {
  cscaDir = await mkdtemp(join(tmpdir(), 'tiep-don-csca-'));
  await writeFile(join(cscaDir, 'country.cer'), country.csca);
});
afterEach(async () => {
  await reader?.close();
  await rm(cscaDir, { recursive: true });
});

type Changed = Partial<SimulatedChipSettings>;

/** What is read, by its CAN, of a card whose files this country signed; and how the card fared. */
async function readCard(
  changed: Changed,
  changeFiles: (files: Map<number, Uint8Array>) => void = () => {},
  onTheWay: (command: Uint8Array, chip: SimulatedChip) => Uint8Array = (command, chip) => chip.transmit(command),
) {
  const files = sampleFiles({ ...changed, pace });
  files.delete(chipFiles.common);
  changeFiles(files);
  const dataGroups = new Map([...files].map(([id, bytes]) => [id - chipFiles.dg1 + 1, bytes]));
  files.set(chipFiles.securityObject, country.signSecurityObject(dataGroups));
  const chip = createSampleChip({ ...changed, pace, files, tries: 3 });
  let openings = 0;
  const pcsc = createSimulatedPcsc();
  pcsc.lay({
    onPower() {
      openings += 1;
      chip.reset();
    },
    onApdu: async (command) => onTheWay(command, chip),
  });
  const world = { clock: machineClock, random: () => 0, randomBytes, spawnPcsc: pcsc.spawnPcsc };
  const opened = createPcscEmrtdReader({ id: 'cccd', reader: '*', cscaDir, ...world });
  reader = opened;
  await new Promise<void>((resolve) => opened.onCard(() => resolve()));
  const reading = await opened.read(sampleCan, { details: true, face: true });
  await opened.close();
  expect(chip.triesLeft()).toBe(3);
  if (!reading.ok) return { problem: reading.problem.kind, openings };
  const { identity, genuineness, face, unread } = reading.value;
  const { verdict } = genuineness;
  const why = verdict === 'genuine' ? genuineness.chip : genuineness.reason;
  return { name: identity.fullName, verdict, why, hasFace: face !== undefined, unread, openings };
}

const marked = { name: 'Nguyễn Văn A', hasFace: true, unread: [] };
const genuine = { ...marked, verdict: 'genuine', why: 'chip-authentication', openings: 1 };
const ofZone = { ...genuine, name: 'NGUYEN VAN A', unread: ['DG13'] };

test('a card with the usual habits is opened once', async () => {
  expect(await readCard({ chipAuthentication: agreement })).toEqual(genuine);
});

describe('a card that says no in the clear and forgets its session is opened again, at no cost of its tries', () => {
  test.each([
    ['for pieces of more than 192 bytes', { longestLe: 0xc0 }, 2],
    ['for SELECT with P2 0C', { selectP2: 0x04, selectP2WhenOpen: true }, 3],
  ] as const)('%s', async (_, habits, openings) => {
    const chipAuthentication = agreement;
    expect(await readCard({ chipAuthentication, habits: { ...habits, refusesInClear: true } })).toEqual({
      ...genuine,
      openings,
    });
  });

  test('for a command of extended length, and then proves nothing, but says who it is', async () => {
    expect(
      await readCard({ activeAuthentication: rsa, habits: { refusesExtended: true, refusesInClear: true } }),
    ).toEqual({
      ...marked,
      verdict: 'not-verified',
      why: 'chip-proof-not-offered',
      openings: 2,
    });
  });

  test('for the proof that its files offer', async () => {
    const offering = (files: Map<number, Uint8Array>) => files.set(chipFiles.dg15, buildDg15(rsa));
    expect(await readCard({ habits: { refusesInClear: true } }, offering)).toEqual({
      ...marked,
      verdict: 'not-verified',
      why: 'chip-proof-not-offered',
      openings: 1,
    });
  });
});

test('a reader that passes no long command on costs the proof and not the card', async () => {
  const isLong = (command: Uint8Array) => command.length > 5 && command[4] === 0;
  const wire = (command: Uint8Array, chip: SimulatedChip) =>
    isLong(command) ? new Uint8Array() : chip.transmit(command);
  expect(await readCard({ activeAuthentication: rsa }, undefined, wire)).toEqual({
    ...marked,
    verdict: 'not-verified',
    why: 'chip-proof-not-offered',
    openings: 2,
  });
});

describe('a file that cannot be read costs itself and not the card', () => {
  test('when the chip breaks off at it', async () => {
    const chipAuthentication = agreement;
    const breaking = (...breaksAt: number[]) => readCard({ chipAuthentication, habits: { breaksAt } });
    expect(await breaking(chipFiles.dg13)).toEqual({ ...ofZone, openings: 2 });
    expect(await breaking(chipFiles.dg2)).toEqual({ ...genuine, hasFace: false, unread: ['DG2'], openings: 2 });
    expect(await breaking(chipFiles.dg13, chipFiles.dg2)).toEqual({
      ...ofZone,
      hasFace: false,
      unread: ['DG13', 'DG2'],
      openings: 3,
    });
    expect(await breaking(chipFiles.dg14)).toEqual({
      ...marked,
      verdict: 'not-verified',
      why: 'chip-proof-not-offered',
      unread: ['DG14'],
      openings: 2,
    });
    expect(await breaking(chipFiles.dg1)).toEqual({ problem: 'damaged', openings: 1 });
  });

  test('when its layout is not known', async () => {
    const chipAuthentication = agreement;
    const read = (id: number, bytes: Uint8Array) => readCard({ chipAuthentication }, (files) => files.set(id, bytes));
    const versioned = writeTlv(
      0x6d,
      writeTlv(0x30, writeTlv(0x02, Uint8Array.of(0)), buildDg13(sampleDetails).slice(4)),
    );
    expect(await read(chipFiles.dg13, versioned)).toEqual(ofZone);
    expect(await read(chipFiles.dg13, writeTlv(0x6d, writeTlv(0x04, Uint8Array.of(1, 2, 3))))).toEqual(ofZone);
    expect(await read(chipFiles.dg13, writeTlv(0x30, writeTlv(0x31)))).toEqual(ofZone);
    // It says of itself that it is longer than any such file.
    expect(await read(chipFiles.dg13, Uint8Array.of(0x6d, 0x83, 0xff, 0xff, 0xff))).toEqual(ofZone);
    expect(await read(chipFiles.dg2, writeTlv(0x75, writeTlv(0x7f61)))).toEqual({
      ...genuine,
      hasFace: false,
      unread: ['DG2'],
    });
  });
});

test('a card that is laid in between is not opened with the key of the one before, on the same reader or on another', async () => {
  const places = ['Reader 00 00', 'Reader 00 01'] as const;
  const [firstPlace] = places;
  for (const place of places) {
    const files = sampleFiles({ pace });
    const chip = createSampleChip({ pace, files, habits: { breaksAt: [chipFiles.dg13] } });
    const other = createSampleChip({ pace, can: '222222', tries: 3 });
    const pcsc = createSimulatedPcsc(places);
    let isChanged = false;
    const laid = pcsc.lay({
      onPower: () => chip.reset(),
      async onApdu(command) {
        const response = chip.transmit(command);
        const isBrokenOff = command[0] === 0x0c && response.length === 2;
        if (!isBrokenOff || isChanged) return response;
        isChanged = true;
        if (place === firstPlace) laid.remove();
        pcsc.lay({ onPower: () => other.reset(), onApdu: async (each) => other.transmit(each) }, undefined, place);
        return response;
      },
    });
    const world = { clock: machineClock, random: () => 0, randomBytes, spawnPcsc: pcsc.spawnPcsc };
    const opened = createPcscEmrtdReader({ id: 'cccd', reader: '*', cscaDir, ...world });
    reader = opened;
    await new Promise<void>((resolve) => opened.onCard(() => resolve()));
    const reading = await opened.read(sampleCan, { details: true, face: false });
    await opened.close();
    expect([isChanged, reading, other.triesLeft()]).toEqual([true, { ok: false, problem: { kind: 'card-gone' } }, 3]);
  }
});
