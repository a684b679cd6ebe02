import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { CardProblem } from '../../contract/card-reader.ts';
import type { Identity, Sex } from '../../contract/identity.ts';
import { birthFromCard, birthFromZone, dayFromCard } from '../../identity-documents/card-dates.ts';
import { type CardText, readCardText } from '../../identity-documents/card-text.ts';
import { centuryIn, oldNumberFrom, remarksOnCitizenNumber } from '../../identity-documents/citizen-number.ts';
import { keepName, keepText, textWarnings } from '../../identity-documents/kept-text.ts';
import type { Zone } from '../../identity-documents/mrz.ts';
import { readDg1 } from './data-groups.ts';
import { readDg13, type VietnameseDetails } from './vietnamese-details.ts';

/**
 * Who the chip says somebody is, from whole files as they were read. Without DG13, or with one of a layout that is not known
 * here, the name is the zone's: capitals without marks. `damaged`: DG1 does not read, or DG13 names somebody else;
 * `not-supported`: no 12-digit number or another country's zone, so not a Vietnamese card.
 */
export function identityFromChip(dg1: Uint8Array, dg13: Uint8Array | undefined): Result<Identity, CardProblem> {
  const zone = readDg1(dg1);
  if (!zone.ok) return zone;
  if (zone.value.issuer !== vietnam) return problem({ kind: 'not-supported' });
  const details = dg13 && readDg13(dg13);
  const known = details?.ok ? details.value : undefined;
  const number = numberIn(zone.value, known);
  return typeof number === 'string' ? ok(identityOf(number, zone.value, known)) : problem(number);
}

/** ICAO 9303 part 3 §5. */
const vietnam = 'VNM';

/** Position 16–27 of the zone's first line (devices.md §5, SINGLE), and field 1 of DG13; where both are there they agree. */
function numberIn(
  { optionalData, documentNumber }: Zone,
  details: VietnameseDetails | undefined,
): string | CardProblem {
  const [inZone] = /^\d{12}/.exec(optionalData) ?? /^\d{12}$/.exec(documentNumber) ?? [];
  const [inDetails] = /^\d{12}$/.exec(details?.number?.text ?? '') ?? [];
  if (inZone !== undefined && inDetails !== undefined && inZone !== inDetails) return { kind: 'damaged' };
  return inZone ?? inDetails ?? { kind: 'not-supported' };
}

function identityOf(number: string, zone: Zone, details: VietnameseDetails | undefined): Identity {
  const fullName = keepName(details?.fullName ?? readCardText(new TextEncoder().encode(zone.name)));
  const address = keepText(details?.residence ?? nothing);
  const birth = birthFromCard(details?.birth?.text ?? '') ?? birthFromZone(zone.birth, centuryIn(number, zone.birth));
  const sex = sexFrom(details?.sex) ?? zone.sex;
  return {
    source: 'chip',
    fullName: fullName.text,
    birth,
    sex,
    address: address.text,
    document: {
      kind: 'citizen-card',
      number,
      oldNumber: oldNumberFrom(details?.oldNumber?.text ?? ''),
      issuedOn: dayFromCard(details?.issuedOn?.text ?? ''),
    },
    warnings: [...remarksOnCitizenNumber(number, sex, birth), ...textWarnings(fullName, address)],
  };
}

const nothing: CardText = { text: '', standing: 'intact' };

function sexFrom(text: CardText | undefined): Sex | undefined {
  const lower = text?.text.toLowerCase();
  if (lower === 'nam') return 'male';
  return lower === 'nữ' || lower === 'nu' ? 'female' : undefined;
}
