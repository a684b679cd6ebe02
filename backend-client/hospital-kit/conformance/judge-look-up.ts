import type { KnownPatient, LookUpAnswer, LookUpProblem } from '../../contract/look-up.ts';
import { type NumberSeen, numberSeenIn } from './cut-number.ts';
import { guideOf, settingOf } from './delivery-advice.ts';
import { type Judgement, judgeTime, notCheckable, tooSlow } from './judge-delivery.ts';
import type { Advice, Words } from './report.ts';
import type { TestedSystem } from './tested-system.ts';

interface Asked {
  readonly tookMs: number;
  readonly received: string | null;
  readonly system: TestedSystem;
}

/** A question to which "nobody", "nothing" or any readable answer is right. */
export function judgeAnswer(
  answer: LookUpAnswer<unknown>,
  isRight: (value: unknown) => boolean,
  asked: Asked,
): Judgement {
  if (!answer.ok) return judgeProblem(answer.problem, asked);
  if (isRight(answer.value))
    return judgeTime(asked.tookMs, { vi: 'Trả lời đúng.', en: 'Answered right.' }, asked.system);
  return {
    verdict: 'wrong',
    finding: { vi: 'Có kết quả cho điều không tồn tại.', en: 'Something was found that does not exist.' },
    advice: {
      vi: 'Chỉ trả về hồ sơ mang đúng số được hỏi; đừng bỏ qua điều kiện tìm kiếm.',
      en: 'Return only records that carry the number asked for; never ignore a criterion.',
      where: guideOf(asked.system),
    },
  };
}

/** Somebody whom nobody registered. Numbers that are cut make them somebody else. */
export function judgeUnknown(answer: LookUpAnswer<KnownPatient | undefined>, number: string, asked: Asked): Judgement {
  const seen = numberSeenIn(asked.received ?? '', number);
  return seen.is === 'cut' ? cutNumber(seen, asked.system) : judgeAnswer(answer, (found) => found === undefined, asked);
}

/** Somebody who was registered a moment ago: the hospital should know them, with the whole number and the telephone. */
export function judgeKnown(
  answer: LookUpAnswer<KnownPatient | undefined>,
  { number, phone }: { readonly number: string; readonly phone: string },
  asked: Asked,
): Judgement {
  const { system, received, tookMs } = asked;
  const seen = numberSeenIn(received ?? '', number);
  if (seen.is === 'cut') return cutNumber(seen, system);
  if (!answer.ok) return judgeProblem(answer.problem, asked);
  if (answer.value === undefined) return isRecordWithoutCode(asked, seen) ? withoutCode(system) : forgotten(system);
  const told = answer.value.contact?.phone;
  if (told === undefined || !isSamePhone(told, phone)) return lostPhone(told, system);
  const right = { vi: 'Tìm thấy, có mã người bệnh và số điện thoại.', en: 'Found, with patient code and phone.' };
  return judgeTime(tookMs, right, system);
}

export function cutNumber({ seen }: Extract<NumberSeen, { is: 'cut' }>, system: TestedSystem): Judgement {
  return {
    verdict: 'wrong',
    finding: {
      vi: `Số định danh 12 chữ số bị cắt hoặc đổi: trở về là ${seen}.`,
      en: `The 12-digit number is cut or changed: it came back as ${seen}.`,
    },
    advice: wholeNumber(system),
  };
}

export function wholeNumber(system: TestedSystem): Advice {
  return {
    vi: 'Lưu số định danh dạng văn bản, ít nhất 12 ký tự, giữ số 0 ở đầu. Cột 9–10 ký tự làm mất người bệnh.',
    en: 'Store the number as text of at least 12 characters, with its leading zeros. A column of 9 or 10 loses patients.',
    where: guideOf(system),
  };
}

function judgeProblem({ kind }: LookUpProblem, { system }: Asked): Judgement {
  const { verdict, vi, en, advice } = problems[kind];
  const finding = { vi: `${vi} (${kind}).`, en: `${en} (${kind}).` };
  return {
    verdict,
    finding,
    advice: advice === 'be-faster' ? tooSlow(system) : { ...advice, where: guideOf(system) },
  };
}

const problems: Readonly<
  Record<
    LookUpProblem['kind'],
    Words & { readonly verdict: Judgement['verdict']; readonly advice: Words | 'be-faster' }
  >
> = {
  'no-answer': {
    verdict: 'slow',
    vi: 'Không trả lời trong thời hạn; người bệnh đã đi tiếp',
    en: 'No answer before the deadline; the patient has gone on',
    advice: 'be-faster',
  },
  'not-connected': {
    verdict: 'refused',
    vi: 'Không kết nối được',
    en: 'Nobody listens there',
    advice: {
      vi: 'Kiểm tra địa chỉ và cổng của dịch vụ tra cứu.',
      en: 'Check address and port of the look-up service.',
    },
  },
  refused: {
    verdict: 'refused',
    vi: 'Câu hỏi bị từ chối',
    en: 'The question was refused',
    advice: {
      vi: 'Người không biết thì trả "không có" (HL7: QAK-2 NF; FHIR: Bundle rỗng; webhook: unknown), không phải lỗi. Nếu không có tra cứu, bỏ khả năng này khỏi tệp cấu hình.',
      en: 'Somebody unknown is "nobody" (HL7: QAK-2 NF; FHIR: an empty Bundle; webhook: unknown), not an error. Without look-ups, take the capability out of the site file.',
    },
  },
  'not-understood': {
    verdict: 'wrong',
    vi: 'Câu trả lời không đọc được hoặc không khớp câu hỏi',
    en: 'The answer cannot be read or does not fit the question',
    advice: {
      vi: 'So câu trả lời với ví dụ trong tài liệu; số trả về phải đúng số được hỏi.',
      en: 'Compare the answer with the example of the guide; the number must be the one asked for.',
    },
  },
  ambiguous: {
    verdict: 'wrong',
    vi: 'Nhiều người cùng một số',
    en: 'Several people have one number',
    advice: {
      vi: 'Gộp các hồ sơ trùng và đặt ràng buộc duy nhất trên số định danh.',
      en: 'Merge the duplicates and put a unique constraint on the citizen number.',
    },
  },
  'other-person': {
    verdict: 'wrong',
    vi: 'Câu trả lời nói về một người khác: tên, ngày sinh hoặc giới tính không khớp',
    en: 'The answer is about somebody else: name, birth or sex differ',
    advice: {
      vi: 'Kiểm tra số trong hồ sơ; so tên có dấu, chỉ vị trí dấu thanh và chữ hoa thường được phép khác.',
      en: 'Check the number in the record; keep names with their marks: only case and the place of a tone may differ.',
    },
  },
  'not-offered': {
    verdict: 'not-checkable',
    vi: 'Không có tra cứu này',
    en: 'This look-up is not offered',
    advice: {
      vi: 'Thêm khả năng vào tệp cấu hình nếu cần.',
      en: 'Add the capability to the site file when it is wanted.',
    },
  },
};

function forgotten(system: TestedSystem): Judgement {
  return {
    verdict: 'wrong',
    finding: {
      vi: 'Người vừa được đăng ký lại không tìm thấy theo số 12 chữ số.',
      en: 'Somebody who was accepted a moment ago is not found by the 12-digit number.',
    },
    advice: {
      ...wholeNumber(system),
      vi: `${wholeNumber(system).vi} Nếu HIS xử lý sau, tra cứu cũng phải thấy tin đã nhận.`,
      en: `${wholeNumber(system).en} When the HIS works later, look-ups must see what was accepted, too.`,
    },
  };
}

/** A whole number that stands in a record, and not only in the echo of the question. */
function isRecordWithoutCode({ received, system }: Asked, seen: NumberSeen): boolean {
  const { records } = system.conformance;
  return seen.is === 'whole' && records?.isPatient(received ?? '') === true;
}

function withoutCode(system: TestedSystem): Judgement {
  return notCheckable(
    {
      vi: 'Hồ sơ có đúng số, nhưng chưa có mã người bệnh.',
      en: 'The record has the right number, but no patient code yet.',
    },
    {
      vi: 'Khi hồ sơ có mã người bệnh (MA_BN), kiosk mới nhận ra người cũ và hỏi lại số điện thoại.',
      en: 'Only a record with a patient code (MA_BN) lets the kiosk greet somebody known and confirm the phone.',
      where: settingOf(system, system.conformance.records?.patientCodeKey ?? ''),
    },
  );
}

function lostPhone(told: string | undefined, system: TestedSystem): Judgement {
  return {
    verdict: 'wrong',
    finding: {
      vi: `Số điện thoại đã xác nhận không trở về (${told ?? 'không có'}).`,
      en: `The confirmed phone does not come back (${told ?? 'none'}).`,
    },
    advice: {
      vi: 'Lưu số điện thoại đã xác nhận của đăng ký và trả về khi tra cứu.',
      en: 'Keep the confirmed phone of the registration and return it in look-ups.',
      where: guideOf(system),
    },
  };
}

/** 0900000099 and +84900000099 are one number. */
export function isSamePhone(one: string, other: string): boolean {
  const local = (text: string) => text.replace(/\D/g, '').replace(/^84(?=\d{9}$)/, '0');
  return local(one) === local(other);
}
