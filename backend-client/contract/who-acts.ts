import type { DeliveryReason } from './delivery.ts';

/**
 * Whose turn it is when a message was refused or may have arrived.
 *
 * - `his`: the hospital's system does not take what we send; its team compares it with the integration guide.
 * - `technician`: address, certificate, credentials, this disk: something between the two.
 * - `desk`: somebody looks whether the hospital has it, and enters it by hand when not.
 */
export type WhoActs = 'his' | 'technician' | 'desk';

const byReason: Readonly<Record<DeliveryReason | 'unreadable', WhoActs>> = {
  'not-connected': 'technician',
  'no-answer': 'desk',
  'line-broke': 'desk',
  'answer-not-understood': 'his',
  'probe-unanswered': 'his',
  'hospital-error-ae': 'his',
  'hospital-reject-ar': 'his',
  'commit-error-ce': 'his',
  'commit-reject-cr': 'his',
  'hl7-content-refused': 'his',
  'hl7-message-unsupported': 'technician',
  'hl7-version-unsupported': 'technician',
  'hl7-record-locked': 'his',
  'hl7-internal-error': 'his',
  stopped: 'desk',
  'tls-refused': 'technician',
  'http-unauthorized': 'technician',
  'http-not-found': 'technician',
  'http-content-refused': 'his',
  'http-conflict-409': 'his',
  'http-precondition-412': 'his',
  'http-too-many-429': 'his',
  'http-server-error-5xx': 'his',
  unreadable: 'desk',
};

/** A reason that this version does not know is for the technician. */
export function whoActs(reason: string): WhoActs {
  return Object.hasOwn(byReason, reason) ? byReason[reason as keyof typeof byReason] : 'technician';
}
