import type { Result } from '#config/agreements/result.ts';
import type { ReadingFact, RegistrationFact } from '../../contract/fact.ts';
import type { KeptReading, KeptVisit, ReadBackProblem } from '../../contract/hospital-system.ts';
import { answeredQuestions, phoneSaid } from '../../questionnaire/answered-questions.ts';
import { numberSeenIn } from './cut-number.ts';
import { guideOf } from './delivery-advice.ts';
import { type Judgement, notCheckable } from './judge-delivery.ts';
import { cutNumber, isSamePhone, wholeNumber } from './judge-look-up.ts';
import { registrationHints } from './registration-hints.ts';
import type { Words } from './report.ts';
import type { NamedRegistration } from './test-set.ts';
import type { TestedSystem } from './tested-system.ts';

/** What the hospital has of a registration that it accepted, held against what was sent. */
export function judgeKept(
  kept: Result<readonly KeptVisit[], ReadBackProblem>,
  { id, fact }: NamedRegistration,
  system: TestedSystem,
): Judgement {
  if (!kept.ok) return notReadable(kept.problem, system);
  const [visit, ...others] = kept.value;
  if (!visit) return notKept(system);
  if (others.length > 0) return doubled(kept.value.length, system);
  const number = fact.patient.citizen?.number;
  if (number !== undefined && !visit.citizenNumbers.includes(number)) {
    const seen = numberSeenIn(visit.citizenNumbers.join(' '), number);
    return seen.is === 'cut' ? cutNumber(seen, system) : numberLost(system);
  }
  const lost = lostTexts(visit, fact);
  return lost.length === 0 ? asSent : changed(lost, system, registrationHints[id]);
}

/** The same for a blood pressure that was sent twice, and for the mean of a sitting. */
export function judgeKeptReading(
  kept: Result<readonly KeptReading[], ReadBackProblem>,
  { reading }: ReadingFact,
  system: TestedSystem,
): Judgement {
  if (!kept.ok) return notReadable(kept.problem, system);
  const [found, ...others] = kept.value;
  if (!found) return notKept(system);
  if (others.length > 0) return doubled(kept.value.length, system);
  if (reading.values.kind === 'quantities') throw new Error('The kit sends blood pressures');
  const { systolic, diastolic } = reading.values;
  const isSame = found.systolic === systolic && found.diastolic === diastolic;
  if (isSame && found.protocol === (reading.circumstances.protocol?.name ?? 'none')) return asSent;
  if (isSame) return qualityLost(system);
  const seen = `${found.systolic ?? '–'}/${found.diastolic ?? '–'}`;
  return {
    verdict: 'wrong',
    finding: { vi: `Đọc lại là ${seen} mm[Hg].`, en: `It reads back as ${seen} mm[Hg].` },
    advice: {
      vi: 'Giữ nguyên mã LOINC (8480-6, 8462-4; trung bình 96608-5, 96609-3), giá trị và đơn vị UCUM của từng thành phần.',
      en: 'Keep the LOINC codes (8480-6, 8462-4; of a mean 96608-5, 96609-3) with value and UCUM unit of each component.',
      where: guideOf(system),
    },
  };
}

function qualityLost(system: TestedSystem): Judgement {
  return {
    verdict: 'wrong',
    finding: {
      vi: 'Đọc lại thấy số đo, nhưng không còn thấy đo như thế nào (quy trình, thời gian nghỉ, lần thứ mấy).',
      en: 'The numbers read back, but not how they were taken (protocol, rest, number of count).',
    },
    advice: {
      vi: 'Giữ phần mở rộng urn:tiep-don:extension:measuring-circumstances của Observation: bác sĩ cần nó để biết tin số đo đến đâu.',
      en: 'Keep the extension urn:tiep-don:extension:measuring-circumstances of the Observation: a doctor weighs the reading by it.',
      where: guideOf(system),
    },
  };
}

const asSent: Judgement = {
  verdict: 'accepted',
  finding: { vi: 'Một lần, và đúng như đã gửi.', en: 'Once, and as it was sent.' },
  advice: null,
};

function notReadable({ kind }: ReadBackProblem, system: TestedSystem): Judgement {
  return notCheckable(
    { vi: `Không đọc lại được (${kind}).`, en: `It could not be read back (${kind}).` },
    {
      vi: 'Cho phép tìm Encounter, Observation theo mã và đọc Patient để bộ kiểm tra đọc lại được; kiosk không cần quyền này.',
      en: 'Let the kit search Encounter and Observation by identifier, and Patient; the kiosk itself does not need that.',
      where: guideOf(system),
    },
  );
}

interface LostText {
  readonly what: Words;
  readonly kept: string | undefined;
}

function lostTexts(kept: KeptVisit, { patient, contact, answers }: RegistrationFact): readonly LostText[] {
  const lost: LostText[] = [];
  if (kept.fullName !== patient.fullName) lost.push({ what: { vi: 'họ tên', en: 'name' }, kept: kept.fullName });
  if (kept.address !== patient.address) lost.push({ what: { vi: 'địa chỉ', en: 'address' }, kept: kept.address });
  const phone = phoneSaid(answers) ?? contact?.phone;
  if (phone !== undefined && !kept.phones.some((each) => isSamePhone(each, phone)))
    lost.push({ what: { vi: 'số điện thoại', en: 'phone' }, kept: kept.phones[0] });
  if (kept.answered) {
    const gone = answeredQuestions(answers).filter(({ code }) => !kept.answered?.includes(code));
    for (const { code } of gone) lost.push({ what: { vi: `trả lời ${code}`, en: `answer ${code}` }, kept: undefined });
  }
  return lost;
}

function changed(lost: readonly LostText[], system: TestedSystem, hint: Words | undefined): Judgement {
  const list = (language: keyof Words, none: string) =>
    lost
      .map(({ what, kept }) => `${what[language]} → ${kept === undefined ? none : `“${shortened(kept)}”`}`)
      .join('; ');
  return {
    verdict: 'wrong',
    finding: {
      vi: `Đọc lại thấy khác: ${list('vi', 'không có')}.`,
      en: `It reads back otherwise: ${list('en', 'nothing')}.`,
    },
    advice: {
      vi: hint?.vi ?? 'Lưu văn bản nguyên vẹn như đã nhận.',
      en: hint?.en ?? 'Keep texts exactly as they came.',
      where: guideOf(system),
    },
  };
}

function shortened(text: string): string {
  return text.length <= 120 ? text : `${text.slice(0, 100).toWellFormed()} … (${text.length})`;
}

function notKept(system: TestedSystem): Judgement {
  return {
    verdict: 'wrong',
    finding: { vi: 'Đã nhận, nhưng tìm không thấy.', en: 'Accepted, but it is not there.' },
    advice: {
      vi: 'Chỉ trả lời "đã nhận" sau khi giao dịch đã ghi; tìm theo mã định danh phải thấy ngay. Nếu tìm kiếm luôn chậm (như AWS HealthLake): đặt "searchLagSeconds" trong tệp cấu hình.',
      en: 'Say "accepted" only after the transaction has committed; a search by identifier must find it at once. Where searches always lag (AWS HealthLake): set "searchLagSeconds" in the site file.',
      where: guideOf(system),
    },
  };
}

function doubled(records: number, system: TestedSystem): Judgement {
  return {
    verdict: 'wrong',
    finding: { vi: `Có ${records} bản ghi cho một mã.`, en: `There are ${records} records for one id.` },
    advice: {
      vi: 'Tôn trọng If-None-Exist, và đặt ràng buộc duy nhất trên mã định danh; nếu không thể, đặt "deduplicates": false.',
      en: 'Honour If-None-Exist and put a unique constraint on the identifier; if that cannot be, say "deduplicates": false.',
      where: guideOf(system),
    },
  };
}

function numberLost(system: TestedSystem): Judgement {
  return {
    verdict: 'wrong',
    finding: {
      vi: 'Hồ sơ không có số định danh đã gửi.',
      en: 'The record does not have the citizen number that was sent.',
    },
    advice: wholeNumber(system),
  };
}
