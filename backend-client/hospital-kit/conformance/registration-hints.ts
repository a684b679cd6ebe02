import type { Words } from './report.ts';
import type { RegistrationCase } from './test-set.ts';

/** What to look at first when this registration, and not the ordinary one, goes wrong. */
export const registrationHints: Readonly<Partial<Record<RegistrationCase, Words>>> = {
  'registration.priority-uncertain': {
    vi: 'Cho phép ngày sinh chỉ có năm và người bệnh không có số định danh; ưu tiên chưa chắc chắn thì nhân viên kiểm tra.',
    en: 'Allow a birth date of a year alone and a patient without a citizen number; uncertain priority is for staff to check.',
  },
  'registration.priority-declared': {
    vi: 'Nhận mọi căn cứ ưu tiên của Luật 15/2023 Đ.3 kh.2, cả mã mới; không hiện căn cứ ra bảng hay loa.',
    en: 'Take every ground of Law 15/2023, article 3.2, and words that are new to you; never show or call out a ground.',
  },
  'registration.without-papers': {
    vi: 'Họ tên, ngày sinh và số định danh không được là bắt buộc: người bệnh không giấy tờ vẫn có số thứ tự.',
    en: 'Name, birth date and citizen number must not be required: somebody without papers has a number all the same.',
  },
  'registration.longest': {
    vi: 'Cột họ tên và địa chỉ phải chứa được 255 ký tự (QĐ 4750/3176).',
    en: 'The columns of name and address must hold 255 characters (QĐ 4750/3176).',
  },
  'registration.vietnamese-letters': {
    vi: 'Dùng Unicode (UTF-8, NVARCHAR) trên toàn đường đi; giữ dạng dựng sẵn (NFC).',
    en: 'Use Unicode (UTF-8, NVARCHAR) all the way, and keep precomposed letters (NFC).',
  },
  'registration.delimiters': {
    vi: 'Giải mã ký tự thoát (HL7: \\F\\ \\S\\ \\R\\ \\E\\ \\T\\) và dùng tham số thay vì ghép chuỗi SQL, XML, HTML.',
    en: 'Decode escapes (HL7: \\F\\ \\S\\ \\R\\ \\E\\ \\T\\), and use parameters instead of pasting SQL, XML or HTML together.',
  },
  'registration.leading-zeros': {
    vi: 'Số định danh là văn bản, ít nhất 12 ký tự: không lưu thành số, không bỏ số 0.',
    en: 'The citizen number is text of at least 12 characters: never a number, never without its zeros.',
  },
};
