import type { Language } from '#config/agreements/language.ts';
import type { LogEventId } from '#config/agreements/log-events.ts';

/** The documentation of one line of the log: what it says, and what a technician does about it. */
export interface EventHelp {
  readonly says: string;
  /** Short, the first thing first. */
  readonly todo: string;
}

const nothing = { vi: 'Không cần làm gì.', en: 'Nothing to do.' };
const askHis = {
  vi: 'Mở trang Bệnh viện, đọc lý do và làm theo gợi ý ở đó.',
  en: 'Open the hospital page, read the reason and do what it says there.',
};

/** Every event has its page, in both languages; an event without one does not compile. */
export const eventHelp: Readonly<Record<LogEventId, Readonly<Record<Language, EventHelp>>>> = {
  'kiosk-started': help('Ki-ốt đã khởi động và nhận người bệnh.', 'The kiosk serves patients.', nothing),
  'crisis-rings-here-only': help(
    'Ki-ốt đo huyết áp theo quy trình nhưng không hệ thống nào của bệnh viện nhận cuộc gọi: khi huyết áp nguy hiểm, chỉ ki-ốt tự đổ chuông.',
    'The kiosk measures by protocol, but no system of the hospital takes calls: for a dangerous pressure only the kiosk itself rings.',
    {
      vi: 'Thêm "alerts" cho một hệ thống ở trang Cấu hình; đặt mã PIN sảnh, mở loa, và đặt ki-ốt nơi nhân viên nghe được.',
      en: 'Give a system the capability "alerts" on the settings page; set a lobby PIN, turn the loudspeaker on, and put the kiosk where staff hear it.',
    },
  ),
  'measuring-not-offered': help(
    'Tệp cấu hình có trạm đo nhưng không có máy đo huyết áp; ki-ốt chỉ cấp số.',
    'The site file wants measuring, but no blood-pressure monitor stands in it; the kiosk only checks in.',
    {
      vi: 'Thêm máy đo ở trang Thiết bị, hoặc bỏ "vitals" khỏi kiosk.stations ở trang Cấu hình.',
      en: 'Add a monitor on the devices page, or take "vitals" out of kiosk.stations on the settings page.',
    },
  ),
  'tickets-not-verified': help(
    'Ki-ốt đo không có khoá phiếu chung nên không phân biệt được phiếu giả.',
    'This measuring kiosk has no key of the hospital’s tickets and cannot tell a made-up one.',
    {
      vi: 'Đặt cùng một khoá phiếu (site.ticketKeyFile) trên mọi ki-ốt, ở trang Cấu hình.',
      en: 'Set the same ticket key (site.ticketKeyFile) on all kiosks, on the settings page.',
    },
  ),
  'map-not-shown': help(
    'Không dùng được một hình chỉ đường; phiếu chỉ có chữ.',
    'A picture of the way cannot be used; tickets have the words alone.',
    {
      vi: 'Mở trang Cấu hình, đọc ghi chú ở ô “Hình vẽ đường đi”, chép đúng tệp PNG vào chỗ đó rồi khởi động lại ki-ốt.',
      en: 'Open the settings page, read the note at the field “Map”, put a right PNG file there, and restart.',
    },
  ),
  'site-file-broken': help(
    'Tệp cấu hình có lỗi; ki-ốt đang chạy bản tốt gần nhất.',
    'The site file has mistakes; the kiosk runs the last good version.',
    {
      vi: 'Mở trang Cấu hình, sửa các lỗi được chỉ ra hoặc trả về một bản cũ.',
      en: 'Open the settings page, mend what is marked there or return to an earlier version.',
    },
  ),
  'kiosk-does-not-open': help(
    'Ki-ốt không mở được; bệnh nhân được hướng dẫn sang quầy.',
    'The kiosk does not open; patients are sent to the desk.',
    {
      vi: 'Mở trang Tổng quan của bảng điều khiển: ở đó ghi lý do và việc cần làm. Ki-ốt tự thử lại.',
      en: "Open the console's overview: it says why and what to do. The kiosk is tried again by itself.",
    },
  ),
  'console-elsewhere': help(
    'Trang quản trị không mở được ở chỗ ghi trong cấu hình; nó đang ở cổng khác, hoặc chỉ mở được trên máy này.',
    'The console cannot be where the site file says; it is on another port, or for this machine alone.',
    {
      vi: 'Chạy npm run technician-url để biết địa chỉ. Tắt chương trình đang chiếm cổng, hoặc sửa management ở trang Cấu hình; trang quản trị tự trở về.',
      en: 'npm run technician-url tells where. End what holds the port, or mend management on the settings page; it comes back by itself.',
    },
  ),
  'console-back': help(
    'Trang quản trị đã trở về chỗ ghi trong cấu hình.',
    'The console is where the site file says again.',
    nothing,
  ),
  'kiosk-stopping': help(
    'Ki-ốt đang dừng: in và gửi nốt việc dở.',
    'The kiosk finishes what is being printed and sent, then stops.',
    {
      vi: 'Không cần làm gì. Nếu không ai yêu cầu dừng, xem nhật ký của máy (journalctl).',
      en: 'Nothing. If nobody asked for it, look at the machine’s journal.',
    },
  ),
  'kiosk-crashed': help(
    'Một lỗi phần mềm đã làm ki-ốt dừng; số đã cấp vẫn an toàn.',
    'A bug stopped the kiosk; stored visits are safe.',
    {
      vi: 'Tạo gói chẩn đoán và gửi cho nhà cung cấp. Ki-ốt tự khởi động lại.',
      en: 'Make a diagnostics bundle and send it to the makers. The kiosk starts again by itself.',
    },
  ),
  'launch-socket-missing': help(
    'Đường dẫn thư mục dữ liệu quá dài, không mở được cổng gọi cửa sổ.',
    'The data directory’s path is too long for a launch socket.',
    {
      vi: 'Chọn kiosk.dataDir ngắn hơn; nếu không, mở lại cửa sổ thì phải khởi động lại ki-ốt.',
      en: 'Choose a shorter kiosk.dataDir; until then a new window needs a restarted kiosk.',
    },
  ),
  'page-connected': help('Màn hình người bệnh đã kết nối.', 'The patient’s page is connected.', nothing),
  'page-disconnected': help('Màn hình người bệnh mất kết nối.', 'The patient’s page went away.', {
    vi: 'Tự nối lại. Nếu quá một phút vẫn chưa, mở lại cửa sổ ki-ốt.',
    en: 'It comes back by itself. After more than a minute, open the kiosk’s window anew.',
  }),
  'page-silent': help('Màn hình người bệnh không trả lời trong 6 giây.', 'The patient’s page did not answer for 6 s.', {
    vi: 'Nếu hay gặp, xem tải CPU và bộ nhớ của máy ở biểu đồ.',
    en: 'If it comes often, look at the machine’s load and memory in the charts.',
  }),
  'page-failed': help(
    'Lỗi phần mềm ở màn hình người bệnh; trang tự tải lại.',
    'A bug in the patient’s page; it loads itself anew.',
    {
      vi: 'Tạo gói chẩn đoán, báo cho nhà cung cấp tên màn hình ghi ở dòng này.',
      en: 'Make a diagnostics bundle and tell the makers the screen named here.',
    },
  ),
  'window-opened-anew': help('Cửa sổ ki-ốt đã được mở lại.', 'The kiosk’s window was opened anew.', {
    vi: 'Một lần thì không sao. Hay gặp: browser-ended, page-crashed → bộ nhớ, trình điều khiển màn hình; browser-hung, page-silent → máy quá chậm; page-refused → chương trình khác chiếm cổng; page-left → có bàn phím cắm vào.',
    en: 'Once is nothing. Often: browser-ended, page-crashed → memory, graphics driver; browser-hung, page-silent → a slow machine; page-refused → another program has the port; page-left → a keyboard is plugged in.',
  }),
  'command-refused': help(
    'Một lần chạm đến muộn, không có tác dụng.',
    'A tap came too late and changed nothing.',
    nothing,
  ),
  'device-condition': help('Thiết bị đổi trạng thái.', 'A device changed its condition.', {
    vi: 'Hết giấy, mở nắp: xử lý tại máy in. Trạng thái khác: xem trang Thiết bị.',
    en: 'No paper, cover open: go to the printer. Anything else: look at the devices page.',
  }),
  'device-lost': help('Thiết bị không trả lời.', 'A device does not answer.', {
    vi: 'Kiểm tra nguồn và cáp; rồi mở trang Thiết bị để thử. Ki-ốt tự dò lại.',
    en: 'Check power and cable, then try it on the devices page. The kiosk keeps trying.',
  }),
  'device-hint': help('Thiết bị chạy nhưng có điều nên sửa.', 'A device works, but something should be mended.', {
    vi: 'Mở thiết bị ở trang Thiết bị, làm theo gợi ý.',
    en: 'Open the device on the devices page and do what it says.',
  }),
  'device-hint-gone': help(
    'Điều nên sửa ở thiết bị đã được sửa.',
    'What should be mended about a device has been mended.',
    nothing,
  ),
  'csca-folder-read': help(
    'Đã đọc thư mục chứng thư quốc gia dùng để kiểm tra thẻ chip.',
    'The folder of country certificates for chip cards was read.',
    {
      vi: 'Nếu có tệp không đọc được hoặc hết hạn, thay bằng bộ chứng thư mới trong cscaDir.',
      en: 'If files are unreadable or expired, put a new set into cscaDir.',
    },
  ),
  'card-read': help('Đã đọc một thẻ.', 'A card was read.', nothing),
  'card-not-read': help(
    'Một mã không dùng được; người bệnh được mời quét lại.',
    'A code could not be used; the patient was asked to scan again.',
    {
      vi: 'Nếu hay gặp: lau kính máy quét, thử quét mã mẫu ở trang Thiết bị.',
      en: 'If often: wipe the scanner’s glass, scan a test code on the devices page.',
    },
  ),
  'chip-read': help(
    'Đã đọc chip của thẻ; lý do cho biết thẻ được xác thực thế nào.',
    'A card’s chip was read; the reason says how it proved to be genuine.',
    {
      vi: '"no-trusted-csca" nhiều lần: bổ sung chứng thư quốc gia vào cscaDir.',
      en: 'Often "no-trusted-csca": put the country’s certificates into cscaDir.',
    },
  ),
  'chip-not-read': help(
    'Không đọc được chip; lượt khám vẫn tiếp tục.',
    'A chip was not read; the visit goes on without it.',
    {
      vi: '"damaged" hay "timed-out" nhiều lần: kiểm tra đầu đọc và chỗ đặt thẻ.',
      en: 'Often "damaged" or "timed-out": look at the reader and where cards are laid.',
    },
  ),
  'session-started': help('Một người bệnh bắt đầu.', 'A patient started.', nothing),
  'session-ended': help(
    'Lượt phục vụ kết thúc, màn hình đã sạch.',
    'The session is over and the screen is clean.',
    nothing,
  ),
  'visit-stored': help('Lượt khám và số thứ tự đã ghi vào ổ đĩa.', 'A visit and its number are on disk.', nothing),
  'ticket-taken-by-phone': help(
    'Người bệnh giữ mã trên điện thoại, không in giấy.',
    'A patient took the code by phone; nothing was printed.',
    nothing,
  ),
  'document-shared': help(
    'Hai người đưa giấy tờ cùng một số trong ngày; ai cũng có số riêng.',
    'Two people have shown papers of one number today; each has a number of their own.',
    {
      vi: 'Phiếu ghi “Đối chiếu giấy tờ”: quầy so giấy tờ của hai người.',
      en: 'The ticket says “papers to compare”: the desk compares what both have.',
    },
  ),
  'service-changed': help(
    'Người bệnh đổi dịch vụ: số mới thay số cũ.',
    'A patient chose another service: a new number stands for the old one.',
    nothing,
  ),
  'service-not-changed': help(
    'Không đổi được dịch vụ; người bệnh giữ số cũ.',
    'Another service was not given; the patient keeps the number.',
    {
      vi: 'Nếu hay gặp, xem ổ đĩa và trạng thái kho dữ liệu ở trang Sẵn sàng.',
      en: 'If often, look at the disk and the store on the readiness page.',
    },
  ),
  'number-given-up': help(
    'Người bệnh bỏ số; số đó không gọi nữa.',
    'A patient gave up their number; nobody calls it any more.',
    nothing,
  ),
  'number-not-given-up': help(
    'Không bỏ được số; số vẫn có hiệu lực.',
    'A number was not given up; it counts as before.',
    {
      vi: 'Nếu hay gặp, xem ổ đĩa và trạng thái kho dữ liệu ở trang Sẵn sàng.',
      en: 'If often, look at the disk and the store on the readiness page.',
    },
  ),
  'service-full': help(
    'Dịch vụ hết số đúng lúc người bệnh đang chọn; máy mời chọn nơi khác hoặc quầy.',
    'A service became full while somebody chose it; they were offered another one, or the desk.',
    {
      vi: 'Nếu xảy ra nhiều, xem lại số lượt mỗi ngày của dịch vụ.',
      en: 'Where it happens often, look at the numbers a day of that service.',
    },
  ),
  'visit-not-stored': help(
    'Ổ đĩa không ghi được; ki-ốt ngừng phục vụ.',
    'The disk refuses to store; the kiosk is out of service.',
    {
      vi: 'Giải phóng chỗ trống, kiểm tra quyền ghi thư mục dữ liệu, rồi chạy tự kiểm tra.',
      en: 'Make room, check that the data directory can be written, then run the self-test.',
    },
  ),
  'store-refuses': help(
    'Kho dữ liệu không nhận lượt mới; ki-ốt ngừng phục vụ.',
    'The store cannot take the next visit; the kiosk is out of service.',
    {
      vi: 'disk-full: giải phóng chỗ. not-writable: kiểm tra quyền ghi. file-lost: đưa tệp về chỗ cũ, khởi động lại. damaged: sao lưu, kiểm tra ổ đĩa, khởi động lại.',
      en: 'disk-full: make room. not-writable: check permissions. file-lost: put the file back, restart. damaged: save a copy, check the disk, restart.',
    },
  ),
  'store-file-rewrite': help(
    'Kho dữ liệu bản cũ được ghi lại một lần trước người bệnh đầu tiên.',
    'The store of an earlier version is written anew, once.',
    {
      vi: 'no-room: giải phóng bằng dung lượng ghi ở đây rồi khởi động lại. failed: kiểm tra thư mục dữ liệu.',
      en: 'no-room: make room for the size named here and restart. failed: look at the data directory.',
    },
  ),
  'lobby-act': help(
    'Nhân viên đã làm việc này ở góc màn hình của bệnh nhân, sau khi gõ mã PIN ở góc.',
    'Staff did this from the corner of the patient screen, after its PIN.',
    nothing,
  ),
  'staff-out-of-service': help(
    'Nhân viên đã cho ki-ốt ngừng phục vụ (bảo trì).',
    'A person of the staff has taken the kiosk out of service.',
    {
      vi: 'Xong việc thì bấm "Phục vụ trở lại" ở trang Sẵn sàng. Ai làm: xem trang Người.',
      en: 'When done, press "Back into service" on the readiness page. Who it was: see the people page.',
    },
  ),
  'staff-in-service': help(
    'Nhân viên đã cho ki-ốt phục vụ trở lại.',
    'A person of the staff has put the kiosk back into service.',
    nothing,
  ),
  'store-recovered': help('Kho dữ liệu nhận lượt mới trở lại.', 'The store accepts visits again.', nothing),
  'time-confirmed': help('Ki-ốt chắc chắn về ngày giờ.', 'The kiosk is sure of the date.', nothing),
  'time-unconfirmed': help(
    'Ki-ốt không chắc về ngày giờ: vẫn cấp số, không xoá gì.',
    'The kiosk is not sure of the date: numbers go on, nothing is erased.',
    {
      vi: 'Chỉnh đồng hồ máy, kiểm tra máy chủ giờ (timedatectl). Trang Tổng quan cho biết ai nói mấy giờ.',
      en: 'Set the machine’s clock, check its time server (timedatectl). The overview shows who says what.',
    },
  ),
  'day-left': help(
    'Nhân viên xác nhận đồng hồ đã sai trong ngày này.',
    'A person said that the clock was wrong on this day.',
    nothing,
  ),
  'tickets-expired': help(
    'Có lượt khám bị xoá mà bệnh viện chưa nhận được.',
    'Visits were erased that the hospital never got.',
    {
      vi: 'Mở trang Tổng quan, in danh sách số và mang ra quầy.',
      en: 'Open the overview, print the list of numbers and take it to the desk.',
    },
  ),
  'expired-taken': help('Nhân viên đã nhận danh sách số bị xoá.', 'A person took the list of erased numbers.', nothing),
  'ticket-printed': help('Máy in xác nhận đã in phiếu.', 'The printer confirmed the ticket.', nothing),
  'ticket-sent': help(
    'Đã gửi phiếu tới máy in không xác nhận được giấy.',
    'The ticket was sent to a printer that cannot prove paper.',
    {
      vi: 'Không cần làm gì. Nếu người bệnh hay thiếu phiếu, dùng máy in có báo trạng thái.',
      en: 'Nothing. If patients often miss their paper, use a printer that reports its status.',
    },
  ),
  'ticket-not-printed': help(
    'Phiếu không in được; số hiện trên màn hình.',
    'The ticket was not printed; the number was shown on the screen.',
    {
      vi: 'Kiểm tra giấy, nắp, dao cắt; in thử ở trang Thiết bị.',
      en: 'Check paper, cover and cutter; print a test on the devices page.',
    },
  ),
  'result-printed': help(
    'Kết quả đo đã được gửi tới máy in theo ý người bệnh.',
    'A patient had the measurements printed.',
    nothing,
  ),
  'result-not-printed': help(
    'Kết quả đo không in được; vẫn hiện trên màn hình và đã được lưu.',
    'The measurements were not printed; they stood on the screen, and are stored.',
    {
      vi: 'Kiểm tra giấy, nắp, dao cắt; in thử ở trang Thiết bị.',
      en: 'Check paper, cover and cutter; print a test on the devices page.',
    },
  ),
  'reading-stored': help('Kết quả đo đã ghi cùng lượt khám.', 'A reading is on disk with its visit.', nothing),
  'measurement-failed': help('Một lần đo không có kết quả.', 'A measurement gave nothing.', {
    vi: 'Cùng lý do nhiều lần: kiểm tra vòng bít và ống khí, đo thử ở trang Thiết bị.',
    en: 'Often the same reason: look at cuff and tube, measure on a phantom on the devices page.',
  }),
  'work-note-failed': help('Không ghi được ghi chú "máy đo đang chạy".', 'That a cuff works could not be noted.', {
    vi: 'Kiểm tra ổ đĩa: chỗ trống và quyền ghi.',
    en: 'Look at the disk: room and permissions.',
  }),
  'consent-words-not-kept': help('Không lưu được nội dung xin đồng ý.', 'The words of a consent could not be kept.', {
    vi: 'Kiểm tra ổ đĩa: chỗ trống và quyền ghi của thư mục dữ liệu, rồi khởi động lại ki-ốt.',
    en: 'Look at the disk: room and permissions of the data directory; then start the kiosk again.',
  }),
  'reading-discarded': help(
    'Máy đo gửi kết quả không thuộc lần đo nào; đã bỏ.',
    'A record that belongs to no open measurement was thrown away.',
    {
      vi: 'Không cần làm gì, trừ khi hay gặp: có người đo ngoài ki-ốt.',
      en: 'Nothing, unless it comes often: somebody measures without the kiosk.',
    },
  ),
  'insurance-alarm': help(
    'Cổng giám định BHXH trả lời nhưng không phải về thẻ.',
    'The social insurance’s gateway answers, but not about cards.',
    {
      vi: 'Báo người quản lý máy chủ bệnh viện: tài khoản cổng, mẫu yêu cầu hoặc chính cổng đang lỗi.',
      en: 'Tell whoever runs the hospital’s server: the account, the form of the question, or the gateway itself.',
    },
  ),
  'delivery-accepted': help('Bệnh viện đã nhận một bản tin.', 'The hospital accepted a message.', nothing),
  'delivery-delayed': help(
    'Chưa gửi được cho bệnh viện; ki-ốt tự gửi lại.',
    'The hospital could not be reached; the kiosk tries again by itself.',
    {
      vi: 'Kéo dài hơn 15 phút: kiểm tra mạng và máy chủ bệnh viện ở trang Bệnh viện.',
      en: 'For longer than 15 minutes: check the network and the hospital’s server on the hospital page.',
    },
  ),
  'delivery-refused': help('Bệnh viện từ chối một bản tin.', 'The hospital refused a message.', askHis),
  'delivery-unsure': help('Có thể bệnh viện đã nhận bản tin này.', 'The hospital may have this message already.', {
    vi: 'Hỏi quầy số này đã có trên hệ thống chưa, rồi quyết định ở trang Bệnh viện.',
    en: 'Ask the desk whether this number is in their system, then decide on the hospital page.',
  }),
  'storage-changed': help('Ổ đĩa đầy lên hoặc vơi đi.', 'The disk got fuller or emptier.', {
    vi: 'low: dọn sớm. too-low: ki-ốt ngừng phục vụ, giải phóng chỗ ngay.',
    en: 'low: make room soon. too-low: the kiosk is out of service, make room now.',
  }),
  'hub-in-touch': help(
    'Máy chủ hàng đợi trả lời: số được lấy từ dãy chung của bệnh viện.',
    'The hub answers: numbers come from the run of the whole hospital.',
    nothing,
  ),
  'services-of-hub': help(
    'Chữ cái, phòng hoặc giờ mở cửa theo máy chủ hàng đợi, từ người bệnh tiếp theo.',
    'Letters, rooms or opening hours go by the hub, from the next patient on.',
    {
      vi: 'Sửa tệp cấu hình cho giống máy chủ, ở trang Cấu hình.',
      en: 'Make the site file say the same as the hub, on the settings page.',
    },
  ),
  'hub-lost': help(
    'Máy chủ hàng đợi không trả lời; ki-ốt vẫn cấp số từ phần số đã nhận, rồi bằng dãy riêng.',
    'The hub does not answer; tickets go on from the numbers in stock, then under this kiosk’s mark.',
    {
      vi: 'Mở trang Bệnh viện: nếu khóa bị từ chối, tạo khóa mới bằng npm run hub-key; nếu không, kiểm tra mạng và máy chủ hàng đợi.',
      en: 'Open the hospital page: if the key is refused, make a new one with npm run hub-key; otherwise check the network and the hub.',
    },
  ),
  'numbers-leased': help(
    'Máy chủ hàng đợi đã giao cho ki-ốt một khối số.',
    'The hub has given this kiosk a block of numbers.',
    nothing,
  ),
  'numbers-not-leased': help(
    'Máy chủ hàng đợi chưa giao số của dãy này; ki-ốt dùng dãy riêng và sẽ hỏi lại.',
    'The hub has given no numbers of this series; the kiosk goes on under its mark and asks again.',
    {
      vi: 'So sánh chữ cái dịch vụ ở trang Cấu hình với cấu hình của máy chủ hàng đợi.',
      en: 'Compare the letters of the services on the settings page with those of the hub.',
    },
  ),
  'look-up-answered': help('Bệnh viện đã trả lời tra cứu.', 'The hospital answered a question.', nothing),
  'look-up-failed': help(
    'Bệnh viện không trả lời tra cứu kịp; người bệnh đi tiếp.',
    'The hospital did not answer in time; the patient went on.',
    {
      vi: 'Nếu hay gặp: kiểm tra hệ thống đó ở trang Bệnh viện, tăng lookUps.deadlineMs nếu mạng chậm.',
      en: 'If often: try that system on the hospital page; raise lookUps.deadlineMs on a slow network.',
    },
  ),
  'look-up-named-another': help(
    'Bệnh viện trả lời về người khác; không dùng kết quả.',
    'The hospital answered about somebody else; nothing of it was used.',
    {
      vi: 'Báo bệnh viện: có số giấy tờ bị gán nhầm trong hồ sơ của họ.',
      en: 'Tell the hospital: a number in its records may belong to somebody else.',
    },
  ),
  'endpoint-mismatch': help(
    'Hệ thống bệnh viện thiếu điều mà cấu hình cần.',
    'A system of the hospital does not offer what the site file counts on.',
    {
      vi: 'So với tài liệu tích hợp; sửa "capabilities" ở trang Cấu hình hoặc nhờ bệnh viện bật tính năng.',
      en: 'Compare with the integration guide; change "capabilities" on the settings page or have the hospital offer it.',
    },
  ),
  'alert-raised': help('Có người ở ki-ốt cần được giúp.', 'Somebody at the kiosk needs a person.', {
    vi: 'Cử người đến ki-ốt, rồi bấm nhận ở trang Tổng quan.',
    en: 'Send somebody to the kiosk, then acknowledge it on the overview.',
  }),
  'alert-escalated': help('Chưa ai trả lời cuộc gọi giúp đỡ.', 'Nobody has answered a call in time.', {
    vi: 'Đến ki-ốt ngay; bấm nhận ở trang Tổng quan.',
    en: 'Go to the kiosk now; acknowledge it on the overview.',
  }),
  'alert-end-not-told': help(
    'Một hệ thống chưa được báo là cuộc gọi đã xong.',
    'A system could not be told that the call is over.',
    nothing,
  ),
  'alert-ended': help('Cuộc gọi giúp đỡ đã kết thúc.', 'A call for a person is over.', nothing),
  'technician-decided': help(
    'Nhân viên đã quyết định về một bản tin hoặc cuộc gọi.',
    'A person decided about a message or a call.',
    nothing,
  ),
  'technician-decided-all': help(
    'Nhân viên đã quyết định cho nhiều bản tin.',
    'A person decided about many messages at once.',
    nothing,
  ),
  'system-stands': help(
    'Một hệ thống bệnh viện không nhận gì dù có bản tin đang chờ.',
    'A system of the hospital accepts nothing while something waits.',
    {
      vi: 'Mở trang Bệnh viện, đọc lý do; bấm "Thử ngay" sau khi sửa. Không mất gì.',
      en: 'Open the hospital page and read the reason; press "Try now" after mending. Nothing is lost.',
    },
  ),
  'system-goes-on': help('Hệ thống bệnh viện đã nhận lại.', 'A system of the hospital accepts again.', nothing),
  'endpoint-tried': help('Kỹ thuật viên đã cho thử một hệ thống ngay.', 'A technician had a system tried at once.', {
    vi: 'Xem dòng tiếp theo của hệ thống đó.',
    en: 'Look at the next line of that system.',
  }),
  'check-in-asked': help(
    'Nhân viên đã yêu cầu tệp check-in của một ngày.',
    'A person has asked for a day’s check-in file.',
    nothing,
  ),
  'check-in-downloaded': help('Tệp check-in của một ngày đã được tải.', 'A day’s check-in file was downloaded.', {
    vi: 'Tệp có tên người bệnh: không để bản sao trên máy này.',
    en: 'It names patients: leave no copy on this machine.',
  }),
  'check-in-not-downloaded': help('Tệp check-in không tải được trọn vẹn.', 'A check-in file was not delivered whole.', {
    vi: 'Tải lại; nếu lại hỏng, chạy tự kiểm tra.',
    en: 'Download it again; if it fails again, run the self-test.',
  }),
  'fhir-refusal': help('Máy chủ FHIR không nhận một bản tin.', 'A FHIR server did not take a message.', {
    vi: 'Đưa "issues" ở dòng này cho người quản lý máy chủ.',
    en: 'Show the "issues" of this line to whoever runs the server.',
  }),
  'duplicate-patient': help(
    'Máy chủ FHIR có nhiều hồ sơ cho cùng một mã.',
    'The FHIR server has several patients with one identifier.',
    {
      vi: 'Nhờ bệnh viện gộp hồ sơ. Ki-ốt không gộp gì.',
      en: 'Ask the hospital to merge them. The kiosk merged nothing.',
    },
  ),
  'fhir-search-lags': help('Tìm kiếm của máy chủ FHIR chậm hơn ghi.', 'The FHIR server’s search lags behind.', nothing),
  'self-test-passed': help('Tự kiểm tra đạt.', 'The self-test passed.', nothing),
  'self-test-failed': help('Tự kiểm tra thấy điều cần sửa.', 'The self-test found something to mend.', {
    vi: 'Mở trang Sẵn sàng, làm từ trên xuống.',
    en: 'Open the readiness page and go from the top down.',
  }),
  erased: help('Dữ liệu cá nhân quá hạn đã được xoá.', 'Personal data past its retention was erased.', nothing),
};

function help(vi: string, en: string, todo: { readonly vi: string; readonly en: string }) {
  return { vi: { says: vi, todo: todo.vi }, en: { says: en, todo: todo.en } };
}
