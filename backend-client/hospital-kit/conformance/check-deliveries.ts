import { createControlId, type RandomBytes } from '#config/agreements/ids.ts';
import type { OutgoingMessage } from '../../contract/delivery.ts';
import type { Fact, FactKind, RegistrationFact } from '../../contract/fact.ts';
import type { CheckTitle, Conversation } from './conversation.ts';
import { guideOf } from './delivery-advice.ts';
import { titles } from './delivery-titles.ts';
import { type Judgement, judgeDelivery, notCheckable, standsInTheWay } from './judge-delivery.ts';
import { judgeKept, judgeKeptReading } from './judge-kept.ts';
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
  const { set } = needs;
  const deliver = createDeliveries(needs);
  const accepted = await tellRegistrations(needs, deliver);
  const [ordinary] = set.registrations;
  if (!deliver.takes('registration') || (ordinary && accepted.has(ordinary))) deliver.visitIsKnown();
  await deliver.ofVisit(titles.correction, set.correction);
  await tellKnownOtherwise(needs, deliver);
  await tellReading(needs, deliver);
  await tellSitting(needs, deliver);
  await deliver.ofVisit(titles.readingByTicket, set.readingByTicket);
  await tellServiceChange(needs, deliver);
  await tellArrival(needs, deliver);
  return accepted;
}

async function tellRegistrations(needs: Needs, deliver: Deliveries): Promise<ReadonlySet<NamedRegistration>> {
  const accepted = new Set<NamedRegistration>();
  if (!deliver.takes('registration')) return accepted;
  for (const registration of needs.set.registrations) {
    const { id, title, fact } = registration;
    const message = deliver.render(fact);
    const expected = id === 'registration.answers' ? { mayBeRefused: answersRefused } : {};
    if (!(await deliver.send({ id, title }, message, { hint: registrationHints[id], ...expected }))) continue;
    accepted.add(registration);
    if (id === 'registration.ordinary') await deliver.again(titles.repeated, message);
    await readBack(registration, needs);
  }
  return accepted;
}

/** What a correction must not do: make a second patient, or a second visit, of somebody whom the hospital has under another number. */
async function tellKnownOtherwise({ system, set, conversation }: Needs, deliver: Deliveries): Promise<void> {
  const { registration, correction } = set.knownOtherwise;
  if (!deliver.takes('registration')) return;
  if (!(await deliver.send(titles.knownOtherwise, deliver.render(registration)))) return;
  const isTaken = await deliver.send(titles.knownOtherwiseCorrection, deliver.render(correction));
  const { readBack } = system.conformance;
  if (!isTaken || !readBack) return;
  const fact: RegistrationFact = { ...correction, kind: 'registration' };
  await conversation.ask(
    titles.keptOtherwise,
    () => readBack.visit(fact),
    ({ value }) => judgeKept(value, { id: 'registration.ordinary', title: titles.keptOtherwise.title, fact }, system),
  );
}

async function tellReading({ system, set, conversation }: Needs, deliver: Deliveries): Promise<void> {
  const fact = set.readingOfVisit;
  const message = await deliver.ofVisit(titles.reading, fact);
  if (!message) return;
  await deliver.again(titles.readingRepeated, message);
  const { readBack } = system.conformance;
  if (!readBack) return;
  await conversation.ask(
    titles.keptReading,
    () => readBack.reading(fact),
    ({ value }) => judgeKeptReading(value, fact, system),
  );
}

/** Three readings by protocol and their mean: four messages, and the mean must not be taken for a fourth reading. */
async function tellSitting({ system, set, conversation }: Needs, deliver: Deliveries): Promise<void> {
  const { readings, mean } = set.sitting;
  const each = [titles.firstOfSitting, titles.secondOfSitting, titles.thirdOfSitting];
  for (const [at, title] of each.entries()) {
    const fact = readings[at];
    if (fact) await deliver.ofVisit(title, fact);
  }
  const isTaken = await deliver.ofVisit(titles.mean, mean);
  const { readBack } = system.conformance;
  if (!isTaken || !readBack) return;
  await conversation.ask(
    titles.keptMean,
    () => readBack.reading(mean),
    ({ value }) => judgeKeptReading(value, mean, system),
  );
}

/** What it must not do: make a second visit, which two rooms would wait for. */
async function tellServiceChange({ system, set, conversation }: Needs, deliver: Deliveries): Promise<void> {
  const { cancellation, change } = set.serviceChange;
  await deliver.ofVisit(titles.cancellation, cancellation);
  const isTaken = await deliver.ofVisit(titles.serviceChange, change);
  const { readBack } = system.conformance;
  if (!isTaken || !readBack) return;
  const fact: RegistrationFact = { ...change, kind: 'registration' };
  await conversation.ask(
    titles.keptChange,
    () => readBack.visit(fact),
    ({ value }) => judgeKept(value, { id: 'registration.ordinary', title: titles.keptChange.title, fact }, system),
  );
}

/** A visit of its own: whether it was registered decides nothing here, the appointment is known or is not. */
async function tellArrival({ system, set, conversation, appointmentId }: Needs, deliver: Deliveries): Promise<void> {
  if (!deliver.takes('arrival')) return;
  if (appointmentId === undefined && system.conformance.arrivalNeedsAppointment) {
    conversation.note(titles.arrival, needsAppointment);
    return;
  }
  const { registration, arrival } = set.arrivalFor(appointmentId ?? madeUpAppointment);
  if (deliver.takes('registration')) await deliver.send(titles.beforeArrival, deliver.render(registration));
  const expected = appointmentId === undefined ? { mayBeRefused: needsAppointment } : {};
  await deliver.send(titles.arrival, deliver.render(arrival), expected);
}

type Deliveries = ReturnType<typeof createDeliveries>;

interface Expected {
  readonly hint?: Words | undefined;
  /** What a refusal of the content comes to, when the hospital is right to refuse it. */
  readonly mayBeRefused?: Judgement;
}

/** One message after the other, as the outbox sends them; none any more once something stands in the way of all. */
function createDeliveries({ system, conversation, randomBytes }: Needs) {
  const { settings, renderer, endpoint } = system;
  let rendered = 0;
  let isBlocked = false;
  let isVisitKnown = false;

  const takes = (kind: FactKind) => renderer.takes.includes(kind);

  function render(fact: Fact): OutgoingMessage {
    rendered += 1;
    const controlId = createControlId(randomBytes);
    const bytes = renderer.render(fact, controlId);
    return { messageId: rendered, endpointId: settings.id, controlId, attempts: 1, bytes };
  }

  /** `true` when the hospital has it. */
  async function send(check: CheckTitle, message: OutgoingMessage, expected: Expected = {}): Promise<boolean> {
    if (isBlocked) {
      conversation.note(check, blocked);
      return false;
    }
    const delivery = await conversation.ask(
      check,
      () => endpoint.send(message),
      ({ value, tookMs }) =>
        expected.mayBeRefused && !value.ok && value.problem.kind === 'permanent'
          ? expected.mayBeRefused
          : judgeDelivery(value, tookMs, system, expected.hint),
    );
    isBlocked = standsInTheWay(delivery);
    return delivery.ok;
  }

  return {
    takes,
    render,
    send,
    /** As after an answer that was lost: the same bytes under the same id. */
    again: (check: CheckTitle, message: OutgoingMessage) =>
      send(check, { ...message, attempts: message.attempts + 1 }, { hint: dropRepeats }),
    visitIsKnown() {
      isVisitKnown = true;
    },
    /** What follows the ordinary registration. Resolves with the message when the hospital has it. */
    async ofVisit(check: CheckTitle, fact: Fact): Promise<OutgoingMessage | undefined> {
      if (!takes(fact.kind)) return undefined;
      if (!isVisitKnown && !isBlocked) {
        conversation.note(check, waitsForRegistration);
        return undefined;
      }
      const message = render(fact);
      return (await send(check, message)) ? message : undefined;
    },
  };
}

async function readBack(registration: NamedRegistration, { system, conversation }: Needs): Promise<void> {
  const { readBack } = system.conformance;
  const { id, title, fact } = registration;
  if (readBack) {
    const check = {
      id: id.replace('registration.', 'kept.'),
      title: { vi: `Đọc lại: ${title.vi}`, en: `Read back: ${title.en}` },
    };
    await conversation.ask(
      check,
      () => readBack.visit(fact),
      ({ value }) => judgeKept(value, registration, system),
    );
  } else if (id === 'registration.ordinary') {
    conversation.note(titles.once, lookYourself(fact, guideOf(system)));
  }
}

/** Of an appointment that is in no calendar. */
const madeUpAppointment = 'THU-NGHIEM-1';

const dropRepeats: Words = {
  vi: 'Tin lặp lại cùng mã: trả lời như lần đầu và không ghi lần hai. Không thể thì đặt "deduplicates": false.',
  en: 'A repeat under the same id: answer as the first time and do not keep it again. If that cannot be: "deduplicates": false.',
};

const blocked = notCheckable({
  vi: 'Chưa gửi: vướng cùng trở ngại với tin trước.',
  en: 'Not sent: what stopped the message before stops this one, too.',
});

const waitsForRegistration = notCheckable({
  vi: 'Chưa gửi: đăng ký của lượt này chưa được nhận.',
  en: 'Not sent: the registration of this visit was not accepted.',
});

const answersRefused = notCheckable(
  {
    vi: 'Không nhận: chỉ cần nếu kiosk hỏi người bệnh những điều này.',
    en: 'Not taken: needed only where the kiosk asks patients these things.',
  },
  {
    vi: 'Nếu có hỏi (mục checkIn): nhận các trường ở chương hướng dẫn; máy chủ FHIR không có RelatedPerson, QuestionnaireResponse, Consent thì đặt "answerRecords": false.',
    en: 'Where it does (checkIn of the site file): take the fields of the guide; a FHIR server without RelatedPerson, QuestionnaireResponse and Consent: "answerRecords": false.',
    where: 'backend-client/README.md',
  },
);

const needsAppointment = notCheckable(
  {
    vi: 'Cần một lịch hẹn thử của hôm nay trong hệ thống.',
    en: 'This needs a test appointment of today in the system.',
  },
  {
    vi: 'Tạo một lịch hẹn thử rồi chạy lại với mã của nó.',
    en: 'Create a test appointment and run again with its id.',
    where: 'npm run conformance -- --appointment ID',
  },
);

function lookYourself({ visit }: RegistrationFact, where: string): Judgement {
  const { visitId, number } = visit;
  return notCheckable(
    { vi: 'Giao thức này không đọc lại được.', en: 'This protocol cannot read it back.' },
    {
      vi: `Xem trong HIS: lượt ${visitId} (số ${number.text}) phải có đúng một lần, đủ họ tên, số định danh và điện thoại.`,
      en: `Look into the HIS: visit ${visitId} (ticket ${number.text}) must be there exactly once, with name, citizen number and phone.`,
      where,
    },
  );
}
