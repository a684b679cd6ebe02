import type { Language } from '#config/agreements/language.ts';
import type { LogLevel, MetricSeries } from '#kiosk/bridge/console/logs-words.ts';

type Words = Readonly<Record<Language, string>>;
const w = (vi: string, en: string): Words => ({ vi, en });

export const levelWords: Readonly<Record<LogLevel, Words>> = {
  info: w('Thông tin', 'Info'),
  warn: w('Cảnh báo', 'Warning'),
  error: w('Lỗi', 'Error'),
};

export const seriesWords: Readonly<Record<MetricSeries, Words>> = {
  'sessions-per-minute': w('Lượt mỗi phút', 'Sessions a minute'),
  'errors-per-minute': w('Lỗi mỗi phút', 'Errors a minute'),
  'waiting-messages': w('Bản tin đang chờ', 'Messages waiting'),
  'oldest-waiting': w('Chờ lâu nhất', 'Oldest waiting'),
  'devices-not-ready': w('Thiết bị chưa sẵn sàng', 'Devices not ready'),
  'free-disk': w('Ổ đĩa còn trống', 'Free disk'),
  memory: w('Bộ nhớ', 'Memory'),
  'cpu-share': w('CPU', 'CPU'),
  'event-loop-lag': w('Độ trễ phần mềm', 'Event-loop lag'),
};

export const logWords = {
  filter: w('Lọc nhật ký', 'Filter the log'),
  level: w('Mức', 'Level'),
  every: w('Tất cả', 'All'),
  warnUp: w('Cảnh báo và lỗi', 'Warnings and errors'),
  errorsOnly: w('Chỉ lỗi', 'Errors only'),
  event: w('Sự kiện', 'Event'),
  device: w('Thiết bị (mã)', 'Device (id)'),
  text: w('Chứa chữ', 'Contains'),
  from: w('Từ', 'From'),
  to: w('Đến', 'To'),
  search: w('Tìm', 'Search'),
  more: w('Xem cũ hơn', 'Older'),
  end: w('Hết nhật ký.', 'The log ends here.'),
  none: w('Không có dòng nào phù hợp.', 'No line fits.'),
  notReadable: w('Không đọc được nhật ký: kiểm tra thư mục logs.', 'The log does not read: look at the folder logs.'),
  tail: w('Theo dõi trực tiếp', 'Watch live'),
  stopTail: w('Ngừng theo dõi', 'Stop watching'),
  time: w('Lúc', 'Time'),
  says: w('Điều gì', 'What'),
  todo: w('Làm gì', 'What to do'),
  fields: w('Trường', 'Fields'),
  documentation: w('Giải thích sự kiện', 'What the event means'),
  allEvents: w('Mọi sự kiện', 'All events'),
  unknown: w('Sự kiện của một phiên bản khác.', 'An event of another version.'),
  metrics: w('Số liệu 24 giờ', 'The last 24 hours'),
  noMetrics: w('Chưa đủ số liệu: chờ vài phút sau khi khởi động.', 'No figures yet: some minutes after the start.'),
  bundle: w('Tạo gói chẩn đoán', 'Make a diagnostics bundle'),
  bundleHint: w(
    'Nhật ký, số liệu, trạng thái, cấu hình không có bí mật, kết quả tự kiểm tra. Không có dữ liệu người bệnh.',
    'Log, figures, health, the site file without secrets, self-tests. Nothing of any patient.',
  ),
  back: w('Về nhật ký', 'Back to the log'),
  now: w('hiện tại', 'now'),
  most: w('cao nhất', 'most'),
  refused: w('Không làm được, hãy thử lại.', 'It was not done; try again.'),
} as const satisfies Readonly<Record<string, Words>>;
