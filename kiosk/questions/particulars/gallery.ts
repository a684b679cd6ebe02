import { type Language, textIn } from '#config/agreements/language.ts';
import type { PreparedScreens } from '#kiosk/ui/parts/question.ts';
import type { NamedCode } from './words.ts';

/** As many as there are, with the longest names. */
const peoples = [
  'Kinh|Tày|Thái|Mường|Mông|Khmer|Nùng|Dao|Hoa|Gia Rai|Ê Đê|Ba Na|Xơ Đăng|Sán Chay|Cơ Ho|Sán Dìu|Chăm|Hrê|Ra Glai|Mnông|Xtiêng',
  'Bru Vân Kiều|Thổ|Khơ Mú|Cơ Tu|Giáy|Gié Triêng|Tà Ôi|Mạ|Co|Chơ Ro|Xinh Mun|Hà Nhì|Chu Ru|Lào|Kháng|La Chí|Phù Lá|La Hủ|La Ha',
  'Pà Thẻn|Chứt|Lự|Lô Lô|Mảng|Cờ Lao|Bố Y|Cống|Ngái|Si La|Pu Péo|Rơ Măm|Brâu|Ơ Đu',
].flatMap((names) => names.split('|'));

const ethnicitiesIn = (language: Language): readonly NamedCode[] =>
  [...peoples, textIn(language, { vi: 'Người nước ngoài', en: 'From another country' })].map((name, at) => ({
    code: String(at + 1).padStart(2, '0'),
    name,
  }));

const occupations = [
  { vi: 'Nông, lâm, ngư nghiệp', en: 'Farming, forestry, fishing' },
  { vi: 'Buôn bán, dịch vụ', en: 'Trade and services' },
  { vi: 'Nhân viên văn phòng, viên chức', en: 'Office or public employee' },
  { vi: 'Công nhân nhà máy', en: 'Factory worker' },
  { vi: 'Thợ thủ công, thợ xây', en: 'Craft or building worker' },
  { vi: 'Lái xe, vận tải', en: 'Driver, transport' },
  { vi: 'Giáo viên, y tế, kỹ sư', en: 'Teacher, health worker, engineer' },
  { vi: 'Bộ đội, công an', en: 'Army or police' },
  { vi: 'Lao động tự do', en: 'Casual worker' },
  { vi: 'Học sinh, sinh viên', en: 'Pupil or student' },
  { vi: 'Nội trợ', en: 'Housework' },
  { vi: 'Hưu trí, người già', en: 'Retired, elderly' },
  { vi: 'Chưa có việc làm', en: 'No occupation' },
  { vi: 'Nghề khác', en: 'Another occupation' },
];

const known = [
  { kind: 'ethnicity', value: 'Kinh' },
  { kind: 'occupation', value: 'Nhân viên văn phòng, viên chức' },
  { kind: 'address', value: '•••, xã Chính Gia Yên Phong, thành phố Hồ Chí Minh' },
  { kind: 'phone', value: '••• ••• 567' },
] as const;

export const particularsScreens: PreparedScreens<'particulars'> = [
  { name: 'particulars-right', screenIn: () => ({ show: 'particulars', asks: 'right', known }) },
  {
    name: 'particulars-right-one',
    screenIn: () => ({
      show: 'particulars',
      asks: 'right',
      known: [{ kind: 'address', value: '•••, Yên Phong, Bắc Ninh' }],
    }),
  },
  {
    name: 'particulars-ethnicity',
    screenIn: (language) => ({
      show: 'particulars',
      asks: 'ethnicity',
      choices: ethnicitiesIn(language),
      isOthers: true,
    }),
  },
  {
    name: 'particulars-occupation',
    screenIn: (language) => ({
      show: 'particulars',
      asks: 'occupation',
      isOthers: false,
      choices: occupations.map((name, at) => ({ code: `o-${at}`, name: textIn(language, name) })),
    }),
  },
  { name: 'particulars-address', screenIn: () => ({ show: 'particulars', asks: 'address', isOthers: false }) },
  { name: 'particulars-phone', screenIn: () => ({ show: 'particulars', asks: 'phone' }) },
];
