import type { DeliveryReason } from '../../contract/delivery.ts';
import type { Advice, Words } from './report.ts';
import type { TestedSystem } from './tested-system.ts';

/** The chapter of the guide for the protocol. */
export function guideOf({ conformance }: Pick<TestedSystem, 'conformance'>): string {
  return conformance.guide;
}

/** Where in the site file something about this system stands. */
export function settingOf({ settings }: Pick<TestedSystem, 'settings'>, keys: string): string {
  return `hospital "${settings.id}": ${keys}`;
}

/** What was seen, in the words of both sides; the reason itself stands behind it, as in the log and on the console. */
export function findingOf(reason: DeliveryReason): Words {
  const { vi, en } = findings[reason];
  return { vi: `${vi} (${reason}).`, en: `${en} (${reason}).` };
}

export function adviceFor(reason: DeliveryReason, system: TestedSystem): Advice {
  const { keys, answerForm, contentRefused } = system.conformance;
  switch (reason) {
    case 'not-connected':
      return {
        vi: 'Kiểm tra địa chỉ, cổng, tường lửa và dịch vụ nhận tin có đang chạy không.',
        en: 'Check address, port, firewall, and whether the receiver is running.',
        where: settingOf(system, keys.address),
      };
    case 'tls-refused':
      return {
        vi: 'Một bên không chấp nhận chứng thư của bên kia: so CA, tên máy chủ, hạn dùng và chứng thư của kiosk.',
        en: "One side does not accept the other's certificate: compare CA, server name, dates and the kiosk's certificate.",
        where: settingOf(system, 'tls'),
      };
    case 'http-unauthorized':
      return {
        vi: 'Cấp quyền cho kiosk, hoặc sửa khóa, mật khẩu và đồng hồ của hai bên.',
        en: 'Let the kiosk in, or correct secret, password and the clocks of both sides.',
        where: settingOf(system, keys.credentials),
      };
    case 'http-not-found':
      return {
        vi: 'Địa chỉ không phải của dịch vụ này, hoặc phương thức POST chưa được mở.',
        en: 'The address is not that of the service, or it does not take POST.',
        where: settingOf(system, keys.address),
      };
    case 'no-answer':
      return {
        vi: 'Trả lời mỗi tin trong thời hạn; nếu xử lý lâu, hãy lưu tin rồi trả lời ngay.',
        en: 'Answer every message in time; when the work takes longer, store the message and answer at once.',
        where: `${guideOf(system)}; ${settingOf(system, keys.timeout)}`,
      };
    case 'line-broke':
      return {
        vi: 'Trả lời trước khi đóng kết nối; xem nhật ký của hệ thống quanh thời điểm này, có thể chương trình nhận đã lỗi.',
        en: 'Answer before closing the line; look into your log at this moment, the receiver may have crashed.',
        where: guideOf(system),
      };
    case 'answer-not-understood':
      return { ...answerForm, where: guideOf(system) };
    case 'hospital-error-ae':
    case 'commit-error-ce':
      return {
        vi: 'Xem MSA-3 và ERR trong câu trả lời, và nhật ký HIS theo MSH-10; so từng trường với bảng trong tài liệu.',
        en: 'Look at MSA-3 and ERR of the answer and at the HIS log for this MSH-10; compare the fields with the tables of the guide.',
        where: guideOf(system),
      };
    case 'hospital-reject-ar':
    case 'commit-reject-cr':
      return {
        vi: 'HIS từ chối trước khi đọc nội dung: kiểm tra MSH-3 đến MSH-6, MSH-9, MSH-12, và MSH-11 = T (tin thử) có được nhận không.',
        en: 'Rejected before the content was read: check MSH-3 to MSH-6, MSH-9, MSH-12, and whether MSH-11 = T (a test) is taken.',
        where: settingOf(system, 'sendingApplication, sendingFacility, receivingApplication, receivingFacility'),
      };
    case 'hl7-content-refused':
      return {
        vi: 'ERR-2 và ERR-3 trong câu trả lời nói trường nào sai: so với bảng trong tài liệu.',
        en: 'ERR-2 and ERR-3 of the answer name the field: compare it with the tables of the guide.',
        where: guideOf(system),
      };
    case 'hl7-message-unsupported':
      return {
        vi: 'HIS không nhận loại tin này (ERR-3 200, 201): mở loại tin đó, hoặc bỏ khỏi capabilities.',
        en: 'The HIS takes no messages of this kind (ERR-3 200, 201): open it, or take it out of the capabilities.',
        where: settingOf(system, 'capabilities'),
      };
    case 'hl7-version-unsupported':
      return {
        vi: 'HIS không nhận MSH-11 hoặc MSH-12 (ERR-3 202, 203): bộ kiểm tra gửi MSH-11 = T và MSH-12 = 2.5.1.',
        en: 'The HIS does not take MSH-11 or MSH-12 (ERR-3 202, 203): the kit sends MSH-11 = T and MSH-12 = 2.5.1.',
        where: guideOf(system),
      };
    case 'hl7-record-locked':
      return {
        vi: 'Hồ sơ đang được mở (ERR-3 206): kiosk sẽ gửi lại cho đến khi hồ sơ được đóng.',
        en: 'The record is open somewhere (ERR-3 206): a kiosk repeats until it is closed.',
        where: guideOf(system),
      };
    case 'hl7-internal-error':
      return {
        vi: 'HIS tự gặp lỗi (ERR-3 207): xem nhật ký HIS theo MSH-10. Nội dung không nhận được phải có mã 100 đến 105.',
        en: 'The HIS has a fault of its own (ERR-3 207): look at its log for this MSH-10. Content that cannot be taken has a code of 100 to 105.',
        where: guideOf(system),
      };
    case 'probe-unanswered':
      return {
        vi: 'Có máy nhận kết nối nhưng không ai trả lời câu hỏi thử: trả lời NMD^N02, metadata hoặc GET /ping, hoặc đặt probe là false.',
        en: 'Something takes connections and nobody answers the harmless question: answer NMD^N02, metadata or GET /ping, or set probe to false.',
        where: settingOf(system, 'probe'),
      };
    case 'http-content-refused':
      return { ...contentRefused, where: guideOf(system) };
    case 'http-conflict-409':
      return {
        vi: '409 nghĩa là "để sau": kiosk sẽ gửi lại. Với cùng một mã, hãy trả 2xx nếu đã có.',
        en: '409 means "not now": the kiosk repeats. Answer 2xx to what you already have under the same id.',
        where: guideOf(system),
      };
    case 'http-precondition-412':
      return {
        vi: 'Có nhiều hồ sơ mang cùng số: gộp lại, và đặt ràng buộc duy nhất trên (hệ thống, số).',
        en: 'Several records carry the same number: merge them and put a unique constraint on (system, value).',
        where: guideOf(system),
      };
    case 'http-too-many-429':
      return {
        vi: 'Giới hạn tần suất quá thấp: mỗi người bệnh cần vài yêu cầu trong một phút.',
        en: 'The rate limit is too low: each patient needs a few requests a minute.',
        where: guideOf(system),
      };
    case 'http-server-error-5xx':
      return {
        vi: 'Xem nhật ký của máy chủ tại thời điểm này. Nội dung không nhận được phải trả 400 hoặc 422, không phải 5xx.',
        en: 'Look into your server log at this moment. Content that cannot be taken is a 400 or 422, not a 5xx.',
        where: guideOf(system),
      };
    case 'hub-not-deciding':
    case 'hub-version':
    case 'hub-profile':
    case 'hub-refused':
    case 'stopped':
      return {
        vi: 'Bộ kiểm tra bị dừng giữa chừng: chạy lại.',
        en: 'The kit was stopped in the middle: run it again.',
        where: 'npm run conformance',
      };
  }
}

const findings: Readonly<Record<DeliveryReason, Words>> = {
  'not-connected': { vi: 'Không kết nối được', en: 'Nobody listens there' },
  'no-answer': { vi: 'Không có trả lời trong thời hạn', en: 'No answer in time' },
  'line-broke': { vi: 'Kết nối bị cắt trước khi có trả lời', en: 'The line broke before an answer' },
  'answer-not-understood': { vi: 'Câu trả lời không đọc được', en: 'The answer cannot be read' },
  'hospital-error-ae': { vi: 'HIS trả AE: nội dung sai', en: 'The HIS answered AE: the content is wrong' },
  'hospital-reject-ar': { vi: 'HIS trả AR: từ chối', en: 'The HIS answered AR: rejected' },
  'commit-error-ce': { vi: 'HIS trả CE: nội dung sai', en: 'The HIS answered CE: the content is wrong' },
  'commit-reject-cr': { vi: 'HIS trả CR: từ chối', en: 'The HIS answered CR: rejected' },
  'probe-unanswered': { vi: 'Không ai trả lời câu hỏi thử', en: 'Nobody answers the harmless question' },
  'hl7-content-refused': { vi: 'HIS nói nội dung sai ở đâu', en: 'The HIS says what is wrong with the content' },
  'hl7-message-unsupported': { vi: 'HIS không nhận loại tin này', en: 'The HIS takes no messages of this kind' },
  'hl7-version-unsupported': { vi: 'HIS không nhận MSH-11 hoặc MSH-12', en: 'The HIS does not take MSH-11 or MSH-12' },
  'hl7-record-locked': { vi: 'Hồ sơ đang được mở', en: 'The record is open somewhere' },
  'hl7-internal-error': { vi: 'HIS tự gặp lỗi', en: 'The HIS has a fault of its own' },
  'tls-refused': { vi: 'Chứng thư không được chấp nhận', en: 'A certificate is not accepted' },
  'http-unauthorized': { vi: 'Kiosk không được phép', en: 'The kiosk is not let in' },
  'http-not-found': { vi: 'Địa chỉ không có dịch vụ này', en: 'No such service at this address' },
  'http-content-refused': { vi: 'Nội dung bị từ chối', en: 'The content was refused' },
  'http-conflict-409': { vi: 'Xung đột', en: 'Conflict' },
  'http-precondition-412': { vi: 'Có nhiều hồ sơ trùng', en: 'Several records match' },
  'http-too-many-429': { vi: 'Quá nhiều yêu cầu', en: 'Too many requests' },
  'http-server-error-5xx': { vi: 'Máy chủ báo lỗi', en: 'The server failed' },
  'hub-not-deciding': { vi: 'Máy chủ hàng đợi chưa sẵn sàng', en: 'No hub decides' },
  'hub-version': { vi: 'Máy chủ hàng đợi khác phiên bản', en: 'The hub is of another version' },
  'hub-profile': {
    vi: 'Máy chủ hàng đợi chạy thử, kiosk thì không, hoặc ngược lại',
    en: 'The hub is a demo and the kiosk is not, or the reverse',
  },
  'hub-refused': { vi: 'Máy chủ hàng đợi không nhận số này', en: 'The hub does not take this number' },
  stopped: { vi: 'Bị dừng', en: 'Stopped' },
};
