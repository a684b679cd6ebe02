import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { CardFiles, CardProblem, ChipReading } from '../contract/card-reader.ts';
import { chipFiles } from './emrtd/data-groups.ts';
import { faceFromDg2 } from './emrtd/face-image.ts';
import { identityFromChip } from './emrtd/identity-from-chip.ts';
import type { OpenChip } from './emrtd/open-chip.ts';
import { authenticatePassively, genuineness, listedDataGroups, type Trust } from './passive-authentication.ts';

/** Data groups by number and file. */
const fileOf = {
  1: chipFiles.dg1,
  2: chipFiles.dg2,
  13: chipFiles.dg13,
  14: chipFiles.dg14,
  15: chipFiles.dg15,
} as const;
type DataGroup = keyof typeof fileOf;

/**
 * From an open chip to who it says somebody is, and whether it is to be believed. Which data groups are there is taken from
 * EF.SOD, which is signed, and not from EF.COM, which is not. The chip's own proof comes last: one that fails leaves a chip that
 * is of no more use.
 */
export async function readChip(
  chip: OpenChip,
  wanted: CardFiles,
  trust: Trust,
): Promise<Result<ChipReading, CardProblem>> {
  const securityObject = await optional(chip.readFile(chipFiles.securityObject));
  if (!securityObject.ok) return securityObject;
  const read = await readDataGroups(chip, wanted, securityObject.value);
  if (!read.ok) return read;

  const dataGroups = read.value;
  const dg1 = dataGroups.get(1);
  // An eMRTD without its machine-readable zone is none.
  if (!dg1) return problem({ kind: 'not-supported' });
  const identity = identityFromChip(dg1, dataGroups.get(13));
  if (!identity.ok) return identity;
  const proof = await chip.authenticateChip({ dg14: dataGroups.get(14), dg15: dataGroups.get(15) });
  if (!proof.ok) return proof;

  const passive = authenticatePassively(
    { securityObject: securityObject.value, dataGroups, cardAccess: chip.cardAccess },
    trust,
  );
  return ok({
    identity: identity.value,
    genuineness: genuineness(passive, proof.value),
    face: faceFrom(dataGroups.get(2)),
    access: chip.access,
  });
}

async function readDataGroups(
  chip: OpenChip,
  { details, face }: CardFiles,
  securityObject: Uint8Array | undefined,
): Promise<Result<ReadonlyMap<number, Uint8Array>, CardProblem>> {
  const listed = securityObject ? listedDataGroups(securityObject) : new Set<number>();
  const wanted: readonly DataGroup[] = [
    14,
    15,
    1,
    ...(details ? ([13] as const) : []),
    ...(face ? ([2] as const) : []),
  ];
  const dataGroups = new Map<number, Uint8Array>();
  for (const number of wanted) {
    if (listed.size > 0 && !listed.has(number) && number !== 1) continue;
    const read = await optional(chip.readFile(fileOf[number]));
    if (!read.ok) return read;
    if (read.value) dataGroups.set(number, read.value);
  }
  return ok(dataGroups);
}

/** A file that the chip does not have, or keeps to itself, is not there. */
async function optional(
  reading: Promise<Result<Uint8Array, CardProblem>>,
): Promise<Result<Uint8Array | undefined, CardProblem>> {
  const read = await reading;
  return !read.ok && read.problem.kind === 'not-supported' ? ok(undefined) : read;
}

/** Without a face that reads the person is still known. */
function faceFrom(dg2: Uint8Array | undefined): Uint8Array | undefined {
  const face = dg2 && faceFromDg2(dg2);
  return face?.ok ? face.value : undefined;
}
