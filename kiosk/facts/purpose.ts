import type { VisitPurpose } from '#backend-client/contract/visit.ts';
import { appointmentOf } from './appointment.ts';
import type { Choice, Facts } from './facts.ts';
import type { FlowSettings } from './flow-settings.ts';
import { insuranceOn, validityOn } from './patient.ts';

/** What the patient said, else what is certain without asking; `undefined`: nobody knows. */
export function purposeOf(settings: FlowSettings, facts: Facts): VisitPurpose | undefined {
  return facts.purpose ?? certainPurpose(settings, facts);
}

/** How the visit is paid is all that these say. */
const waysToPay: readonly string[] = ['examination', 'insured', 'self-paid', 'unsure'];

/**
 * A slip and a chosen appointment say why somebody comes. An insurance card that counts today says it only where nothing but the way to
 * pay is asked: whoever shows one may well come for results.
 */
function certainPurpose({ checkIn: { purposes } }: FlowSettings, facts: Facts): VisitPurpose | undefined {
  const { identities, today } = facts;
  const appointment = appointmentOf(facts);
  if (appointment) return appointment.kind === 'follow-up-slip' ? 'follow-up' : 'examination';
  if (purposes.length === 1) return purposes[0];
  const insurance = insuranceOn(identities, today);
  const isInsured = insurance !== undefined && validityOn(insurance, today) === 'valid';
  const asksPayOnly = purposes.includes('insured') && purposes.every((each) => waysToPay.includes(each));
  return isInsured && asksPayOnly ? 'insured' : undefined;
}

/**
 * The patient's word, else the service of the appointment that the patient chose or whose slip was scanned, where the kiosk has it, else where their purpose leads.
 * An appointment counts whether or not its service is open: the hospital gave it.
 */
export function choiceOf(settings: FlowSettings, facts: Facts): Choice | undefined {
  if (facts.choice) return facts.choice;
  const appointment = appointmentOf(facts);
  // A slip that the hospital does not know says nothing of a clinic.
  if (appointment === undefined || isUntold(facts)) return choiceOfPurpose(settings, facts);
  const { serviceHisCode } = appointment;
  const serviceCode = serviceHisCode === undefined ? undefined : settings.serviceByHisCode.get(serviceHisCode);
  return serviceCode === undefined ? undefined : choice(serviceCode, 'chosen');
}

function isUntold({ appointment, slip, hospital }: Facts): boolean {
  const isChosen = appointment !== undefined && appointment !== 'none';
  return !isChosen && !hospital.appointments.some(({ appointmentId }) => appointmentId === slip);
}

/** Where a purpose leads that needs no clinic; where that takes nobody now, the desk gives a number (law 1). */
function choiceOfPurpose(settings: FlowSettings, facts: Facts): Choice | undefined {
  const purpose = purposeOf(settings, facts);
  const { helpChoosingCode, serviceFor } = settings;
  const desk = helpChoosingCode === undefined ? undefined : choice(helpChoosingCode, 'help-choosing');
  if (purpose === 'unsure') return desk;
  const alone = (['results', 'vitals'] as const).find((each) => each === purpose);
  if (alone === undefined) return undefined;
  const serviceCode = serviceFor.get(alone);
  return serviceCode === undefined || facts.notOpen?.has(serviceCode) ? desk : choice(serviceCode, 'chosen');
}

function choice(serviceCode: string, how: Choice['how']): Choice {
  return { serviceCode, how };
}
