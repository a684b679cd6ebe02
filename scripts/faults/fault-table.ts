import type { Language } from '#config/agreements/language.ts';
import type { Mode, Protocol } from './fault-bench.ts';

/** One sentence in every language. */
export type Words = Readonly<Record<Language, string>>;

/**
 * What a technician must read of one fault, and how it ends.
 *
 * - `nothing`: the message is taken; nobody is bothered.
 * - `retried`: it goes out again by itself; the page says so meanwhile. `left-alone`: so does the whole system's queue.
 * - `refused`, `unsure`: a person decides.
 */
export type Reads =
  | { readonly of: 'nothing' }
  | { readonly of: 'retried' | 'left-alone'; readonly why: Words; readonly who?: Words; readonly next: Words }
  | { readonly of: 'refused' | 'unsure'; readonly why: Words; readonly who: Words; readonly next: Words };

export interface Fault {
  readonly name: string;
  readonly protocol: Protocol;
  readonly mode: Mode;
  /** Of the endpoint's settings. */
  readonly changes?: object;
  /** What the test has to let pass after the hospital has the message: ms, once its bytes, if any, are here. */
  readonly passes?: { readonly ms: number; readonly afterBytes: boolean };
  readonly reads: Reads;
  /** Which button ends it, where a person decides. */
  readonly decides?: 'send-again' | 'render-anew' | 'settle-by-hand';
}

export const his: Words = { vi: 'Nhóm HIS', en: 'HIS team' };
export const technician: Words = { vi: 'Kỹ thuật viên', en: 'Technician' };
export const desk: Words = { vi: 'Quầy Tiếp đón', en: 'Reception desk' };

export const nothing: Reads = { of: 'nothing' };

const silent: Words = {
  vi: 'Nhờ nhóm HIS xem chương trình nhận tin có đang chạy không. Tin có thể đã đến nơi; ki-ốt tự gửi lại với cùng một mã, bên nhận bỏ bản trùng.',
  en: 'Ask the HIS team whether their receiving program runs. It may have arrived; the kiosk sends it again under the same id, and the receiver drops the repeat.',
};
const garbled: Words = {
  vi: 'Nhờ nhóm HIS xem chương trình nào, hay proxy nào, trả lời ở địa chỉ này. Ki-ốt tự gửi lại với cùng một mã.',
  en: 'Ask the HIS team which program, or which proxy, answers at this address. The kiosk sends it again under the same id.',
};
const notNow: Words = {
  vi: 'Nhờ nhóm HIS xem nhật ký của phần mềm nhận tin. Ki-ốt tự gửi lại, không mất tin nào. Chỉ khi tin khác được nhận mà tin này vẫn không, tin mới sang mục cần người xử lý.',
  en: 'Ask the HIS team to look into the log of their receiving program. The kiosk tries again by itself and loses nothing. A message becomes a matter for a person only when others are taken and it still is not.',
};
const named: Words = {
  vi: 'Phần mềm bệnh viện chỉ ra chỗ sai trong nội dung tin (ERR-3).',
  en: "The hospital's program names what is wrong with the content (ERR-3).",
};
export const askHis: Words = {
  vi: 'Đưa mã dưới số thứ tự cho nhóm HIS để tra nhật ký. Sửa xong, ở bên nào cũng vậy: Soạn lại rồi gửi. Không chờ được: nhập ở quầy, rồi bấm Đã nhập tay.',
  en: 'Give the HIS team the code under the number, for their log. When it is corrected, on either side: Make anew and send. No time for that: enter it at the desk, then Entered by hand.',
};
const lookFirst: Words = {
  vi: 'Tìm số thứ tự này trong HIS trước. Đã có: bấm Đã nhập tay. Chưa có: bấm Gửi lại.',
  en: 'Look for this number in the HIS first. It is there: Entered by hand. It is not: Send again.',
};
const settingsThen: Words = {
  vi: 'Không mất tin nào. Ki-ốt thử lại trong vòng 15 phút, hoặc ngay khi bấm Thử ngay.',
  en: 'Nothing is lost. Tried again within 15 minutes, or at once with Try now.',
};
const letIn: Words = {
  vi: 'Ki-ốt không được phép gửi. Hỏi nhóm HIS khóa hay mật khẩu đang dùng rồi nhập vào cấu hình của hệ thống; so đồng hồ của hai bên.',
  en: "The kiosk is not let in. Ask the HIS team for the secret or password that counts now and enter it in the system's settings; compare the clocks of both sides.",
};
const address: Words = {
  vi: 'Địa chỉ này không có dịch vụ. Hỏi nhóm HIS địa chỉ đúng rồi nhập vào cấu hình của hệ thống.',
  en: "No such service at this address. Ask the HIS team for the right one and enter it in the system's settings.",
};
const busy: Words = {
  vi: 'Không cần làm gì: ki-ốt chờ đúng thời gian bệnh viện yêu cầu rồi gửi tiếp. Bấm Thử ngay là không chờ nữa.',
  en: 'Nothing to do: the kiosk waits as long as the hospital asks, and goes on. Try now would not wait.',
};

export const noAck: Words = {
  vi: 'Trong thời hạn không có ACK cho tin này. Chỉ ACK có MSA-2 bằng MSH-10 của tin mới được tính.',
  en: 'No ACK for this message came in time. Only an ACK whose MSA-2 is the MSH-10 of the message counts.',
};
const noAnswer: Words = {
  vi: 'Bệnh viện không trả lời trong thời hạn.',
  en: 'The hospital did not answer in time.',
};
const lineBroke: Words = {
  vi: 'Đường truyền đứt trước khi có trả lời.',
  en: 'The line broke before an answer came.',
};
const noSense: Words = {
  vi: 'Có dữ liệu trả về, nhưng không phải là câu trả lời đọc được.',
  en: 'Something came back, but no answer that can be read.',
};

const joined = (...words: readonly Words[]): Words => ({
  vi: words.map(({ vi }) => vi).join(' '),
  en: words.map(({ en }) => en).join(' '),
});

const timeout = { ms: 10_000, afterBytes: false } as const;
const timeoutAfterBytes = { ms: 10_000, afterBytes: true } as const;
export const keepsRepeats = { deduplicates: false } as const;

type Row = Omit<Fault, 'protocol'>;

/** Each that leaves the kiosk not knowing is there twice: for a hospital that drops repeats, and for one that does not. */
function ambiguous(
  name: string,
  mode: Mode,
  why: Words,
  {
    passes,
    next = silent,
    whoDecides = next === garbled ? his : desk,
    decides = 'settle-by-hand',
  }: {
    readonly passes?: Fault['passes'];
    readonly next?: Words;
    readonly whoDecides?: Words;
    readonly decides?: 'settle-by-hand' | 'send-again';
  },
): readonly Row[] {
  const after = passes ? { passes } : {};
  return [
    {
      name: `${name}: the kiosk tries again under the same id, and says whom to ask meanwhile`,
      mode,
      ...after,
      reads: { of: 'retried', why, who: his, next },
    },
    {
      name: `${name}, of a hospital that does not drop repeats: the desk looks first, and is not offered a second registration`,
      mode,
      changes: keepsRepeats,
      ...after,
      reads: { of: 'unsure', why, who: whoDecides, next: lookFirst },
      decides,
    },
  ];
}

const mllp: readonly Row[] = [
  {
    name: 'a slow hospital, but in time',
    mode: { kind: 'slow', seconds: 5 },
    passes: { ms: 5_000, afterBytes: false },
    reads: nothing,
  },
  ...ambiguous('an ACK that comes too late', { kind: 'slow', seconds: 20 }, noAck, { passes: timeout }),
  ...ambiguous('a silent hospital', { kind: 'stop-answering' }, noAck, { passes: timeout }),
  ...ambiguous('a connection dropped after the message', { kind: 'drop-connection' }, lineBroke, {}),
  ...ambiguous('half an ACK', { kind: 'half-frame' }, noAck, { passes: timeout }),
  ...ambiguous('garbage for an ACK', { kind: 'garbage' }, noSense, { passes: timeoutAfterBytes, next: garbled }),
  { name: 'the same ACK twice', mode: { kind: 'duplicate-acknowledgement' }, reads: nothing },
  ...ambiguous('an ACK with a wrong MSA-2', { kind: 'wrong-msa-2' }, noAck, { passes: timeoutAfterBytes }),
  ...ambiguous('an ACK with an empty MSA-2', { kind: 'empty-msa-2' }, noAck, { passes: timeoutAfterBytes }),
  { name: "another message's ACK first, then the right one", mode: { kind: 'out-of-order' }, reads: nothing },
  {
    name: 'AE to a registration: the technician reads that the hospital refused it, why, and that the HIS team must act',
    mode: { kind: 'refuse-ae' },
    reads: {
      of: 'refused',
      why: named,
      who: his,
      next: askHis,
    },
    decides: 'render-anew',
  },
  {
    name: 'AE without a reason, to one message: the HIS team must act',
    mode: { kind: 'refuse-without-reason' },
    reads: {
      of: 'refused',
      why: {
        vi: 'Phần mềm bệnh viện báo nội dung tin có lỗi (AE).',
        en: "The hospital's program says that the content is wrong (AE).",
      },
      who: his,
      next: askHis,
    },
    decides: 'render-anew',
  },
  {
    name: 'AE and ERR-3 206: the record is open somewhere, and the kiosk tries again by itself',
    mode: { kind: 'record-locked' },
    reads: {
      of: 'retried',
      why: {
        vi: 'Hồ sơ đang được người khác mở (ERR-3 206).',
        en: 'Somebody has the record open (ERR-3 206).',
      },
      who: his,
      next: {
        vi: 'Nhờ nơi đang mở hồ sơ đóng lại. Ki-ốt tự gửi lại.',
        en: 'Whoever has the record open should close it. The kiosk tries again by itself.',
      },
    },
  },
  {
    name: 'AE and ERR-3 207: their program is ill, and the kiosk tries again by itself',
    mode: { kind: 'internal-error' },
    reads: {
      of: 'retried',
      why: {
        vi: 'Phần mềm bệnh viện tự gặp lỗi (ERR-3 207).',
        en: "The hospital's program has a fault of its own (ERR-3 207).",
      },
      who: his,
      next: notNow,
    },
  },
  {
    name: 'AR and ERR-3 203: settings do not fit, nothing is lost, and the technician compares the versions',
    mode: { kind: 'other-version' },
    reads: {
      of: 'left-alone',
      why: {
        vi: 'Phần mềm bệnh viện không nhận phiên bản HL7 hoặc MSH-11 này (ERR-3 202, 203).',
        en: "The hospital's program does not take this HL7 version or MSH-11 (ERR-3 202, 203).",
      },
      who: technician,
      next: joined(
        {
          vi: 'So phiên bản HL7 (2.5.1) và MSH-11 mà hai bên dùng với nhóm HIS. MSH-11 là T ở cấu hình thử, P ở cấu hình thật.',
          en: 'Compare HL7 version (2.5.1) and MSH-11 with the HIS team. MSH-11 is T in a demo site, P in production.',
        },
        settingsThen,
      ),
    },
  },
  { name: 'a connection that ends after each answer', mode: { kind: 'one-per-connection' }, reads: nothing },
  {
    name: 'CE in enhanced mode: refused for good, the HIS team must act',
    mode: { kind: 'refuse-ce' },
    changes: { acknowledgement: 'enhanced' },
    reads: {
      of: 'refused',
      why: named,
      who: his,
      next: askHis,
    },
    decides: 'send-again',
  },
  {
    name: 'AR: the kiosk tries again by itself, and says what to ask the HIS team',
    mode: { kind: 'refuse-ar' },
    reads: {
      of: 'retried',
      why: {
        vi: 'Phần mềm bệnh viện chưa nhận tin này (AR).',
        en: "The hospital's program does not take this message now (AR).",
      },
      who: his,
      next: notNow,
    },
  },
  {
    name: 'CR in enhanced mode: the kiosk tries again by itself, and says what to ask the HIS team',
    mode: { kind: 'refuse-cr' },
    changes: { acknowledgement: 'enhanced' },
    reads: {
      of: 'retried',
      why: {
        vi: 'Phần mềm bệnh viện chưa lưu tin này (CR).',
        en: "The hospital's program does not store this message now (CR).",
      },
      who: his,
      next: notNow,
    },
  },
];

const serverFault: Words = {
  vi: 'Máy chủ của bệnh viện gặp lỗi (5xx).',
  en: "The hospital's server has a fault of its own (5xx).",
};
const unauthorized: Words = {
  vi: 'Bệnh viện không cho ki-ốt vào (401, 403).',
  en: 'The hospital does not let the kiosk in (401, 403).',
};
const contentRefused: Words = {
  vi: 'Bệnh viện không chấp nhận nội dung tin (400, 404, 415, 422).',
  en: 'The hospital does not accept the content (400, 404, 415, 422).',
};

function overHttp(protocol: 'fhir' | 'webhook'): readonly Row[] {
  const status = (code: Extract<Mode, { kind: 'status' }>['status']) => ({ kind: 'status', status: code }) as const;
  const letIn401 = { of: 'left-alone', why: unauthorized, who: technician, next: joined(letIn, settingsThen) } as const;
  const refused = { of: 'refused', why: contentRefused, who: his, next: askHis } as const;
  const retried = (why: Words) => ({ of: 'retried', why, who: his, next: notNow }) as const;
  return [
    {
      name: 'a slow hospital, but in time',
      mode: { kind: 'slow', seconds: 5 },
      passes: { ms: 5_000, afterBytes: false },
      reads: nothing,
    },
    ...ambiguous('an answer that comes too late', { kind: 'slow', seconds: 20 }, noAnswer, { passes: timeout }),
    ...ambiguous('a silent hospital', { kind: 'stop-answering' }, noAnswer, { passes: timeout }),
    ...ambiguous('half an answer', { kind: 'half-answer' }, lineBroke, {}),
    ...ambiguous('garbage for an answer', { kind: 'garbage' }, noSense, { next: garbled }),
    ...ambiguous('a connection dropped after the commit', { kind: 'drop-after-commit' }, lineBroke, {}),
    { name: '401: nothing is lost, and the technician corrects secret or clock', mode: status(401), reads: letIn401 },
    { name: '403: nothing is lost, and the technician corrects secret or clock', mode: status(403), reads: letIn401 },
    protocol === 'fhir'
      ? {
          name: "a FHIR server's own 404, with its reasons, is about the content",
          mode: status(404),
          reads: refused,
          decides: 'send-again',
        }
      : {
          name: '404: nothing is lost, and the technician compares the address',
          mode: status(404),
          reads: {
            of: 'left-alone',
            why: {
              vi: 'Địa chỉ này không có dịch vụ nhận tin (404, 405, 410).',
              en: 'There is no service for messages at this address (404, 405, 410).',
            },
            who: technician,
            next: joined(address, settingsThen),
          },
        },
    {
      name: '409: the kiosk tries again by itself, and says what to ask the HIS team',
      mode: status(409),
      reads: retried({
        vi: 'Bệnh viện báo tin đụng với dữ liệu đang có (409).',
        en: 'The hospital says that it is at odds with what it has (409).',
      }),
    },
    {
      name: '412: the kiosk tries again by itself, and says that there are several records',
      mode: status(412),
      reads: retried({
        vi: 'Bệnh viện thấy có nhiều hồ sơ khớp với người bệnh này (412).',
        en: 'The hospital finds several records that fit this patient (412).',
      }),
    },
    {
      name: '422: the hospital refused the content, and the HIS team must act',
      mode: status(422),
      reads: refused,
      decides: 'render-anew',
    },
    {
      name: '429: the kiosk waits as long as it is asked to, and nobody has to do anything',
      mode: status(429),
      reads: {
        of: 'left-alone',
        why: { vi: 'Bệnh viện yêu cầu gửi chậm lại (429).', en: 'The hospital asks for fewer messages (429).' },
        next: busy,
      },
    },
    {
      name: '503: the kiosk tries again by itself, and says what to ask the HIS team',
      mode: status(503),
      reads: retried(serverFault),
    },
    ...ambiguous('500, perhaps after storing', status(500), serverFault, {
      next: notNow,
      whoDecides: his,
      decides: 'send-again',
    }),
    ...ambiguous('502 of a proxy', status(502), serverFault, { next: notNow, whoDecides: his, decides: 'send-again' }),
  ];
}

/** Every fault of the simulated hospital that a registration can meet, over every protocol that has it. */
export const faults: readonly Fault[] = [
  ...mllp.map((row) => ({ ...row, protocol: 'mllp' }) as const),
  ...overHttp('fhir').map((row) => ({ ...row, protocol: 'fhir' }) as const),
  ...overHttp('webhook').map((row) => ({ ...row, protocol: 'webhook' }) as const),
];
