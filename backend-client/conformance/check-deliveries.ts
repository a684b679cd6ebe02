import { type ControlId, createControlId, type RandomBytes } from '#config/agreements/ids.ts';
import type { OutgoingMessage } from '../contract/delivery.ts';
import type { Fact, FactKind } from '../contract/fact.ts';
import type { CheckTitle, Conversation } from './conversation.ts';
import { guideOf } from './delivery-advice.ts';
import { judgeDelivery, notCheckable, standsInTheWay } from './judge-delivery.ts';
import { judgeKept } from './judge-kept.ts';
import { registrationHints } from './registration-hints.ts';
import type { Words } from './report.ts';
import type { NamedRegistration, TestSet } from './test-set.ts';
import type { TestedSystem } from './tested-system.ts';

interface Needs {
  readonly system: TestedSystem;
  readonly set: TestSet;
  readonly conversation: Conversation;
  readonly randomBytes: RandomBytes;
  /** An appointment of today that the hospital has made for this test. */
  readonly appointmentId: string | undefined;
}

/** What the hospital is told, in the order of a visit. Resolves with the registrations that it has accepted. */
export async function checkDeliveries(needs: Needs): Promise<ReadonlySet<NamedRegistration>> {
  const { system, set, conversation, appointmentId } = needs;
  const { settings, renderer } = system;
  const deliver = createDeliveries(needs);
  const takes = (kind: FactKind) => renderer.takes.includes(kind);
  const accepted = new Set<NamedRegistration>();

  if (takes('registration')) {
    for (const registration of set.registrations) {
      const { id, title, fact } = registration;
      const message = deliver.render(fact);
      if (!(await deliver.send({ id, title }, message, registrationHints[id]))) continue;
      accepted.add(registration);
      if (id === 'registration.ordinary') await deliver.send(titles.repeated, { ...message, attempts: 2 });
      await readBack(registration, needs);
    }
  }

  const [ordinary] = set.registrations;
  const isVisitKnown = !takes('registration') || (ordinary !== undefined && accepted.has(ordinary));
  const ofVisit = async (check: CheckTitle, fact: Fact) => {
    if (!takes(fact.kind)) return;
    if (isVisitKnown || deliver.isBlocked()) await deliver.send(check, deliver.render(fact));
    else conversation.note(check, waitsForRegistration);
  };
  await ofVisit(titles.correction, set.correction);
  await ofVisit(titles.reading, set.readingOfVisit);
  await ofVisit(titles.readingByTicket, set.readingByTicket);

  if (takes('arrival')) {
    if (appointmentId === undefined && settings.protocol === 'fhir-r4') {
      conversation.note(titles.arrival, needsAppointment);
    } else {
      const { registration, arrival } = set.arrivalFor(appointmentId ?? madeUpAppointment);
      if (takes('registration')) await deliver.send(titles.beforeArrival, deliver.render(registration));
      await deliver.send(titles.arrival, deliver.render(arrival));
    }
  }
  return accepted;
}

/** One message after the other, as the outbox sends them; none any more once something stands in the way of all. */
function createDeliveries({ system, conversation, randomBytes }: Needs) {
  const { settings, renderer, endpoint } = system;
  let rendered = 0;
  let isBlocked = false;

  return {
    isBlocked: () => isBlocked,
    render(fact: Fact): OutgoingMessage {
      rendered += 1;
      const controlId: ControlId = createControlId(randomBytes);
      const bytes = renderer.render(fact, controlId);
      return { messageId: rendered, endpointId: settings.id, controlId, attempts: 1, bytes };
    },
    /** `true` when the hospital has it. */
    async send(check: CheckTitle, message: OutgoingMessage, hint?: Words): Promise<boolean> {
      if (isBlocked) {
        conversation.note(check, blocked);
        return false;
      }
      const delivery = await conversation.ask(
        check,
        () => endpoint.send(message),
        ({ value, tookMs }) => judgeDelivery(value, tookMs, settings, hint),
      );
      isBlocked = standsInTheWay(delivery);
      return delivery.ok;
    },
  };
}

async function readBack(registration: NamedRegistration, { system, conversation }: Needs): Promise<void> {
  const { readBack: read, settings } = system;
  const { id, title, fact } = registration;
  if (read) {
    const check = {
      id: id.replace('registration.', 'kept.'),
      title: { vi: `Đọc lại: ${title.vi}`, en: `Read back: ${title.en}` },
    };
    await conversation.ask(
      check,
      () => read(fact),
      ({ value }) => judgeKept(value, registration, settings),
    );
  } else if (id === 'registration.ordinary') {
    const where = guideOf(settings);
    conversation.note(titles.once, notCheckable(lookYourself.finding, { ...lookYourself.advice, where }));
  }
}

/** Of an appointment that is in no calendar. */
const madeUpAppointment = 'THU-NGHIEM-1';

const titles = {
  repeated: {
    id: 'registration.repeated',
    title: { vi: 'Cùng tin đó, cùng mã, gửi lần thứ hai', en: 'The same message again, under the same id' },
  },
  once: {
    id: 'kept.ordinary',
    title: { vi: 'Tin gửi hai lần chỉ được ghi một lần', en: 'What was sent twice is kept once' },
  },
  correction: {
    id: 'correction',
    title: {
      vi: 'Bổ sung: đã đọc chip, có thêm số CMND cũ',
      en: 'Correction: the chip was read, the old number is known',
    },
  },
  reading: {
    id: 'reading',
    title: { vi: 'Huyết áp và mạch của lượt này', en: 'Blood pressure and pulse of this visit' },
  },
  readingByTicket: {
    id: 'reading.by-ticket',
    title: {
      vi: 'Huyết áp từ kiosk chỉ đo: chỉ biết số thứ tự',
      en: 'Blood pressure from a kiosk that only measures: it knows the ticket alone',
    },
  },
  beforeArrival: {
    id: 'arrival.registration',
    title: { vi: 'Đăng ký của người đến theo hẹn', en: 'Registration of somebody with an appointment' },
  },
  arrival: {
    id: 'arrival',
    title: { vi: 'Người bệnh của lịch hẹn đã đến', en: 'The patient of an appointment is here' },
  },
} as const satisfies Record<string, CheckTitle>;

const blocked = notCheckable({
  vi: 'Chưa gửi: vướng cùng trở ngại với tin trước.',
  en: 'Not sent: what stopped the message before stops this one, too.',
});

const waitsForRegistration = notCheckable({
  vi: 'Chưa gửi: đăng ký của lượt này chưa được nhận.',
  en: 'Not sent: the registration of this visit was not accepted.',
});

const needsAppointment = notCheckable(
  { vi: 'Cần một lịch hẹn thử của hôm nay trên máy chủ.', en: 'This needs a test appointment of today on the server.' },
  {
    vi: 'Tạo một Appointment thử rồi chạy lại với mã của nó.',
    en: 'Create a test Appointment and run again with its id.',
    where: 'npm run conformance -- --appointment ID',
  },
);

const lookYourself = {
  finding: {
    vi: 'Giao thức này không đọc lại được.',
    en: 'This protocol cannot read it back.',
  },
  advice: {
    vi: 'Xem trong HIS: lượt "Đăng ký thông thường" phải có đúng một lần.',
    en: 'Look into the HIS: the visit of the ordinary registration must be there exactly once.',
  },
} as const;
