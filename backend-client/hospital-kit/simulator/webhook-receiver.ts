import { businessDayAt, localTimeAt } from '#config/agreements/local-time.ts';
import { pingId } from '../../webhook/harmless-question.ts';
import {
  acknowledgement,
  alertEnd as alertEndSchema,
  alert as alertSchema,
  question as questionSchema,
} from '../../webhook/question-words.ts';
import { checkSignature, idempotencyHeader, signatureHeader } from '../../webhook/signature.ts';
import { fact as factSchema } from '../../webhook/words.ts';
import type { HttpAnswer, HttpQuestion } from './http-question.ts';
import { cutNumber, dayOf, differs, type KnownAppointment, type KnownPerson, nobody } from './known-person.ts';
import type { People } from './people.ts';
import { jsonFrom } from './untrusted-request.ts';
import type { ReceivedAlert } from './words.ts';

/** The secret of the simulated hospital. It is public: nothing that matters is ever signed with it. */
export const simulatedSecret = 'the-simulated-hospital-has-no-secrets';

export interface SimulatedWebhook {
  /** `path` begins after the base address: '', `/ping`, `/look-ups`, `/alerts`, `/alerts/<id>`, `/alerts/<id>/end`. */
  answer(question: HttpQuestion, digits: number | undefined): HttpAnswer;
  alerts(): readonly ReceivedAlert[];
  /** `false`: there is no such alert. */
  acknowledge(alertId: string, by: string): boolean;
}

interface Needs {
  readonly people: People;
  readonly now: () => number;
  readonly changed: (alert: ReceivedAlert) => void;
}

const timeZone = 'Asia/Ho_Chi_Minh';
const mostAlerts = 100;

export function createSimulatedWebhook({ people, now, changed }: Needs): SimulatedWebhook {
  const alerts = new Map<string, ReceivedAlert>();

  function answer(question: HttpQuestion, digits: number | undefined): HttpAnswer {
    const { method, path, body, headers } = question;
    const content = method === 'GET' ? (path.split('/').at(-1) ?? '') : body;
    const signature = headers[signatureHeader.toLowerCase()];
    if (checkSignature(String(signature), content, simulatedSecret, now()) !== 'valid') return json(401, {});
    const key = headers[idempotencyHeader.toLowerCase()];
    if (method === 'GET' && path === `/${pingId}`) return { status: 204, contentType: 'application/json', body: '' };
    if (method === 'GET') return acknowledgementOf(content);
    if (path === '/look-ups') return lookUp(body, digits);
    if (path === '/alerts') return takeAlert(body, key);
    if (path.startsWith('/alerts/') && path.endsWith('/end')) return endAlert(path, body, key);
    return path === '' ? takeFact(body, key) : json(404, {});
  }

  function takeFact(body: string, key: unknown): HttpAnswer {
    const read = factSchema.safeParse(jsonFrom(body));
    if (!read.success) return json(422, { error: read.error.issues[0]?.path.join('.') ?? 'not JSON' });
    if (key !== read.data.controlId) return json(400, { error: idempotencyHeader });
    return json(200, {});
  }

  function takeAlert(body: string, key: unknown): HttpAnswer {
    const read = alertSchema.safeParse(jsonFrom(body));
    if (!read.success) return json(422, {});
    const { alertId, kind, kioskId, place, raisedAt, ticketNumber = '', escalation, test } = read.data;
    if (key !== `${alertId}-${escalation}`) return json(400, { error: idempotencyHeader });
    const [oldest] = alerts.keys();
    if (oldest !== undefined && alerts.size >= mostAlerts) alerts.delete(oldest);
    const acknowledgedBy = alerts.get(alertId)?.acknowledgedBy ?? '';
    put({ alertId, kind, kioskId, place, raisedAt, ticketNumber, escalation, test, acknowledgedBy, ended: '' });
    return json(200, {});
  }

  function endAlert(path: string, body: string, key: unknown): HttpAnswer {
    const read = alertEndSchema.safeParse(jsonFrom(body));
    if (!read.success) return json(422, {});
    const { alertId, ended, acknowledgedBy } = read.data;
    if (path !== `/alerts/${alertId}/end`) return json(404, {});
    if (key !== `${alertId}-end`) return json(400, { error: idempotencyHeader });
    const alert = alerts.get(alertId);
    if (!alert) return json(404, {});
    put({ ...alert, ended, acknowledgedBy: acknowledgedBy ?? alert.acknowledgedBy });
    return json(200, {});
  }

  function acknowledgementOf(alertId: string): HttpAnswer {
    const alert = alerts.get(alertId);
    if (!alert) return json(404, {});
    return json(200, acknowledgement.parse({ acknowledgedBy: alert.acknowledgedBy || null }));
  }

  function lookUp(body: string, digits: number | undefined): HttpAnswer {
    const read = questionSchema.safeParse(jsonFrom(body));
    if (!read.success) return json(422, {});
    const asked = read.data;
    if (asked.kind === 'find-appointment')
      return json(200, { appointment: appointmentOf(people.findAppointment(asked.appointmentId)) ?? null });
    const code = asked.kind === 'find-appointments' ? asked.patientCode : undefined;
    const numbers = [
      code ?? asked.patient.patientCode ?? '',
      asked.patient.citizenNumber ?? '',
      asked.insuranceCard?.number ?? '',
    ];
    // The strongest number decides, as over the other protocols.
    const [person] = people.find(numbers.map((number) => cutNumber(number, digits)));
    switch (asked.kind) {
      case 'find-patient':
        if (!person) return json(200, { result: 'unknown' });
        if (differs(asked.patient.citizenNumber ?? '', person.citizenNumber)) return json(200, { result: 'ambiguous' });
        return json(200, {
          result: 'found',
          patientCode: person.patientCode,
          phone: person.phone || null,
          ethnicity: person.ethnicity || null,
          occupation: person.occupation || null,
          earlierPressures: person.pressures.map((each) => ({
            day: dayOf(each, now(), timeZone),
            systolic: each.systolic,
            diastolic: each.diastolic,
          })),
          person: { fullName: person.fullName || null, birthDate: person.birth || null, sex: person.sex },
        });
      case 'find-appointments': {
        const appointment = appointmentOf(person?.appointment);
        return json(200, { appointments: appointment ? [appointment] : [] });
      }
      case 'check-insurance':
        return json(200, gatewayAnswer(person ?? { ...nobody, insuranceResult: '050' }));
    }
  }

  function appointmentOf(appointment: KnownAppointment | undefined) {
    if (!appointment) return undefined;
    const { hour, ...said } = appointment;
    if (hour === undefined) return said;
    return { ...said, startsAt: `${businessDayAt(now(), timeZone)}T${String(hour).padStart(2, '0')}:00:00+07:00` };
  }

  function gatewayAnswer({
    insuranceResult: maKetQua,
    insuranceNumber: maThe,
    registeredAt: maDKBD,
  }: Pick<KnownPerson, 'insuranceResult' | 'insuranceNumber' | 'registeredAt'>) {
    const { year } = localTimeAt(now(), timeZone);
    const over = maKetQua === '003' || maKetQua === '010';
    const renewed = maKetQua === '003' || maKetQua === '004';
    return {
      maKetQua,
      maThe,
      gtTheTu: `01/01/${year - 2}`,
      gtTheDen: `31/12/${over ? year - 1 : year}`,
      maDKBD,
      maGiaoDich: `MP${now()}`,
      ...(renewed
        ? {
            maTheMoi: 'DN4272700009999',
            gtTheTuMoi: `01/01/${over ? year : year + 1}`,
            gtTheDenMoi: `31/12/${year + 1}`,
            maDKBDMoi: '27005',
          }
        : {}),
    };
  }

  function put(alert: ReceivedAlert): void {
    alerts.set(alert.alertId, alert);
    changed(alert);
  }

  return {
    answer,
    alerts: () => [...alerts.values()],
    acknowledge(alertId, by) {
      const alert = alerts.get(alertId);
      if (alert) put({ ...alert, acknowledgedBy: by });
      return alert !== undefined;
    },
  };
}

function json(status: number, body: unknown): HttpAnswer {
  return { status, contentType: 'application/json; charset=utf-8', body: JSON.stringify(body) };
}
