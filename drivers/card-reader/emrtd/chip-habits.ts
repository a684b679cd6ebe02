import { ok, type Result } from '#config/agreements/result.ts';
import type { CardProblem } from '../../contract/card-reader.ts';
import type { ChipChannel, CommandApdu, ResponseApdu } from './apdu.ts';
import { bytesFromNumber } from './bytes.ts';
import type { RefusedInClear } from './secure-messaging.ts';

/**
 * How one chip wants to be talked to. Chips of the same standard refuse what others ask for (gmrtd#108, #410,
 * NFCPassportReader#29), so what it refuses is asked for in another way, and the way is kept for as long as the card is read.
 * None of this touches the key: what shows the chip a key is sent once.
 */
export interface ChipHabits {
  /** What SELECT asks for in return: nothing (`0C`), all about the file (`00`), or its control parameters (`04`). */
  selectP2: SelectForm;
  /** The same under secure messaging, where it differs. */
  protectedSelectP2: SelectForm | undefined;
  /** The most bytes that are asked for at once. */
  longestPiece: number;
  /** Commands and replies of more than 256 bytes. */
  takesExtended: boolean;
  /** What ended the last session, where the chip said so in the clear. */
  refused: RefusedInClear | undefined;
}

const selectForms = [0x0c, 0x00, 0x04] as const;
type SelectForm = (typeof selectForms)[number];

/**
 * The largest piece whose protected reply still fits a short APDU with either cipher: 223 bytes are padded to 224, and
 * DO87, DO99 and DO8E add 18.
 */
const pieceLengths = [0xdf, 0xc0, 0x80, 0x40, 0x10] as const;
/** A chip that gives less at once would hold the patient up for minutes. */
const leastPiece = 0x10;

export function createHabits(): ChipHabits {
  return {
    selectP2: selectForms[0],
    protectedSelectP2: undefined,
    longestPiece: pieceLengths[0],
    takesExtended: true,
    refused: undefined,
  };
}

/** Wrong length, wrong or unknown P1 and P2, wrong data. */
const refusedForms: ReadonlySet<number> = new Set([0x6700, 0x6a80, 0x6a81, 0x6a86, 0x6a87, 0x6b00]);

/** A status word that is about how something was asked, not about what was asked for. */
export function isAboutTheForm(status: number): boolean {
  return refusedForms.has(status);
}

export interface Selection {
  /** `04` an application, `02` a file of the current one, `00` the master file. */
  readonly p1: number;
  readonly data: Uint8Array;
}

/** SELECT, in the forms that chips take; the status word says what became of it. */
export async function select(
  channel: ChipChannel,
  selection: Selection,
  habits: ChipHabits,
): Promise<Result<ResponseApdu, CardProblem>> {
  const usual = channel.isProtected ? (habits.protectedSelectP2 ?? habits.selectP2) : habits.selectP2;
  const forms = [usual, ...selectForms.filter((form) => form !== usual)];
  let first: ResponseApdu | undefined;
  for (const p2 of forms) {
    const reply = await channel.send(selectCommand(selection, p2));
    if (!reply.ok) return reply;
    first ??= reply.value;
    if (isAboutTheForm(reply.value.status)) continue;
    habits[channel.isProtected ? 'protectedSelectP2' : 'selectP2'] = p2;
    return reply;
  }
  return ok(first ?? { data: new Uint8Array(), status: 0x6f00 });
}

function selectCommand({ p1, data }: Selection, p2: number): CommandApdu {
  return { cla: 0x00, ins: 0xa4, p1, p2, data, ...(p2 === 0x0c ? {} : { le: 256 }) };
}

export function fileSelection(fileId: number): Selection {
  return { p1: 0x02, data: bytesFromNumber(fileId, 2) };
}

/** About the file itself, so that asking for less changes nothing: no right to it, no such file, nothing selected. */
const aboutTheFile: ReadonlySet<number> = new Set([0x6982, 0x6985, 0x6986, 0x6a82, 0x6a83, 0x6a88]);

/** After READ BINARY of `length` bytes was refused: asks for less from now on. `false`: there is nothing less to ask for. */
export function askForLess(habits: ChipHabits, status: number, length: number): boolean {
  if (aboutTheFile.has(status)) return false;
  const told = status >> 8 === 0x6c ? status & 0xff : 0;
  const less = told >= leastPiece && told < length ? told : pieceLengths.find((each) => each < length);
  if (less === undefined) return false;
  habits.longestPiece = less;
  return true;
}

/** Whether the chip, opened again, can be asked in another form for what it refused; then it will be. */
export function adaptToRefusal(habits: ChipHabits): boolean {
  const { refused } = habits;
  habits.refused = undefined;
  if (!refused) return false;
  const { command, status } = refused;
  switch (command.ins) {
    case 0xa4: {
      const next = selectForms.find((_, at) => selectForms[at - 1] === command.p2);
      if (!isAboutTheForm(status) || next === undefined) return false;
      habits.protectedSelectP2 = next;
      return true;
    }
    case 0xb0:
    case 0xb1:
      return askForLess(habits, status, Math.min(command.le ?? 0, habits.longestPiece));
    case 0x88: {
      const wasExtended = isAboutTheForm(status) && habits.takesExtended && (command.le ?? 0) > 256;
      if (wasExtended) habits.takesExtended = false;
      return wasExtended;
    }
    default:
      return false;
  }
}
