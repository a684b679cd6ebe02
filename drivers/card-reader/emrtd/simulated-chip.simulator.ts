import { bytesFromNumber, concat, numberFromBytes, sameBytes } from './bytes.ts';
import { type AccessReply, answerBac, choosePace, type PaceRun } from './chip-access.simulator.ts';
import { buildCardAccess } from './chip-files.simulator.ts';
import { answerAgreement, answerChallenge, answerKeyAgreement, isAgreementChosen } from './chip-proof.simulator.ts';
import { type ChipCommand, type ChipReply, type ChipSession, parseCommand } from './chip-session.simulator.ts';
import type { SimulatedChipSettings } from './simulated-chip-settings.simulator.ts';
import { writeTlv } from './tlv.ts';

/**
 * A card on the bench: APDUs in, APDUs out, strict about every byte. It has its own side of each protocol and shares with
 * the reader only what stands against published vectors: ciphers, MACs, key derivation, TLV, curves.
 */
export interface SimulatedChip {
  transmit(command: Uint8Array): Uint8Array;
  /** Power off and on: secure messaging and selection are gone, the CAN's tries stay used. */
  reset(): void;
  /** Wrong CANs that are left before the chip blocks. */
  triesLeft(): number;
}

/** What power-off forgets. */
interface ChipState {
  readonly application: boolean;
  readonly file: Uint8Array | undefined;
  readonly session: ChipSession | undefined;
  readonly isOpen: boolean;
  readonly pace: PaceRun | undefined;
  readonly challenge: Uint8Array | undefined;
  readonly isAgreementChosen: boolean;
}

const poweredOn: ChipState = {
  application: false,
  file: undefined,
  session: undefined,
  isOpen: false,
  pace: undefined,
  challenge: undefined,
  isAgreementChosen: false,
};

const eMrtd = Uint8Array.of(0xa0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01);
const cardAccessId = 0x011c;

export function createSimulatedChip(settings: SimulatedChipSettings): SimulatedChip {
  const { pace, files, randomBytes, chipAuthentication, activeAuthentication } = settings;
  const mostTries = settings.tries ?? 10;
  const masterFiles = new Map(pace ? [[cardAccessId, buildCardAccess(pace)]] : []);
  const { habits = {} } = settings;
  const brokenFiles = (habits.breaksAt ?? []).map((id) => files.get(id));
  let tries = mostTries;
  let state = poweredOn;

  return {
    transmit(bytes) {
      const command = parseCommand(bytes);
      if (!command || (command.isExtended && habits.refusesExtended)) return refuseLength();
      return (command.cla & 0x0c) === 0x0c ? answerProtected(command) : answerPlain(command);
    },
    reset() {
      state = poweredOn;
    },
    triesLeft: () => tries,
  };

  function refuseLength(): Uint8Array {
    state = { ...state, session: undefined, isOpen: false, file: undefined };
    return bytesFromNumber(0x6700, 2);
  }

  /** A command in the clear ends secure messaging (ICAO 9303 part 11 §9.8.2). */
  function answerPlain(command: ChipCommand): Uint8Array {
    if (state.session) state = { ...state, session: undefined, isOpen: false, file: undefined };
    const { status, data = new Uint8Array(), session } = answer(command);
    if (session) state = { ...state, session, isOpen: true };
    return concat(data, bytesFromNumber(status, 2));
  }

  function answerProtected(command: ChipCommand): Uint8Array {
    const { session } = state;
    const opened = session?.open(command);
    if (!session || !opened) {
      state = { ...state, session: undefined, isOpen: false, file: undefined };
      return bytesFromNumber(session ? 0x6988 : 0x6882, 2);
    }
    const reply = answer(opened);
    const isKept = state.file !== undefined && brokenFiles.includes(state.file);
    const isRefusal = reply.status !== 0x9000 && reply.status !== 0x6282;
    if (isKept || (isRefusal && habits.refusesInClear)) {
      state = { ...state, session: undefined, isOpen: false, file: undefined };
      return bytesFromNumber(isKept ? 0x6f00 : reply.status, 2);
    }
    const longestReply = command.isExtended ? 65_536 : 256;
    const fits = session.protectedLength(reply) <= longestReply;
    const bytes = session.protect(fits ? reply : { status: 0x6700 }, opened);
    if (fits && reply.session) state = { ...state, session: reply.session };
    return bytes;
  }

  function answer(command: ChipCommand): AccessReply {
    const { pace: run } = state;
    // A run of PACE is GENERAL AUTHENTICATE and nothing else until it ends.
    if (command.ins !== 0x86 && run) state = { ...state, pace: undefined };
    switch (command.ins) {
      case 0xa4:
        return select(command);
      case 0xb0:
      case 0xb1:
        return readBinary(command);
      case 0x22:
        return setSecurityEnvironment(command);
      case 0x86:
        return run ? continuePace(command, run) : agreeWithTerminal(command);
      case 0x84:
        return giveChallenge();
      case 0x82:
        return authenticateMutually(command);
      case 0x88:
        if (!state.isOpen || !activeAuthentication) return { status: 0x6985 };
        return answerChallenge(command, activeAuthentication, randomBytes);
      default:
        return { status: 0x6d00 };
    }
  }

  function select({ p1, p2, data }: ChipCommand): ChipReply {
    if (p2 !== selectP2()) return { status: 0x6a86 };
    if (p1 === 0x00) return selectMaster();
    if (p1 === 0x04) {
      if (!sameBytes(data, eMrtd)) return { status: 0x6a82 };
      state = { ...state, application: true, file: undefined };
      return { status: 0x9000 };
    }
    if (p1 !== 0x02 || data.length !== 2) return { status: 0x6a86 };
    const id = Number(numberFromBytes(data));
    const file = state.application ? files.get(id) : masterFiles.get(id);
    if (!file) return { status: 0x6a82 };
    if (state.application && !state.isOpen && !settings.isOpenToAll) return { status: 0x6982 };
    state = { ...state, file };
    return { status: 0x9000 };
  }

  function selectP2(): number {
    const { selectP2: wanted = 0x0c, selectP2WhenOpen = false } = habits;
    return selectP2WhenOpen && !state.isOpen ? 0x0c : wanted;
  }

  function selectMaster(): ChipReply {
    if (settings.refusesSelectMf ?? true) return { status: 0x6d00 };
    state = { ...state, application: false, file: undefined };
    return { status: 0x9000 };
  }

  function readBinary({ ins, p1, p2, data, le }: ChipCommand): ChipReply {
    const { file } = state;
    if (!file) return { status: 0x6986 };
    const isFar = ins === 0xb1;
    const { longestLe = 65_536, namesLength = false } = habits;
    if (le !== undefined && le > longestLe) return { status: namesLength ? 0x6c00 + longestLe : 0x6700 };
    if (le === undefined || (!isFar && p1 > 0x7f)) return { status: 0x6b00 };
    if (isFar && (data[0] !== 0x54 || data[1] !== data.length - 2)) return { status: 0x6a80 };
    const offset = isFar ? Number(numberFromBytes(data.subarray(2))) : p1 * 256 + p2;
    if (offset >= file.length) return { status: 0x6b00 };
    // In DO53 the header counts as well.
    const room = isFar ? le - (le - 2 > 0x7f ? 3 : 2) : le;
    const piece = file.subarray(offset, offset + room);
    return { status: piece.length < room ? 0x6282 : 0x9000, data: isFar ? writeTlv(0x53, piece) : piece };
  }

  function setSecurityEnvironment(command: ChipCommand): AccessReply {
    const purpose = command.p1 * 256 + command.p2;
    if (purpose === 0xc1a4 && pace) {
      const run = choosePace(command, { pace, settings });
      if (!run) return { status: 0x6a80 };
      if (run.password === 'can' && tries === 0) return { status: 0x6983 };
      state = { ...state, pace: run };
      return { status: 0x9000 };
    }
    if (!state.isOpen || !chipAuthentication) return { status: 0x6a88 };
    if (purpose === 0x41a6) return answerKeyAgreement(command, chipAuthentication);
    if (purpose !== 0x41a4 || !isAgreementChosen(command, chipAuthentication)) return { status: 0x6a80 };
    state = { ...state, isAgreementChosen: true };
    return { status: 0x9000 };
  }

  function continuePace(command: ChipCommand, run: PaceRun): AccessReply {
    const reply = run.answer(command);
    if (reply.status !== 0x9000 || reply.session) state = { ...state, pace: undefined };
    if (run.password !== 'can') return reply;
    if (reply.session) tries = mostTries;
    if (!reply.isWrong) return reply;
    tries -= 1;
    return { status: 0x63c0 + Math.min(tries, 15) };
  }

  function agreeWithTerminal(command: ChipCommand): AccessReply {
    if (!chipAuthentication || !state.isAgreementChosen) return { status: 0x6985 };
    state = { ...state, isAgreementChosen: false };
    return answerAgreement(command, chipAuthentication);
  }

  function giveChallenge(): ChipReply {
    if (!settings.bac || !state.application) return { status: 0x6985 };
    state = { ...state, challenge: randomBytes(8) };
    return { status: 0x9000, data: state.challenge ?? new Uint8Array() };
  }

  function authenticateMutually(command: ChipCommand): AccessReply {
    const { challenge } = state;
    state = { ...state, challenge: undefined };
    if (!settings.bac || !challenge) return { status: 0x6985 };
    return answerBac(command, challenge, settings, randomBytes);
  }
}
