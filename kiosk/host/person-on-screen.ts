import type { BusinessDay } from '#config/agreements/ids.ts';
import { unreachable } from '#config/agreements/result.ts';
import type { BirthDate, Identity, IdentityDocument } from '#drivers/contract/identity.ts';
import type { PersonOnScreen, Remark } from '#kiosk/bridge/words.ts';
import { citizenCardEndsOn } from '#kiosk/facts/citizen-card-validity.ts';
import type { Facts } from '#kiosk/facts/facts.ts';
import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import { maskedDigits, veiledName } from '#kiosk/facts/masked.ts';
import { differs, hasNewCard, isRegisteredElsewhere } from '#kiosk/facts/outcomes.ts';
import { type InsuredIdentity, insuranceOn, patientFromIdentities, validityOn } from '#kiosk/facts/patient.ts';
import { priorityOn } from '#kiosk/facts/priority.ts';
import type { Veil } from '#kiosk/flow/state.ts';
import { isTold } from '#kiosk/flow/told.ts';

/** Who somebody is, as far as a screen in a lobby may show it (law 5); after a while only to whoever knows it. */
export function personOnScreen({ identities, today, hospital }: Facts, veil: Pick<Veil, 'hides'>): PersonOnScreen {
  const { fullName, birth, saidPhone } = patientFromIdentities(identities, today);
  return {
    fullName: fullName ? (veil.hides ? veiledName(fullName) : fullName) : hospital.veiledName,
    birth: birth && birthText(birth),
    numbers: identities.flatMap(({ document }) => maskedNumber(document)),
    ...(saidPhone === undefined ? {} : { phone: `••• ••• ${saidPhone.slice(-3)}` }),
    ...(identities.every(isTold) ? { isTold: true } : {}),
  };
}

/** What the patient should know about their papers. */
export function remarksOn(facts: Facts, settings: FlowSettings): readonly Remark[] {
  const { identities, today } = facts;
  const { fullName, birth } = patientFromIdentities(identities, today);
  const priority = priorityOn(birth, today);
  return [
    ...insuranceRemarks(facts, settings),
    ...(facts.hospital.namesAnother ? [{ kind: 'hospital-knows-another' } as const] : []),
    ...cardEnds(facts),
    ...(priority ? [{ kind: 'priority', ...priority } as const] : []),
    ...(!fullName && identities.some(bearsName) ? [{ kind: 'text-damaged' } as const] : []),
  ];
}

/** The hospital's word where it has answered, else the card's own. */
function insuranceRemarks(facts: Facts, settings: FlowSettings): readonly Remark[] {
  const { identities, today, hospital } = facts;
  const insurance = insuranceOn(identities, today);
  const byCard: readonly Remark[] = insurance ? [insuranceRemark(insurance, today)] : [];
  const elsewhere: readonly Remark[] = isRegisteredElsewhere(settings, facts) ? [{ kind: 'other-facility' }] : [];
  const path = hospital.insuranceCheck?.path;
  switch (path) {
    case 'insured':
    case 'insured-by-new-card':
      return [hasNewCard(facts) ? { kind: 'new-card-issued' } : { kind: 'insurance-checked' }, ...elsewhere];
    case 'expired':
      return byCard[0]?.kind === 'insurance-expired' ? byCard : [{ kind: 'insurance-expired', on: undefined }];
    case 'see-desk':
    case 'scan-again':
    case 'insured-show-papers': {
      const what = differs(facts);
      return [{ kind: what ? `${what}-does-not-match` : 'insurance-to-check' }];
    }
    case 'not-verified':
    case undefined:
      return [...byCard, ...elsewhere];
    default:
      return unreachable(path);
  }
}

/** The law's last day of a citizen card, and what a passport says of its own. */
function cardEnds({ identities, today }: Facts): readonly Remark[] {
  const { birth } = patientFromIdentities(identities, today);
  return identities.flatMap(({ document }): readonly Remark[] => {
    const on =
      document.kind === 'citizen-card'
        ? citizenCardEndsOn(birth, document)
        : document.kind === 'passport'
          ? document.expiresOn
          : undefined;
    if (on === undefined || on >= today) return [];
    return [{ kind: document.kind === 'passport' ? 'passport-expired' : 'citizen-card-expired', on: dateText(on) }];
  });
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

function maskedNumber(document: IdentityDocument): PersonOnScreen['numbers'] {
  return document.kind === 'undocumented' ? [] : [{ of: document.kind, masked: maskedDigits(document.number) }];
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
