import { once } from 'node:events';
import { DelimiterParser } from 'serialport';
import { tm2657Shape } from '#drivers/blood-pressure/and-tm2657/and-tm2657-protocol.ts';
import type { Scan } from '#drivers/contract/barcode-scanner.ts';
import { cutFrames, noBytes } from '#drivers/framing/frames.ts';
import { type CodeFraming, cutCodes, noCode } from '#drivers/framing/terminated-codes.ts';
import { syntheticCards } from '#drivers/identity-documents/synthetic-cards.simulator.ts';
import { contest, type Rounds } from './contest.ts';
import { megabytesPerSecond, type Section } from './table.ts';

/** What a serial port gives in one read, at most. */
const readBytes = 64;

/** A stream of cards ended by CR, in reads of 64 bytes, cut into codes; beside serialport's own parser of such streams. */
export async function benchFraming(rounds: Rounds): Promise<Section> {
  const stream = streamOfCards();
  const chunks = chunksOf(stream.bytes, readBytes);
  const records = chunksOf(recordsOfTm2657(), readBytes);
  const found = await Promise.all([cutByUs(chunks), cutByParser(chunks)]);
  if (cutRecords(records) !== 32 * 40) throw new Error('Frames of the TM-2657 are missing');
  if (found.some((count) => count !== stream.cards))
    throw new Error(`Codes found: ${found.join(', ')} of ${stream.cards}`);
  const [ours, theirs, frames] = await contest(
    [
      { name: 'ours: terminated-codes', run: (times) => again(times, () => cutByUs(chunks)) },
      { name: 'serialport 13 DelimiterParser', run: (times) => again(times, () => cutByParser(chunks)) },
      { name: 'ours: frames of a TM-2657, each byte checked', run: (times) => again(times, () => cutRecords(records)) },
    ],
    rounds,
  );
  const speedOf = (perSecond: number | undefined, bytes = stream.bytes.length) =>
    ((perSecond ?? Number.NaN) * bytes) / 1e6;
  return {
    title: `codes and frames cut out of a line, in reads of ${readBytes} bytes`,
    rows: [
      { what: ours?.name ?? '', speed: megabytesPerSecond(speedOf(ours?.perSecond)) },
      {
        what: theirs?.name ?? '',
        speed: megabytesPerSecond(speedOf(theirs?.perSecond)),
        ratio: speedOf(ours?.perSecond) / speedOf(theirs?.perSecond),
      },
      {
        what: frames?.name ?? '',
        speed: megabytesPerSecond(speedOf(frames?.perSecond, records.length * readBytes)),
      },
    ],
  };
}

function streamOfCards(): { readonly bytes: Uint8Array; readonly cards: number } {
  const cards = syntheticCards(2026).filter(
    ({ bytes }) => bytes.length < 1_000 && !/[\r\n]/.test(Buffer.from(bytes).toString()),
  );
  const codes = Array.from({ length: 40 }, () =>
    cards.map(({ bytes }) => Buffer.concat([bytes, Buffer.from('\r')])),
  ).flat();
  return { bytes: Buffer.concat(codes), cards: codes.length };
}

function chunksOf(bytes: Uint8Array, size: number): readonly Uint8Array[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.subarray(at * size, (at + 1) * size));
}

function cutByUs(chunks: readonly Uint8Array[]): number {
  let framing: CodeFraming = noCode;
  let found = 0;
  for (const chunk of chunks) {
    const step: { readonly framing: CodeFraming; readonly scans: readonly Scan[] } = cutCodes(framing, chunk);
    framing = step.framing;
    found += step.scans.length;
  }
  return found;
}

const tm2657Fields =
  'TM2657 2411121014 RA M E00 S127 M_97 D_76 P_78 I00 L232 p173 i_0 m0 r0 t_35 cN l__ d h_____ s_____ w______ f______ e______ b_____ ';

/** The frame of a TM-2657 many times over. */
function recordsOfTm2657(): Uint8Array {
  const text = tm2657Fields.replaceAll(' ', '\x1e').replaceAll('_', ' ');
  const frame = Buffer.from(`\x16\x16\x0100\x02${text}\x03J`, 'latin1');
  return Buffer.concat(Array.from({ length: 32 * 40 }, () => frame));
}

function cutRecords(chunks: readonly Uint8Array[]): number {
  let rest = noBytes;
  let found = 0;
  for (const chunk of chunks) {
    const cut = cutFrames(tm2657Shape, rest, chunk);
    rest = cut.rest;
    found += cut.frames.length;
  }
  return found;
}

async function cutByParser(chunks: readonly Uint8Array[]): Promise<number> {
  const parser = new DelimiterParser({ delimiter: '\r' });
  let found = 0;
  parser.on('data', () => {
    found += 1;
  });
  for (const chunk of chunks) {
    if (!parser.write(chunk)) await once(parser, 'drain');
  }
  parser.end();
  await once(parser, 'end');
  return found;
}

async function again(times: number, work: () => number | Promise<number>): Promise<number> {
  let sum = 0;
  for (let count = 0; count < times; count++) sum += await work();
  return sum;
}
