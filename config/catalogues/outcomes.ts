/**
 * What may come out about somebody's papers, insurance and appointment, by name. None of them withholds a number (law 1): the patient
 * reads what to do next, and staff find one line on the ticket where they must act.
 */

/**
 * Why the patient passes by the desk before the room, the weightiest first.
 *
 * - `document-of-another`: somebody else has shown the same number today. Who, is said to nobody.
 * - `hospital-knows-another`: the hospital's record under this number has another name, birth date or sex.
 * - `has-eaten`: the service wants patients fasting.
 * - `referral-expired`: signed too long ago for most letters, and not one for a year.
 * - `name-does-not-match`, `birth-does-not-match`: the social insurance knows another one for this card.
 * - `insurance-to-check`: the answer about the card asks for a person.
 * - `insurance-expired`: the card is over, or begins later.
 */
export const deskReasons = [
  'no-papers',
  'name-not-readable',
  'chip-does-not-match',
  'document-of-another',
  'hospital-knows-another',
  'help-choosing',
  'has-eaten',
  'referral-expired',
  'name-does-not-match',
  'birth-does-not-match',
  'insurance-to-check',
  'insurance-expired',
] as const;

export type DeskReason = (typeof deskReasons)[number];

/**
 * What a patient with a number should know on the way to the room. Times are `hh:mm`.
 *
 * - `appointment-early`, `appointment-late`: outside the window of the site file; the hospital hears of the arrival all the same.
 * - `insurance-not-checked`: nobody has answered in time, or the answer says nothing about the card.
 * - `new-card-issued`: this card still did; the new one is to be brought from now on.
 * - `other-facility`: the card is registered elsewhere (MA_DKBD); what that costs is said at the desk.
 */
export type TicketRemark =
  | { readonly kind: 'appointment-early'; readonly at: string }
  | { readonly kind: 'appointment-late'; readonly at: string }
  | { readonly kind: 'insurance-not-checked' }
  | { readonly kind: 'new-card-issued' }
  | { readonly kind: 'other-facility' };
