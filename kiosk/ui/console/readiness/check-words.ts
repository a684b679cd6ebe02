import type { Language } from '#config/agreements/language.ts';
import type { Check, Finding, Outcome, Part, PartAvailability } from '#kiosk/bridge/console/readiness-words.ts';

type Words = Readonly<Record<Language, string>>;
interface FindingWords {
  readonly says: Words;
  /** What to do; what passes asks nothing of anybody. */
  readonly todo?: Words;
}
const w = (vi: string, en: string): Words => ({ vi, en });
const good = (vi: string, en: string): FindingWords => ({ says: w(vi, en) });
const f = (says: Words, todo: Words): FindingWords => ({ says, todo });

export const partWords: Readonly<Record<Check['part'], Words>> = {
  service: w('Phục vụ', 'Service'),
  store: w('Kho dữ liệu', 'Store'),
  integrity: w('Toàn vẹn dữ liệu', 'Integrity of the store'),
  disk: w('Ổ đĩa', 'Disk'),
  time: w('Ngày giờ', 'Date and time'),
  window: w('Màn hình người bệnh', "Patient's screen"),
  device: w('Thiết bị', 'Device'),
  system: w('Hệ thống bệnh viện', "Hospital's system"),
  keys: w('Khoá', 'Keys'),
  tickets: w('Xác thực phiếu', 'Proof of tickets'),
  calls: w('Gọi người khi huyết áp nguy hiểm', 'Calls for a dangerous pressure'),
  'site-file': w('Tệp cấu hình', 'Site file'),
  audit: w('Nhật ký thao tác', 'Audit log'),
};

export const outcomeWords: Readonly<Record<Outcome, Words>> = {
  pass: w('Đạt', 'Pass'),
  warn: w('Cần xem', 'Look soon'),
  fail: w('Không đạt', 'Fail'),
};

export const findingWords: { readonly [P in Part]: Readonly<Record<Finding<P>, FindingWords>> } = {
  service: {
    open: good('Đang nhận người bệnh.', 'Patients are served.'),
    'closed-by-staff': f(
      w('Nhân viên đã cho ngừng phục vụ.', 'The staff has taken it out of service.'),
      w('Xong việc thì bấm "Phục vụ trở lại".', 'When done, press "Back into service".'),
    ),
  },
  store: {
    writable: good('Ghi được.', 'Can be written.'),
    'disk-full': f(
      w('Ổ đĩa đầy.', 'The disk is full.'),
      w('Xoá tệp thừa rồi chạy lại.', 'Make room, then test again.'),
    ),
    'not-writable': f(
      w('Không ghi được thư mục dữ liệu.', 'The data directory cannot be written.'),
      w('Kiểm tra quyền ghi và ổ đĩa chỉ đọc.', 'Look at permissions and for a read-only disk.'),
    ),
    'file-lost': f(
      w('Tệp dữ liệu bị xoá hoặc thay thế.', 'The store file was deleted or replaced.'),
      w('Đưa tệp về chỗ cũ, khởi động lại.', 'Put the file back, then restart.'),
    ),
    damaged: f(
      w('Tệp dữ liệu hỏng.', 'The store file is damaged.'),
      w('Sao lưu thư mục dữ liệu, kiểm tra ổ đĩa, khởi động lại.', 'Save a copy, check the disk, then restart.'),
    ),
  },
  integrity: {
    whole: good('Nguyên vẹn.', 'Whole.'),
    'not-finished': f(
      w('Chưa kiểm tra hết trong thời gian cho phép.', 'Not all of it could be read in time.'),
      w('Chạy lại lúc vắng khách.', 'Test again when nobody waits.'),
    ),
    'not-read': f(w('Không đọc được.', 'It does not read.'), w('Kiểm tra ổ đĩa.', 'Check the disk.')),
    damaged: f(
      w('Có trang dữ liệu hỏng.', 'Some of it is damaged.'),
      w(
        'Sao lưu thư mục dữ liệu, kiểm tra ổ đĩa, thay ki-ốt nếu cần.',
        'Save a copy, check the disk, replace the kiosk if need be.',
      ),
    ),
  },
  disk: {
    room: good('Còn chỗ.', 'There is room.'),
    low: f(w('Sắp đầy.', 'Nearly full.'), w('Dọn ổ đĩa trong tuần này.', 'Make room this week.')),
    'too-low': f(w('Quá đầy.', 'Too full.'), w('Dọn ổ đĩa ngay.', 'Make room now.')),
  },
  time: {
    confirmed: good('Chắc chắn.', 'Sure.'),
    unconfirmed: f(
      w('Chưa ai xác nhận ngày giờ.', 'Nobody vouches for the date.'),
      w(
        'Chỉnh đồng hồ máy và máy chủ giờ (timedatectl).',
        "Set the machine's clock and its time server (timedatectl).",
      ),
    ),
  },
  window: {
    connected: good('Đang hiện.', 'Shown.'),
    absent: f(w('Chưa có cửa sổ nào mở.', 'No window is open.'), w('Mở cửa sổ ki-ốt.', "Open the kiosk's window.")),
    lost: f(
      w('Mất kết nối hơn 30 giây.', 'Lost for more than 30 s.'),
      w('Mở lại cửa sổ ki-ốt; xem bộ nhớ của máy.', "Open the kiosk's window anew; look at the machine's memory."),
    ),
  },
  keys: {
    readable: good('Đọc được.', 'Readable.'),
    'store-key': f(
      w('Không dùng được khoá dữ liệu.', "The store's key cannot be used."),
      w(
        'Đặt lại quyền 0600 cho store.key, chủ là người dùng của ki-ốt.',
        "Set store.key to mode 0600, owned by the kiosk's user.",
      ),
    ),
    'signing-key': f(
      w('Không dùng được khoá ký báo cáo.', 'The key that signs reports cannot be used.'),
      w(
        'Đặt quyền 0600 cho readiness/signing-key.pem; nếu lộ, xoá tệp rồi khởi động lại.',
        'Set readiness/signing-key.pem to mode 0600; if others have seen it, delete it and restart.',
      ),
    ),
  },
  tickets: {
    verified: good('Có khoá phiếu.', 'There is a ticket key.'),
    'not-verified': f(
      w('Không có khoá phiếu chung.', 'There is no common ticket key.'),
      w('Đặt site.ticketKeyFile ở trang Cấu hình.', 'Set site.ticketKeyFile on the settings page.'),
    ),
  },
  calls: {
    taken: good('Có hệ thống nhận cuộc gọi.', "A system of the hospital's takes them."),
    'rings-here-only': f(
      w(
        'Không hệ thống nào nhận cuộc gọi; ki-ốt chỉ tự đổ chuông.',
        'No system takes them; the kiosk only rings by itself.',
      ),
      w(
        'Thêm "alerts" cho một hệ thống ở trang Cấu hình; đặt ki-ốt nơi nhân viên nghe được và mở loa.',
        'Give a system the capability "alerts" on the settings page; put the kiosk where staff hear it, with its loudspeaker on.',
      ),
    ),
    'no-pin': f(
      w(
        'Không hệ thống nào nhận cuộc gọi, và chưa có mã PIN sảnh để trả lời tại ki-ốt.',
        'No system takes them, and without a lobby PIN nobody can answer one at the kiosk.',
      ),
      w(
        'Đặt mã PIN sảnh ở trang Người; thêm "alerts" cho một hệ thống ở trang Cấu hình.',
        'Set a lobby PIN on the people page; give a system the capability "alerts" on the settings page.',
      ),
    ),
  },
  'site-file': {
    'as-written': good('Chạy đúng bản đang có.', 'Runs as written.'),
    'last-good': f(
      w('Tệp có lỗi; đang chạy bản tốt gần nhất.', 'It has mistakes; the last good version runs.'),
      w('Sửa ở trang Cấu hình.', 'Mend it on the settings page.'),
    ),
  },
  audit: {
    whole: good('Nguyên vẹn.', 'Whole.'),
    'laid-aside': f(
      w('Nhật ký cũ không tự chứng minh được, đã để riêng.', 'An earlier log did not prove itself and was laid aside.'),
      w('Báo giám sát; giữ thư mục audit-aside-….', 'Tell the supervisor; keep the folder audit-aside-….'),
    ),
    damaged: f(
      w('Có dòng bị sửa hoặc mất.', 'Entries were changed or are missing.'),
      w('Báo giám sát, chạy npm run verify-audit.', 'Tell the supervisor, run npm run verify-audit.'),
    ),
  },
  system: {
    answers: good('Trả lời đúng.', 'Answers as it should.'),
    accepts: good('Bản tin được nhận.', 'Its messages are accepted.'),
    'left-alone': f(
      w('Đang tạm ngưng gửi vì lỗi.', 'It is left alone for a while after failures.'),
      w('Mở trang Bệnh viện, đọc lý do, bấm "Thử ngay".', 'Open the hospital page, read the reason, press "Try now".'),
    ),
    'somebody-must-decide': f(
      w('Có bản tin chờ người quyết định.', 'Messages wait for somebody to decide.'),
      w('Xử lý ở trang Bệnh viện.', 'Decide on the hospital page.'),
    ),
    'not-reachable': f(
      w('Không kết nối được.', 'Not reachable.'),
      w('Kiểm tra mạng, địa chỉ và cổng ở trang Cấu hình.', 'Check network, address and port on the settings page.'),
    ),
    'not-understood': f(
      w('Trả lời không hiểu được.', 'Its answer is not understood.'),
      w('So địa chỉ với tài liệu tích hợp.', 'Compare its address with the integration guide.'),
    ),
    lacks: f(
      w('Thiếu tính năng mà cấu hình cần.', 'It lacks what the site file counts on.'),
      w('Xem mục thiếu ở trang Bệnh viện.', 'See what is missing on the hospital page.'),
    ),
    'no-answer': f(
      w('Không trả lời trong 8 giây.', 'No answer within 8 s.'),
      w('Hỏi người quản lý máy chủ bệnh viện.', "Ask whoever runs the hospital's server."),
    ),
    stands: f(
      w('Không nhận gì trong khi có bản tin chờ.', 'It accepts nothing while something waits.'),
      w('Mở trang Bệnh viện, làm theo lý do.', 'Open the hospital page and follow the reason.'),
    ),
  },
};

export const availabilityWords: Readonly<Record<PartAvailability['part'], Words>> = {
  service: w('Phục vụ người bệnh', 'Service to patients'),
  maintenance: w('Bảo trì (nhân viên cho nghỉ)', 'Maintenance (by the staff)'),
  window: w('Màn hình', 'Screen'),
  time: w('Ngày giờ', 'Date and time'),
  device: w('Thiết bị', 'Device'),
  system: w('Hệ thống', 'System'),
};

export const readinessPageWords = {
  test: w('Chạy tự kiểm tra', 'Run the self-test'),
  running: w('Đang kiểm tra…', 'Testing…'),
  serving: w('Đang có người bệnh: chờ xong lượt.', 'A patient is being served: wait until they are done.'),
  begin: w('Cho ngừng phục vụ (bảo trì)', 'Take out of service (maintenance)'),
  end: w('Phục vụ trở lại', 'Back into service'),
  closed: w(
    'Ki-ốt đang bảo trì; người bệnh được mời ra quầy. Từ {at}.',
    'The kiosk is in maintenance; patients are sent to the desk. Since {at}.',
  ),
  closedUnknown: w(
    'Ki-ốt đang bảo trì; người bệnh được mời ra quầy.',
    'The kiosk is in maintenance; patients are sent to the desk.',
  ),
  daily: w('Tự kiểm tra mỗi ngày lúc {at}.', 'It tests itself every day at {at}.'),
  none: w('Chưa có lần kiểm tra nào.', 'It has not tested itself yet.'),
  result: w('Kết quả {at}', 'Result of {at}'),
  what: w('Mục', 'Part'),
  outcome: w('Kết quả', 'Outcome'),
  todo: w('Thấy gì, làm gì', 'What was found, what to do'),
  json: w('Báo cáo có chữ ký (JSON)', 'Signed report (JSON)'),
  key: w('Khoá công khai của ki-ốt', "The kiosk's public key"),
  noKey: w('Không ký được: khoá không dùng được.', 'Not signed: the key cannot be used.'),
  availability: w('Sẵn sàng trong 30 ngày', 'Availability over 30 days'),
  availabilityHint: w(
    'Mỗi cột một ngày; cột trống là ki-ốt tắt. Chỉ tính phút mà ki-ốt tự thấy.',
    'A bar a day; an empty one: the kiosk was off. Only minutes that the kiosk itself has seen.',
  ),
  outMinutes: w('{out} phút hỏng / {watched} phút theo dõi', '{out} min out of {watched} min watched'),
  history: w('Các lần trước', 'Earlier tests'),
  byPerson: w('do người chạy', 'by a person'),
  byItself: w('tự động', 'by itself'),
  go: w('Mở trang', 'Open'),
  screen: w('Xem màn hình người bệnh (đã che)', "See the patient's screen (masked)"),
  refused: w('Không làm được, hãy thử lại.', 'It was not done; try again.'),
} as const satisfies Readonly<Record<string, Words>>;

export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (_whole, name: string) => String(values[name] ?? ''));
}
