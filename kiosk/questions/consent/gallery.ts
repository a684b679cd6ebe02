import { type Language, type LocalizedText, textIn } from '#config/agreements/language.ts';
import type { PreparedScreens } from '#kiosk/ui/parts/question.ts';
import type { ConsentScreen } from './words.ts';

const messages = {
  title: { vi: 'Nhắn tin nhắc lịch hẹn cho quý khách?', en: 'May we send you appointment reminders?' },
  text: {
    vi: 'Bệnh viện dùng số điện thoại của quý khách để nhắn tin nhắc lịch hẹn và báo có kết quả, trong hai năm. Không gửi quảng cáo, không chuyển cho nơi khác.',
    en: 'The hospital uses your phone number to remind you of appointments and to tell you that results are ready, for two years. No advertising, and nobody else gets it.',
  },
} as const satisfies Readonly<Record<string, LocalizedText>>;

/** As long as a site file may make them: 80 and 480 characters. */
const longest = {
  title: {
    vi: 'Cho phép dùng dữ liệu sức khoẻ nhạy cảm của quý khách để nghiên cứu y học không?',
    en: 'May your sensitive health data be used for medical research at this hospital too?',
  },
  text: {
    vi: 'Trung tâm Y tế và Trường Đại học Y Dược muốn dùng kết quả đo huyết áp, xét nghiệm và chẩn đoán của quý khách (dữ liệu nhạy cảm) để nghiên cứu bệnh tăng huyết áp ở địa phương. Tên, số căn cước, số điện thoại và địa chỉ được bỏ đi trước khi chuyển. Dữ liệu được giữ mười năm, chỉ nhóm nghiên cứu được xem, không bán, không chuyển ra nước ngoài. Quý khách có thể rút lại bất cứ lúc nào, khi đó dữ liệu chưa công bố được xoá trong ba mươi ngày. Việc này không mất tiền và không được trả tiền.',
    en: 'The health centre and the University of Medicine would like to use your blood pressure, laboratory results and diagnoses (sensitive data) to study hypertension in this district. Name, card number, phone number and address are removed before anything is passed on. The data are kept for ten years, only the research group sees them, nothing is sold and nothing leaves the country. You can take it back at any time; what is not published is then deleted in thirty days. It costs nothing.',
  },
} as const satisfies Readonly<Record<string, LocalizedText>>;

const desk = { vi: 'quầy Tiếp đón ở sảnh chính', en: 'the reception desk in the main hall' };
const longDesk = {
  vi: 'quầy Tiếp đón và Hướng dẫn số 3 ở sảnh chính nhà A, cạnh cửa ra vào phía đường Lê Lợi',
  en: 'reception and guidance desk 3 in the main hall of building A, by the Le Loi street door',
};

function prepared(
  name: string,
  words: { readonly title: LocalizedText; readonly text: LocalizedText },
  more: Partial<ConsentScreen> & { readonly where?: LocalizedText } = {},
) {
  const { where = desk, ...shown } = more;
  return {
    name: `consent-${name}`,
    screenIn: (language: Language): ConsentScreen => ({
      show: 'consent',
      title: textIn(language, words.title),
      text: textIn(language, words.text),
      wordsHash: name.padEnd(64, '0'),
      by: 'patient',
      hasCompanion: false,
      at: 1,
      of: 1,
      desk: textIn(language, where),
      ...shown,
    }),
  };
}

export const consentScreens: PreparedScreens<'consent'> = [
  prepared('messages', messages),
  prepared('second', messages, { at: 2, of: 3 }),
  prepared('guardian', messages, { by: 'guardian', of: 2, hasCompanion: true }),
  prepared('both', messages, { by: 'patient-and-guardian', of: 2, hasCompanion: true }),
  prepared('companion', messages, { of: 2, hasCompanion: true }),
  prepared('longest', longest, { of: 4, at: 4, where: longDesk }),
  prepared('longest-both', longest, { by: 'patient-and-guardian', of: 4, where: longDesk }),
];
