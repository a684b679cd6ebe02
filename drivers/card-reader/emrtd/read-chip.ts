import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { CardFiles, CardProblem, ChipReading } from '../../contract/card-reader.ts';
import { adaptToRefusal, type ChipHabits, createHabits } from './chip-habits.ts';
import { chipFiles } from './data-groups.ts';
import { faceFromDg2 } from './face-image.ts';
import { identityFromChip } from './identity-from-chip.ts';
import type { ChipProof, OpenChip } from './open-chip.ts';
import {
  authenticatePassively,
  genuineness,
  listedDataGroups,
  type Trust,
} from './passive-authentication/passive-authentication.ts';
import { readDg13 } from './vietnamese-details.ts';

/** Data groups by number and file. */
const fileOf = {
  2: chipFiles.dg2,
  13: chipFiles.dg13,
  14: chipFiles.dg14,
  15: chipFiles.dg15,
} as const;
type DataGroup = keyof typeof fileOf;

/** What was learned of a card while it was read, for the case that it has to be opened again. */
export interface ReadingPlan {
  readonly habits: ChipHabits;
  /** Files at which the chip broke off its session. */
  readonly leaveOut: Set<number>;
}

/** `again`: the chip broke off, the plan was changed, and the chip has to be opened anew. */
export type ReadingProblem = CardProblem | { readonly kind: 'again' };

/**
 * From an open chip to who it says somebody is, and whether it is to be believed. Which data groups are there is taken from
 * EF.SOD, which is signed, and not from EF.COM, which is not. DG1 comes first: what else does not read costs itself and no more.
 * The chip's own proof comes last; one that fails leaves a chip that is of no more use.
 *
 * However it ends, the files that were read and the keys of the session are overwritten. What JavaScript does not let us
 * overwrite is left to its garbage collector: strings, such as the name, and the numbers of the key agreement.
 */
export async function readChip(
  chip: OpenChip,
  wanted: CardFiles,
  trust: Trust,
  plan: ReadingPlan = { habits: createHabits(), leaveOut: new Set() },
): Promise<Result<ChipReading, ReadingProblem>> {
  const files: Uint8Array[] = [];
  const readFile: OpenChip['readFile'] = async (fileId) => {
    const read = await chip.readFile(fileId);
    if (read.ok) files.push(read.value);
    return read;
  };
  try {
    return await readFiles({ ...chip, readFile }, wanted, trust, plan);
  } finally {
    for (const file of files) file.fill(0);
    chip.overwrite();
  }
}

async function readFiles(
  chip: OpenChip,
  wanted: CardFiles,
  trust: Trust,
  plan: ReadingPlan,
): Promise<Result<ChipReading, ReadingProblem>> {
  const securityObject = await readBeside(chip, chipFiles.securityObject, plan);
  if (!securityObject.ok) return securityObject;
  const read = await readDataGroups(chip, { wanted, plan, securityObject: securityObject.value.bytes });
  if (!read.ok) return read;

  const { dataGroups, unread } = read.value;
  const dg1 = dataGroups.get(1);
  // An eMRTD without its machine-readable zone is none.
  if (!dg1) return problem({ kind: 'not-supported' });
  const identity = identityFromChip(dg1, dataGroups.get(13));
  if (!identity.ok) return identity;
  const proof = await proveChip(chip, dataGroups, plan);
  if (!proof.ok) return proof;

  const passive = authenticatePassively(
    { securityObject: securityObject.value.bytes, dataGroups, cardAccess: chip.cardAccess },
    trust,
  );
  const [dg2, dg13] = [dataGroups.get(2), dataGroups.get(13)];
  const face = dg2 && faceFromDg2(dg2);
  return ok({
    identity: identity.value,
    genuineness: genuineness(passive, proof.value),
    // Without a face that reads the person is still known.
    face: face?.ok ? face.value : undefined,
    access: chip.access,
    unread: [
      ...(securityObject.value.isUnread ? ['EF.SOD'] : []),
      ...unread.map((number) => `DG${number}`),
      // Came whole and do not read all the same: their layout is not known here.
      ...(dg13 && !readDg13(dg13).ok ? ['DG13'] : []),
      ...(face && !face.ok ? ['DG2'] : []),
    ],
  });
}

interface FileQuestion {
  readonly wanted: CardFiles;
  readonly plan: ReadingPlan;
  readonly securityObject: Uint8Array | undefined;
}

interface DataGroupsRead {
  readonly dataGroups: ReadonlyMap<number, Uint8Array>;
  /** Numbers of those that are there and do not read. */
  readonly unread: readonly number[];
}

async function readDataGroups(
  chip: OpenChip,
  { wanted: { details, face }, plan, securityObject }: FileQuestion,
): Promise<Result<DataGroupsRead, ReadingProblem>> {
  const listed = securityObject ? listedDataGroups(securityObject) : new Set<number>();
  const wanted: readonly DataGroup[] = [14, 15, ...(details ? ([13] as const) : []), ...(face ? ([2] as const) : [])];
  const dg1 = await optional(chip.readFile(chipFiles.dg1));
  if (!dg1.ok) return adaptToRefusal(plan.habits) ? problem({ kind: 'again' }) : dg1;
  const dataGroups = new Map<number, Uint8Array>(dg1.value ? [[1, dg1.value]] : []);
  const unread: number[] = [];
  for (const number of wanted) {
    if (listed.size > 0 && !listed.has(number)) continue;
    const read = await readBeside(chip, fileOf[number], plan);
    if (!read.ok) return read;
    if (read.value.bytes) dataGroups.set(number, read.value.bytes);
    if (read.value.isUnread) unread.push(number);
  }
  return ok({ dataGroups, unread });
}

interface FileBeside {
  readonly bytes: Uint8Array | undefined;
  readonly isUnread: boolean;
}

/** A file without which the person is still known. One that breaks the session off is left out the next time. */
async function readBeside(
  chip: OpenChip,
  fileId: number,
  { habits, leaveOut }: ReadingPlan,
): Promise<Result<FileBeside, ReadingProblem>> {
  if (leaveOut.has(fileId)) return ok({ bytes: undefined, isUnread: true });
  const read = await optional(chip.readFile(fileId));
  if (read.ok) return ok({ bytes: read.value, isUnread: false });
  if (read.problem.kind !== 'damaged') return read;
  if (!chip.isBroken()) return ok({ bytes: undefined, isUnread: true });
  if (!adaptToRefusal(habits)) leaveOut.add(fileId);
  return problem({ kind: 'again' });
}

/** A chip that breaks off instead of proving itself has refused. */
async function proveChip(
  chip: OpenChip,
  dataGroups: ReadonlyMap<number, Uint8Array>,
  { habits }: ReadingPlan,
): Promise<Result<ChipProof, ReadingProblem>> {
  const proof = await chip.authenticateChip({ dg14: dataGroups.get(14), dg15: dataGroups.get(15) });
  if (proof.ok || proof.problem.kind !== 'damaged') return proof;
  return adaptToRefusal(habits) ? problem({ kind: 'again' }) : ok({ result: 'refused' });
}

/** A file that the chip does not have, or keeps to itself, is not there. */
async function optional(
  reading: Promise<Result<Uint8Array, CardProblem>>,
): Promise<Result<Uint8Array | undefined, CardProblem>> {
  const read = await reading;
  return !read.ok && read.problem.kind === 'not-supported' ? ok(undefined) : read;
}
