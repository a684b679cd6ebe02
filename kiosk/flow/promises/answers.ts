import type { Appointment } from '#backend-client/contract/appointment.ts';
import type { StoredVisit } from '#backend-client/contract/visit.ts';
import type { VisitId } from '#config/agreements/ids.ts';
import type { FlowEffect } from '../effects.ts';
import type { FlowEvent } from '../events.ts';
import { type DeviceReading, measuringPhases } from '../measuring-state.ts';
import { anhChip, contactKnown, elsewhere, followUp, insured, reading, storedVisit } from '../synthetic.ts';

/** What store, printer, hospital, chip and monitor of a random walk say to the flow's effects. */

export type How = 'good' | 'empty' | 'unknown' | 'bad';

export const hows: readonly How[] = ['good', 'good', 'good', 'empty', 'unknown', 'bad'];

const answered = [
  'ask-hospital',
  'store-visit',
  'change-service',
  'give-up',
  'print-ticket',
  'read-chip',
  'take-temperature',
  'start-measuring',
  'store-reading',
  'print-reading',
  'call-for-crisis',
  'probe-store',
] as const satisfies readonly FlowEffect['do'][];
export type Answered = Extract<FlowEffect, { readonly do: (typeof answered)[number] }>;

export function isAnswered(effect: FlowEffect): effect is Answered {
  return answered.some((each) => each === effect.do);
}

/** A reader and a monitor say how far they are before they say how it ended. */
export function isLastWord({ type }: FlowEvent): boolean {
  return type !== 'chip-reading' && type !== 'measuring-progressed' && type !== 'temperature-measuring';
}

const particulars = { ethnicity: '01', occupation: 'retired', address: 'Thôn Đoài, Yên Phong, Bắc Ninh' };
const appointments: readonly Appointment[] = [followUp, elsewhere];

/** What the world says to an effect. `fresh` makes each visit another one. */
export function answerFrom(effect: Answered, how: How, fresh: number): FlowEvent {
  switch (effect.do) {
    case 'ask-hospital': {
      const nothing = { contact: undefined, appointments: [], insuranceCheck: undefined };
      const all = { contact: contactKnown, appointments, insuranceCheck: insured, particulars };
      const answers = how === 'good' ? all : how === 'unknown' ? { ...nothing, contact: contactKnown } : nothing;
      return { type: 'hospital-answered', sessionId: effect.sessionId, question: effect.question, answers };
    }
    case 'store-visit': {
      const { sessionId, serviceCode } = effect.request;
      if (how === 'bad') return { type: 'visit-not-stored', sessionId };
      // The desk always takes somebody, and so does whoever has given an appointment.
      const canBeFull = serviceCode !== 'tiep-don' && effect.request.appointment === undefined;
      if (how === 'empty' && canBeFull && fresh % 3 === 0) return { type: 'service-full', sessionId };
      const found = how === 'unknown';
      return { type: 'visit-stored', sessionId, visit: visitOf(serviceCode, fresh, found), found };
    }
    case 'change-service': {
      const { sessionId, serviceCode, visitId } = effect;
      if (how === 'bad' || how === 'empty') return { type: 'service-not-changed', sessionId };
      return { type: 'service-changed', sessionId, visit: { ...visitOf(serviceCode, fresh, false), visitId } };
    }
    case 'give-up':
      return { type: how === 'bad' ? 'number-not-given-up' : 'number-given-up', sessionId: effect.sessionId };
    case 'print-ticket': {
      const { sessionId } = effect;
      if (how === 'good') return { type: 'ticket-printed', sessionId };
      return { type: 'ticket-not-printed', sessionId, paper: how === 'unknown' ? 'unknown' : 'untouched' };
    }
    case 'read-chip': {
      const { sessionId, attempt } = effect;
      if (how === 'empty') return { type: 'chip-reading', sessionId, attempt };
      if (how === 'good') return { type: 'chip-read', sessionId, attempt, identity: anhChip, verdict: 'genuine' };
      return { type: 'chip-not-read', sessionId, attempt, why: how === 'bad' ? 'wrong-access-key' : 'card-gone' };
    }
    case 'take-temperature': {
      const { sessionId, attempt } = effect;
      if (how === 'empty') return { type: 'temperature-measuring', sessionId, attempt };
      if (how === 'bad') return { type: 'temperature-not-measured', sessionId, attempt, isGone: fresh % 2 === 0 };
      return { type: 'temperature-measured', sessionId, attempt, celsius: how === 'good' ? 36.6 : 38.4 };
    }
    case 'start-measuring': {
      const { sessionId, attempt, deviceId } = effect;
      const whose = { sessionId, attempt, deviceId };
      if (how === 'good') return { type: 'reading-taken', ...whose, reading: readingOf(effect) };
      if (how === 'empty') {
        const phase = measuringPhases[fresh % 4] ?? 'measuring';
        return { type: 'measuring-progressed', ...whose, phase, cuffMmHg: undefined };
      }
      return { type: 'nothing-taken', ...whose, advice: how === 'bad' ? 'call-staff' : 'sit-still' };
    }
    case 'store-reading':
      return { type: how === 'bad' ? 'reading-not-stored' : 'reading-stored', sessionId: effect.sessionId };
    case 'print-reading': {
      const { sessionId, paper } = effect;
      if (how === 'good') return { type: 'reading-printed', sessionId, paper };
      return { type: 'reading-not-printed', sessionId, paper, bytes: how === 'unknown' ? 'unknown' : 'untouched' };
    }
    case 'call-for-crisis':
      return { type: 'crisis-answered', sessionId: effect.caller };
    case 'probe-store':
      return { type: 'store-probed', writable: how !== 'bad' };
  }
}

/** Calm people, people whose readings differ, and people in a crisis: the same ones whatever else happens at the kiosk. */
function readingOf({
  takes,
  sessionId,
  attempt,
}: Extract<Answered, { readonly do: 'start-measuring' }>): DeviceReading {
  const which = Number(sessionId.slice(1)) * 3 + attempt;
  if (takes === 'quantities') {
    const weight = { of: 'body-weight', value: 40 + (which % 50), unit: 'kg' };
    const height = { of: 'body-height', value: 150 + (which % 40), unit: 'cm' };
    return { kind: 'quantities', quantities: [weight, height], deviceTime: undefined, model: undefined };
  }
  const systolic = [127, 131, 186, 145, 182, 127, 188][which % 7] ?? 127;
  return { kind: 'blood-pressure', ...reading, systolic };
}

/** Of whoever was here in the morning. */
export const numberOfBefore = visitOf('mat', 900, true);

function visitOf(serviceCode: string, fresh: number, isOld: boolean): StoredVisit {
  return {
    ...storedVisit,
    visitId: `V${fresh}` as VisitId,
    number: { series: 'UA', sequence: fresh, text: `UA${String(fresh).padStart(3, '0')}x` },
    service: { ...storedVisit.service, code: serviceCode },
    paper: isOld ? 'printed' : 'pending',
  };
}
