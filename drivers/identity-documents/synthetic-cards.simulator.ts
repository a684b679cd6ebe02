import { longestCodeBytes } from '../contract/barcode-scanner.ts';
import type { SimulatedCard } from '../contract/simulator.ts';
import { encodeAppointment, encodeBhyt, encodeCccd } from './encode-cards.simulator.ts';

/** Cards of people who do not exist; their names say "example", "sample", "trial". */
export interface SyntheticCard extends SimulatedCard {
  /** What the scanner sends, without its terminator. */
  readonly bytes: Uint8Array;
}

/**
 * Births move with the year, so that the child stays under 6 all year, the old stay 75 or more, and who was born in a
 * bare year may or may not have turned 75.
 */
export function syntheticCards(currentYear: number): readonly SyntheticCard[] {
  return [
    ...peopleWithCccd(currentYear),
    ...peopleWithInsurance(currentYear),
    appointmentSlip,
    ...codesThatDoNotRead(currentYear),
  ];
}

function peopleWithCccd(currentYear: number): readonly SyntheticCard[] {
  const oldBorn = currentYear - 78;
  const childBorn = currentYear - 4;
  const bareYear = currentYear - 75;
  return [
    {
      id: 'old-person',
      title: `Nguyễn Thị Ví Dụ, born ${oldBorn}`,
      remark: 'CCCD with every field. 75 or older: priority.',
      bytes: encodeCccd({
        number: citizenNumber('027', 'female', oldBorn, 1),
        oldNumber: '120000001',
        fullName: 'Nguyễn Thị Ví Dụ',
        birth: `1508${oldBorn}`,
        sex: 'Nữ',
        address: 'Thôn Mẫu, Xã Ví Dụ, Yên Phong, Bắc Ninh',
        issued: '25052021',
      }),
    },
    {
      id: 'child',
      title: `Lê Minh Mẫu, born ${childBorn}`,
      remark: "New Căn cước with 11 fields and the parents' names. Under 6: priority.",
      bytes: encodeCccd({
        number: citizenNumber('027', 'male', childBorn, 2),
        fullName: 'Lê Minh Mẫu',
        birth: `0107${childBorn}`,
        sex: 'Nam',
        address: 'Tổ dân phố Mẫu, Xã Yên Phong, Bắc Ninh',
        issued: `0203${currentYear - 1}`,
        parents: { father: 'Lê Văn Thử', mother: 'Trần Thị Thử' },
      }),
    },
    {
      id: 'long-name',
      title: 'Công Tằng Tôn Nữ Hoàng Thị Nguyên Mẫu …',
      remark: 'A name and an address that do not fit on one line.',
      bytes: encodeCccd({
        number: citizenNumber('046', 'female', 1989, 3),
        oldNumber: '190000003',
        fullName: 'Công Tằng Tôn Nữ Hoàng Thị Nguyên Mẫu Thử Nghiệm Dài Nhất Trong Danh Sách Ví Dụ',
        birth: '09101989',
        sex: 'Nữ',
        address:
          'Căn hộ 1203, Tòa nhà Ví Dụ B2, Khu đô thị Thử Nghiệm, Số 123/45/6 Đường Danh Mục Mẫu, Phường Vỹ Dạ, Thành phố Huế, Thừa Thiên Huế',
        issued: '10102022',
      }),
    },
    {
      id: 'no-old-number',
      title: 'Phạm Văn Thử, born 2001',
      remark: 'CCCD without an old CMND number: `||`.',
      bytes: encodeCccd({
        number: citizenNumber('001', 'male', 2001, 4),
        fullName: 'Phạm Văn Thử',
        birth: '30042001',
        sex: 'Nam',
        address: 'Số 1, Phố Ví Dụ, Hai Bà Trưng, Hà Nội',
        issued: '12122021',
      }),
    },
    {
      id: 'new-card',
      title: 'Đặng Thị Mẫu, born 1995',
      remark: 'New Căn cước of a grown-up, 11 fields, address without district.',
      bytes: encodeCccd({
        number: citizenNumber('024', 'female', 1995, 5),
        oldNumber: '121000005',
        fullName: 'Đặng Thị Mẫu',
        birth: '20111995',
        sex: 'Nữ',
        address: 'Thôn Thử, Xã Ví Dụ, Bắc Ninh',
        issued: '25052025',
        parents: { father: 'Đặng Văn Thử', mother: 'Vũ Thị Thử' },
      }),
    },
    {
      id: 'year-only',
      title: `Hoàng Văn Ví Dụ, born in ${bareYear}`,
      remark: 'CCCD with a year of birth only. Perhaps 75 already: priority, to be checked at the desk.',
      bytes: encodeCccd({
        number: citizenNumber('027', 'male', bareYear, 6),
        oldNumber: '120000006',
        fullName: 'Hoàng Văn Ví Dụ',
        birth: `${bareYear}`,
        sex: 'Nam',
        address: 'Thôn Ví Dụ, Xã Mẫu, Yên Phong, Bắc Ninh',
        issued: '25052021',
      }),
    },
  ];
}

function peopleWithInsurance(currentYear: number): readonly SyntheticCard[] {
  const fullName = 'Trần Văn Ví Dụ';
  return [
    {
      id: 'insured-cccd',
      title: `${fullName}, born 1980: CCCD`,
      remark: 'The same person as the next card. Scan one after the other.',
      bytes: encodeCccd({
        number: citizenNumber('027', 'male', 1980, 7),
        oldNumber: '125000007',
        fullName,
        birth: '02091980',
        sex: 'Nam',
        address: 'Số 7, Đường Thử Nghiệm, Thị trấn Chờ, Yên Phong, Bắc Ninh',
        issued: '01072021',
      }),
    },
    {
      id: 'insured-bhyt',
      title: `${fullName}, born 1980: BHYT`,
      remark: 'New insurance card (17 parts), valid and open-ended, 80 %.',
      bytes: encodeBhyt({
        number: '2700000007',
        fullName,
        birth: '02/09/1980',
        sex: '1',
        address: '-',
        facility: '27 - 005',
        validFrom: `01/01/${currentYear - 1}`,
        validTo: '-',
        issued: `20/12/${currentYear - 2}`,
        fiveYears: ` 01/01/${currentYear + 2}`,
        newForm: { benefitLevel: '4', placeOfIssue: 'Yên Phong, Bắc Ninh' },
      }),
    },
    {
      id: 'expired-bhyt',
      title: 'Bùi Thị Thử, born 1972: BHYT',
      remark: `Old insurance card (15 parts), expired at the end of ${currentYear - 2}.`,
      bytes: encodeBhyt({
        number: 'DN4272700000008',
        fullName: 'Bùi Thị Thử',
        birth: '8/3/1972',
        sex: '2',
        address: 'Xã Ví Dụ, Yên Phong, Bắc Ninh',
        facility: '27 - 005',
        validFrom: `01/01/${currentYear - 2}`,
        validTo: `31/12/${currentYear - 2}`,
        issued: `20/12/${currentYear - 3}`,
        fiveYears: `01/01/${currentYear}`,
      }),
    },
  ];
}

const appointmentSlip: SyntheticCard = {
  id: 'appointment',
  title: 'An appointment slip',
  remark: 'Ours: says which appointment, not whose. Scan a card after it.',
  bytes: encodeAppointment('27005', 'VIDU-2026.118804'),
};

function codesThatDoNotRead(currentYear: number): readonly SyntheticCard[] {
  const card = encodeCccd({
    number: citizenNumber('001', 'male', 1990, 9),
    oldNumber: '012000009',
    fullName: 'Đỗ Hữu Mẫu',
    birth: '15081990',
    sex: 'Nam',
    address: 'Số 9, Phố Ví Dụ, Hà Nội',
    issued: `2505${currentYear - 5}`,
  });
  return [
    {
      id: 'misread-letters',
      title: 'Đỗ Hữu Mẫu, born 1990: letters as Latin-1',
      remark: 'A scanner set to Latin-1. The letters are repaired.',
      bytes: new TextEncoder().encode(new TextDecoder('windows-1252').decode(card)),
    },
    {
      id: 'lost-letters',
      title: 'Đỗ Hữu Mẫu, born 1990: letters lost',
      remark: 'A scanner set to Shift-JIS. Number and birth are kept, the name is not.',
      bytes: new TextEncoder().encode(new TextDecoder('shift_jis').decode(card)),
    },
    {
      id: 'damaged-card',
      title: 'A card, only the first half',
      remark: 'Begins like a CCCD and breaks off: "scan again".',
      bytes: card.subarray(0, 32),
    },
    {
      id: 'foreign-link',
      title: 'A link',
      remark: 'Some QR from a poster: "scan again".',
      bytes: new TextEncoder().encode('https://example.org/menu?table=5'),
    },
    {
      id: 'oversized',
      title: 'Endless bytes',
      remark: 'More than any QR holds: "scan again".',
      bytes: new Uint8Array(longestCodeBytes + 1).fill(0x78),
    },
  ];
}

/** 12 digits by the rule of Circular 59/2021, so that no card gives a warning by accident. */
function citizenNumber(province: string, sex: 'male' | 'female', birthYear: number, serial: number): string {
  const centuryAndSex = Math.floor(birthYear / 100 - 19) * 2 + (sex === 'male' ? 0 : 1);
  return `${province}${centuryAndSex}${String(birthYear % 100).padStart(2, '0')}${String(serial).padStart(6, '0')}`;
}
