import { unreachable } from '#config/agreements/result.ts';
import type { AppointmentSlip, Identity, IdentityDocument, ScannedDocument } from '#drivers/contract/identity.ts';
import { maskName } from '../ticket/ticket-content.ts';

export function maskScanned(scanned: ScannedDocument): Record<string, unknown> {
  return scanned.source === 'qr-appointment' ? maskSlip(scanned) : maskIdentity(scanned);
}

/** An appointment stands for a person, and some hospitals number them in order: nothing of it is told but its length. */
function maskSlip({ source, document }: AppointmentSlip): Record<string, unknown> {
  const appointmentId = '•'.repeat(document.appointmentId.length);
  return { source, document: { ...document, appointmentId }, masked: true };
}

/**
 * Enough to see that a card was read well, not enough to know whose it is: the initials and the given name as on a
 * ticket, the year of birth, the last two digits of a number, how long the address is.
 */
export function maskIdentity(identity: Identity): Record<string, unknown> {
  const { source, fullName, birth, sex, address, document, warnings } = identity;
  return {
    source,
    fullName: fullName && maskName(fullName),
    birth: birth && { precision: 'year', year: birth.precision === 'year' ? birth.year : yearOf(birth) },
    sex,
    address: address && `(${address.length} characters)`,
    document: maskDocument(document),
    warnings,
    masked: true,
  };
}

function yearOf(birth: { readonly date: string } | { readonly month: string }): number {
  return Number(('date' in birth ? birth.date : birth.month).slice(0, 4));
}

function maskDocument(document: IdentityDocument): Record<string, unknown> {
  switch (document.kind) {
    case 'citizen-card': {
      const { kind, number, oldNumber, issuedOn } = document;
      return { kind, number: maskNumber(number), oldNumber: oldNumber && maskNumber(oldNumber), issuedOn };
    }
    case 'undocumented':
      return { kind: document.kind, phone: document.phone && maskNumber(document.phone) };
    case 'insurance-card':
    case 'old-identity-card':
    case 'passport':
    case 'patient-code':
      return { ...document, number: maskNumber(document.number) };
    default:
      return unreachable(document);
  }
}

/** `••••••••••01`. */
export function maskNumber(number: string): string {
  return number.slice(-2).padStart(number.length, '•');
}
