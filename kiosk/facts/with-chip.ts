import type { ChipVerdict } from '#backend-client/contract/patient.ts';
import { foldText } from '#config/agreements/vietnamese-text.ts';
import type { BirthDate, Identity, IdentityDocument } from '#drivers/contract/identity.ts';

/**
 * One person from a scanned card and its chip. A genuine chip speaks for the card; one that could not be verified is worth
 * as much as the QR, which is not signed either, so it only mends: what is missing or lost its marks.
 */
export function identityWithChip(scanned: Identity, chip: Identity, verdict: ChipVerdict): Identity {
  const isTrusted = verdict === 'genuine';
  const fullName = betterText(scanned.fullName, chip.fullName, isTrusted);
  const address = betterText(scanned.address, chip.address, isTrusted);
  const isWhole = fullName !== undefined && address !== undefined;
  return {
    source: 'chip',
    fullName,
    birth: betterBirth(scanned.birth, chip.birth, isTrusted),
    sex: chip.sex !== 'unknown' && (isTrusted || scanned.sex === 'unknown') ? chip.sex : scanned.sex,
    address,
    document: fullerDocument(scanned.document, chip.document),
    warnings: isWhole ? scanned.warnings.filter((each) => each !== 'text-damaged') : scanned.warnings,
  };
}

/**
 * Without its details file a chip has only the zone's letters: capitals without marks, cut off after thirty. So a text
 * without marks is never better than one with them, nor than one that says something else.
 */
function betterText(scanned: string | undefined, chip: string | undefined, isTrusted: boolean): string | undefined {
  if (scanned === undefined || chip === undefined) return scanned ?? chip;
  if (!hasMarks(chip)) return scanned;
  if (isTrusted) return chip;
  return foldText(chip) === foldText(scanned) && !hasMarks(scanned) ? chip : scanned;
}

function hasMarks(text: string): boolean {
  return /\p{Mn}|[đĐ]/u.test(text.normalize('NFD'));
}

function fullerDocument(scanned: IdentityDocument, chip: IdentityDocument): IdentityDocument {
  if (scanned.kind !== 'citizen-card' || chip.kind !== 'citizen-card') return scanned;
  const { oldNumber, issuedOn } = chip;
  return { ...scanned, oldNumber: scanned.oldNumber ?? oldNumber, issuedOn: scanned.issuedOn ?? issuedOn };
}

const precisions = { day: 2, month: 1, year: 0 } as const;

function betterBirth(
  scanned: BirthDate | undefined,
  chip: BirthDate | undefined,
  isTrusted: boolean,
): BirthDate | undefined {
  if (!scanned || !chip) return scanned ?? chip;
  const more = precisions[chip.precision] - precisions[scanned.precision];
  return more > 0 || (more === 0 && isTrusted) ? chip : scanned;
}
