import { expect, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { ok } from '#config/agreements/result.ts';
import type { Scan } from '../contract/barcode-scanner.ts';
import * as framing from '../framing/terminated-codes.ts';
import { type CodeFraming, cutCodes, heldBytes, noCode } from '../framing/terminated-codes.ts';
import { encodeCccd } from '../identity-documents/encode-cards.simulator.ts';
import { readDocument, standingOf } from '../identity-documents/read-document.ts';
import { sampleCccd } from '../identity-documents/sample-cards.bench.ts';
import type { HidPosGathering } from './hid-pos-reports.ts';
import * as reports from './hid-pos-reports.ts';
import { createKeyboardScanner } from './keyboard-scanner.ts';
import { createPushOnlyScanner, longestPauseInCodeMs } from './push-only-scanner.ts';

const card = encodeCccd(sampleCccd);
const isOverwritten = (bytes: Uint8Array) => bytes.length > 0 && bytes.every((byte) => byte === 0);

/** A scanner on a line, and every buffer that its driver made of what came. */
async function listenTo<Gathered>(
  parts: Pick<Parameters<typeof createPushOnlyScanner<Gathered>>[0], 'nothing' | 'gather' | 'held' | 'overwriteEnded'>,
  piecesOf: (gathered: Gathered) => readonly Uint8Array[],
) {
  const clock = createHandCrankedClock();
  const made = new Set<Uint8Array>();
  const scans: Scan[] = [];
  let send = (_: Uint8Array): void => {};
  const scanner = createPushOnlyScanner<Gathered>({
    ...{ id: 'scanner', clock, random: () => 0 },
    ...parts,
    gather(gathered, bytes) {
      const step = parts.gather(gathered, bytes);
      for (const piece of piecesOf(step.gathered)) made.add(piece);
      for (const code of step.codes) if (code.kind === 'code') made.add(code.bytes);
      return step;
    },
    recognise(code) {
      made.add(code);
      return standingOf(code);
    },
    open: async () =>
      ok({
        onData(listener) {
          send = listener;
          return () => {};
        },
        write: async () => ok('taken' as const),
        onLost: () => () => {},
        close: async () => {},
      }),
  });
  scanner.onScan((scan) => {
    scans.push(scan.kind === 'code' ? { ...scan, bytes: scan.bytes.slice() } : scan);
    // As a host does, which has read it.
    if (scan.kind === 'code') scan.bytes.fill(0);
  });
  await new Promise((resolve) => setImmediate(resolve));
  return { clock, made, scans, send: (bytes: Uint8Array) => send(bytes), close: scanner.close };
}

function heldIn(framing: CodeFraming): readonly Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let held = framing.at === 'code' ? framing.held : undefined; held; held = held.before) pieces.push(held.bytes);
  return pieces;
}

function dataIn(gathering: HidPosGathering): readonly Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let held = gathering.at === 'code' ? gathering.held : undefined; held; held = held.before)
    pieces.push(held.data);
  return pieces;
}

const serial = () =>
  listenTo(
    {
      nothing: noCode,
      gather(before: CodeFraming, bytes) {
        const step = cutCodes(before, bytes);
        return { gathered: step.framing, codes: step.scans };
      },
      held: heldBytes,
      overwriteEnded: framing.overwriteEnded,
    },
    heldIn,
  );

test('a card that comes in pieces is read whole, and no piece of it is left in the driver', async () => {
  const { send, scans, made, close } = await serial();
  for (const byte of [...card, 0x0d]) send(Uint8Array.of(byte));
  expect(scans).toEqual([{ kind: 'code', bytes: card }]);
  expect([made.size > card.length, [...made].every(isOverwritten)]).toEqual([true, true]);
  await close();
});

test('half a card that the scanner never ended is not left lying in the driver', async () => {
  const { send, scans, made, clock, close } = await serial();
  send(card.subarray(0, 30));
  send(card.subarray(30, 60));
  expect([...made].some(isOverwritten)).toBe(false);
  clock.advance(longestPauseInCodeMs);
  expect(scans).toEqual([{ kind: 'unfinished' }]);
  expect([made.size > 2, [...made].every(isOverwritten)]).toEqual([true, true]);
  await close();
});

test('reports of a card leave nothing in the driver either', async () => {
  const { send, scans, made, close } = await listenTo(
    {
      nothing: reports.noReports,
      gather(before: HidPosGathering, bytes) {
        const step = reports.gatherReport(before, bytes, 'honeywell');
        return { gathered: step.gathering, codes: step.codes };
      },
      held: reports.heldData,
      overwriteEnded: reports.overwriteEndedReports,
    },
    dataIn,
  );
  for (let at = 0; at < card.length; at += 56) {
    const data = card.subarray(at, at + 56);
    const report = new Uint8Array(64);
    report.set([0x02, data.length, ...(at === 0 ? [0x5d, 0x51, 0x31] : [0, 0, 0]), ...data]);
    report[63] = at + 56 < card.length ? 1 : 0;
    send(report);
  }
  expect(scans).toEqual([{ kind: 'code', bytes: card }]);
  expect([made.size > 2, [...made].every(isOverwritten)]).toEqual([true, true]);
  await close();
});

test('of a card that a keyboard scanner types no bytes are left but those that were handed over', () => {
  const made = new Set<Uint8Array>();
  const scanner = createKeyboardScanner({
    id: 'keys',
    clock: createHandCrankedClock(),
    recognise(code) {
      made.add(code);
      return standingOf(code);
    },
  });
  const scans: Scan[] = [];
  scanner.onScan((scan) => scans.push(scan));
  scanner.type(`]Q1${new TextDecoder().decode(card)}`);
  expect(scans.map((scan) => scan.kind === 'code' && readDocument(scan.bytes).ok)).toEqual([true]);
  expect([made.size > 0, [...made].every(isOverwritten)]).toEqual([true, true]);
});
