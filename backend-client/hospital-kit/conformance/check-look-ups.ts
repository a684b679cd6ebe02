import type { BusinessDay } from '#config/agreements/ids.ts';
import type { CheckTitle, Conversation } from './conversation.ts';
import { notCheckable } from './judge-delivery.ts';
import { judgeAnswer, judgeKnown, judgeUnknown } from './judge-look-up.ts';
import { type NamedRegistration, type TestSet, testPhone } from './test-set.ts';
import type { TestedSystem } from './tested-system.ts';

interface Needs {
  readonly system: TestedSystem;
  readonly set: TestSet;
  readonly conversation: Conversation;
  readonly day: BusinessDay;
  readonly accepted: ReadonlySet<NamedRegistration>;
}

/** What the hospital is asked while a patient waits. */
export async function checkLookUps(needs: Needs): Promise<void> {
  const { system, set, conversation, day } = needs;
  const { lookUps } = system;
  const { findPatient, findAppointments, findAppointment, checkInsurance } = lookUps;
  const { stranger } = set;

  if (findPatient) {
    await conversation.ask(
      titles.unknown,
      () => findPatient(stranger),
      ({ value, ...asked }) => judgeUnknown(value, stranger.citizen?.number ?? '', { ...asked, system }),
    );
    await askForRegistered(needs, findPatient);
  }
  if (findAppointments) {
    await conversation.ask(
      titles.noAppointments,
      () => findAppointments(stranger, undefined, day),
      ({ value, ...asked }) => judgeAnswer(value, isEmpty, { ...asked, system }),
    );
  }
  if (findAppointment) {
    await conversation.ask(
      titles.unknownSlip,
      () => findAppointment('THU-NGHIEM-KHONG-CO', day),
      ({ value, ...asked }) => judgeAnswer(value, (found) => found === undefined, { ...asked, system }),
    );
  }
  if (checkInsurance) {
    await conversation.ask(
      titles.insurance,
      () => checkInsurance(stranger),
      ({ value, ...asked }) => judgeAnswer(value, () => true, { ...asked, system }),
    );
  }
}

async function askForRegistered(
  { system, set, conversation, accepted }: Needs,
  findPatient: NonNullable<TestedSystem['lookUps']['findPatient']>,
): Promise<void> {
  const [ordinary] = set.registrations;
  const number = ordinary?.fact.patient.citizen?.number;
  if (!ordinary || number === undefined || !accepted.has(ordinary)) {
    conversation.note(titles.registered, nobodyRegistered);
    return;
  }
  await conversation.ask(
    titles.registered,
    () => findPatient(ordinary.fact.patient),
    ({ value, ...asked }) => judgeKnown(value, { number, phone: testPhone }, { ...asked, system }),
  );
}

function isEmpty(found: unknown): boolean {
  return Array.isArray(found) && found.length === 0;
}

const titles = {
  unknown: {
    id: 'look-up.unknown-patient',
    title: { vi: 'Tra cứu một người không ai biết', en: 'Asking for somebody whom nobody knows' },
  },
  registered: {
    id: 'look-up.registered-patient',
    title: {
      vi: 'Tra cứu người vừa đăng ký: đủ 12 chữ số, có số điện thoại',
      en: 'Asking for whom we have just registered: 12 digits, and the phone',
    },
  },
  noAppointments: {
    id: 'look-up.no-appointments',
    title: { vi: 'Lịch hẹn hôm nay của người không ai biết', en: "Today's appointments of somebody whom nobody knows" },
  },
  unknownSlip: {
    id: 'look-up.unknown-slip',
    title: { vi: 'Giấy hẹn với mã không tồn tại', en: 'An appointment slip with an id that does not exist' },
  },
  insurance: {
    id: 'look-up.insurance',
    title: {
      vi: 'Kiểm tra một thẻ BHYT không tồn tại: có trả lời đọc được',
      en: 'Checking an insurance card that does not exist: an answer that can be read',
    },
  },
} as const satisfies Record<string, CheckTitle>;

const nobodyRegistered = notCheckable({
  vi: 'Chưa hỏi: hệ thống này chưa nhận đăng ký nào của lần kiểm tra.',
  en: 'Not asked: this system has accepted no registration of this run.',
});
