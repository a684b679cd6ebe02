import type { BusinessDay } from '#config/agreements/ids.ts';
import { unreachable } from '#config/agreements/result.ts';
import type { BirthDate, Identity, IdentityDocument } from '#drivers/contract/identity.ts';
import type { PersonOnScreen, Remark } from '#kiosk/bridge/words.ts';
import type { Facts } from '#kiosk/facts/facts.ts';
import { type InsuredIdentity, insuranceOn, patientFromIdentities, validityOn } from '#kiosk/facts/patient.ts';
import { priorityOn } from '#kiosk/facts/priority.ts';
import type { Veil } from '#kiosk/flow/state.ts';

/** Who somebody is, as far as a screen in a lobby may show it (law 5); after a while only to whoever knows it. */
export function personOnScreen({ identities, today }: Facts, veil: Pick<Veil, 'hides'>): PersonOnScreen {
  const { fullName, birth } = patientFromIdentities(identities, today);
  return {
    fullName: fullName && (veil.hides ? veiledName(fullName) : fullName),
    birth: birth && birthText(birth),
    numbers: identities.flatMap(({ document }) => maskedNumber(document)),
  };
}

/** What the patient should know about their papers. */
export function remarksOn({ identities, today, hospital }: Facts): readonly Remark[] {
  const path = hospital.insuranceCheck?.path;
  const isChecked = path === 'insured' || path === 'insured-by-new-card';
  const insurance = insuranceOn(identities, today);
  const { fullName, birth } = patientFromIdentities(identities, today);
  const priority = priorityOn(birth, today);
  return [
    ...(isChecked ? [{ kind: 'insurance-checked' } as const] : insurance ? [insuranceRemark(insurance, today)] : []),
    ...(priority ? [{ kind: 'priority', ...priority } as const] : []),
    ...(!fullName && identities.some(bearsName) ? [{ kind: 'text-damaged' } as const] : []),
  ];
}

/** Whether its name would have been read, had it been readable. */
function bearsName({ source }: Identity): boolean {
  return source !== 'typed' && source !== 'phone-shown' && source !== 'patient-card';
}

function insuranceRemark(insured: InsuredIdentity, today: BusinessDay): Remark {
  const validity = validityOn(insured, today);
  const { document: card } = insured;
  switch (validity) {
    case 'valid':
      return { kind: 'insurance-valid', until: card.validTo && dateText(card.validTo) };
    case 'expired':
      return { kind: 'insurance-expired', on: dateText(card.validTo ?? '') };
    case 'not-yet-valid':
      return { kind: 'insurance-not-yet-valid', from: dateText(card.validFrom ?? '') };
    case 'not-known':
      return { kind: 'insurance-validity-not-readable' };
    default:
      return unreachable(validity);
  }
}

/** `Nguyễn Thị Ánh` → `N••• T••• Á•••`: its owner knows it, and nobody learns it. */
function veiledName(fullName: string): string {
  return fullName
    .normalize('NFC')
    .split(' ')
    .map((word) => `${Array.from(word)[0] ?? ''}•••`)
    .join(' ');
}

/** `027 •••• •• 123`: enough to recognise one's own card, too little to copy it from across the lobby. */
function maskedNumber(document: IdentityDocument): PersonOnScreen['numbers'] {
  if (document.kind === 'undocumented') return [];
  const { kind, number } = document;
  // Of a short one six characters would be nearly all.
  const shown = number.length < 9 ? 2 : 3;
  return [{ of: kind, masked: `${number.slice(0, shown)} •••• •• ${number.slice(-shown)}` }];
}

function birthText(birth: BirthDate): string {
  switch (birth.precision) {
    case 'day':
      return dateText(birth.date);
    case 'month':
      return dateText(birth.month);
    case 'year':
      return String(birth.year);
  }
}

/** `2026-12-31` → `31/12/2026`, `2026-12` → `12/2026`, the way dates stand on Vietnamese cards. */
function dateText(date: string): string {
  return date.split('-').toReversed().join('/');
}
