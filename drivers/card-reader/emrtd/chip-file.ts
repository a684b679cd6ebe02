import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { CardProblem } from '../../contract/card-reader.ts';
import type { ChipChannel, CommandApdu } from './apdu.ts';
import { bytesFromNumber, concat } from './bytes.ts';
import { askForLess, type ChipHabits, createHabits, fileSelection, select } from './chip-habits.ts';
import { chipFiles } from './data-groups.ts';
import { readTlv, readTlvHeader } from './tlv.ts';

/** What DO53 adds to a piece of that length. */
const farHeaderLength = 3;

/** Longest file in bytes. A chip that claims more is not read. */
const longestFiles: ReadonlyMap<number, number> = new Map([
  [chipFiles.cardAccess, 4096],
  [chipFiles.common, 1024],
  [chipFiles.dg1, 1024],
  [chipFiles.dg2, 65_536],
]);
const longestOtherFile = 32_768;

/** Selects a file in the current application and reads it whole: its own length field says how long it is. */
export async function readChipFile(
  channel: ChipChannel,
  fileId: number,
  habits: ChipHabits = createHabits(),
): Promise<Result<Uint8Array, CardProblem>> {
  const selected = await select(channel, fileSelection(fileId), habits);
  if (!selected.ok) return selected;
  if (selected.value.status !== 0x9000) return problem({ kind: 'not-supported' });

  const reader = { channel, habits };
  const start = await readPiece(reader, 0, 4);
  if (!start.ok) return start;
  const header = readTlvHeader(start.value);
  const length = header && header.headerLength + header.valueLength;
  if (length === undefined || length > (longestFiles.get(fileId) ?? longestOtherFile)) {
    return problem({ kind: 'damaged' });
  }
  return readTo(reader, start.value, length);
}

interface FileReader {
  readonly channel: ChipChannel;
  readonly habits: ChipHabits;
}

async function readTo(reader: FileReader, start: Uint8Array, length: number): Promise<Result<Uint8Array, CardProblem>> {
  const file = new Uint8Array(length);
  file.set(start.subarray(0, length));
  start.fill(0);
  let filled = Math.min(start.length, length);
  // Chips may answer with less than was asked for, but one that trickles would hold the patient up for minutes.
  const mostPieces = 16 + Math.ceil(length / Math.min(32, reader.habits.longestPiece - farHeaderLength));
  for (let piece = 0; filled < length; piece++) {
    const next = await readPiece(reader, filled, length - filled);
    if (!next.ok || piece >= mostPieces) {
      file.fill(0);
      return next.ok ? problem({ kind: 'damaged' }) : next;
    }
    file.set(next.value, filled);
    filled += next.value.length;
    next.value.fill(0);
  }
  return ok(file);
}

/** One byte at least, `wanted` at most. `6282` is the end of the file; its data are good. */
async function readPiece(
  { channel, habits }: FileReader,
  offset: number,
  wanted: number,
): Promise<Result<Uint8Array, CardProblem>> {
  const isFar = offset > 0x7fff;
  for (;;) {
    const length = Math.min(wanted, habits.longestPiece - (isFar ? farHeaderLength : 0));
    const reply = await channel.send(isFar ? readFar(offset, length) : readNear(offset, length));
    if (!reply.ok) return reply;
    const { status, data } = reply.value;
    if (status === 0x6982) return problem({ kind: 'not-supported' });
    if (status === 0x9000 || status === 0x6282) {
      const piece = isFar ? readTlv(data) : { tag: 0x53, value: data };
      const isPiece = piece?.tag === 0x53 && piece.value.length > 0 && piece.value.length <= length;
      if (isPiece) return ok(piece.value);
      data.fill(0);
      return problem({ kind: 'damaged' });
    }
    // Each time less, so that this ends.
    if (!askForLess(habits, status, length)) return problem({ kind: 'damaged' });
  }
}

function readNear(offset: number, length: number): CommandApdu {
  return { cla: 0x00, ins: 0xb0, p1: offset >> 8, p2: offset & 0xff, le: length };
}

/** Beyond 32 767 the offset no longer fits P1 and P2: odd instruction, offset in DO54, data in DO53 (ICAO 9303 part 10). */
function readFar(offset: number, length: number): CommandApdu {
  const data = concat(Uint8Array.of(0x54, 0x02), bytesFromNumber(offset, 2));
  const headerLength = length > 0x7f ? farHeaderLength : farHeaderLength - 1;
  return { cla: 0x00, ins: 0xb1, p1: 0, p2: 0, data, le: length + headerLength };
}
