import { type InBothLanguages, useWords } from '../language.tsx';

/** A simulator lists its cards in English; the dock knows those that come with the kiosk in Vietnamese too. */
interface ListedCard {
  readonly id: string;
  readonly title: string;
  readonly remark: string;
}

type CardInWords = <Card extends ListedCard>(card: Card) => Card;

const titles: Readonly<Record<string, string>> = {
  appointment: 'Giấy hẹn khám',
  'misread-letters': 'Đỗ Hữu Mẫu, sinh 1990: chữ bị đọc thành Latin-1',
  'lost-letters': 'Đỗ Hữu Mẫu, sinh 1990: chữ bị mất',
  'damaged-card': 'Thẻ chỉ còn nửa đầu',
  'foreign-link': 'Một đường liên kết',
  oversized: 'Byte không dứt',
};

const codeRemarks: Readonly<Record<string, string>> = {
  'old-person': 'CCCD đủ mọi trường. Từ 75 tuổi: ưu tiên.',
  child: 'Căn cước mới, 11 trường, có tên cha mẹ. Dưới 6 tuổi: ưu tiên.',
  'long-name': 'Tên và địa chỉ dài hơn một dòng.',
  'no-old-number': 'CCCD không có số CMND cũ: `||`.',
  'new-card': 'Căn cước mới của người lớn, 11 trường, địa chỉ không có huyện.',
  'year-only': 'CCCD chỉ có năm sinh. Có thể đã 75: ưu tiên, quầy kiểm tra lại.',
  'insured-cccd': 'Cùng một người với thẻ kế tiếp. Quét lần lượt.',
  'insured-bhyt': 'Thẻ BHYT mới (17 phần), còn hạn, không thời hạn, 80 %.',
  'expired-bhyt': 'Thẻ BHYT cũ (15 phần), đã hết hạn.',
  'misread-letters': 'Máy quét đặt Latin-1. Chữ được khôi phục.',
  'lost-letters': 'Máy quét đặt Shift-JIS. Giữ số và ngày sinh, bỏ tên.',
  'damaged-card': 'Mở đầu như CCCD rồi đứt: "quét lại".',
  appointment: 'Của kiosk: nói hẹn nào, không nói của ai. Quét thẻ sau đó.',
  'foreign-link': 'Mã QR trên áp phích: "quét lại".',
  oversized: 'Dài hơn mọi mã QR: "quét lại".',
};

const chipRemarks: Readonly<Record<string, string>> = {
  'old-person': 'Thật: PACE P-256, chip tự chứng thực.',
  child: 'Thật: PACE brainpoolP256r1, chip tự chứng thực.',
  'long-name': 'Thật: PACE brainpoolP384r1, chip tự chứng thực.',
  'no-old-number': 'Thật: không PACE, chỉ BAC; chứng thực chủ động RSA.',
  'new-card': 'Thật: PACE 3DES; chứng thực chủ động ECDSA.',
  'insured-cccd': 'Không chứng minh được mình không phải bản sao: chưa xác minh.',
  'unknown-details': 'Thật: DG13 có cấu trúc chưa biết; tên giữ như đã quét.',
  'forged-details': 'DG13 mang tên khác: không khớp.',
  copied: 'Dữ liệu thật trên chip khác: không khớp.',
  'weakened-pace': 'EF.CardAccess khác DG14: không khớp.',
  impostor: 'Người khác ký thay nhà nước: chưa xác minh.',
  'no-security-object': 'Không có chữ ký: chưa xác minh.',
  'other-can': 'CAN không phải sáu số cuối: chip từ chối khoá.',
};

function inVietnamese(remarks: Readonly<Record<string, string>>): CardInWords {
  return (card) => ({
    ...card,
    title: titles[card.id] ?? card.title.replace(', born in ', ', sinh năm ').replace(', born ', ', sinh '),
    remark: remarks[card.id] ?? card.remark,
  });
}

const asListed: CardInWords = (card) => card;
const codes: InBothLanguages<CardInWords> = { en: asListed, vi: inVietnamese(codeRemarks) };
const chips: InBothLanguages<CardInWords> = { en: asListed, vi: inVietnamese(chipRemarks) };

export function useCodeWords(): CardInWords {
  return useWords(codes);
}

export function useChipWords(): CardInWords {
  return useWords(chips);
}
