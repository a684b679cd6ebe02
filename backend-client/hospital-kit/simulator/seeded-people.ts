import { insuranceResults } from '#config/catalogues/insurance-results.ts';
import { type KnownPerson, nobody } from './known-person.ts';

/**
 * People who do not exist. First those of the dev dock's cards, so that a scanned card finds somebody; then an insurance
 * card for every answer of the gateway: `2700000` and the three digits of maKetQua.
 */
export function seededPeople(currentYear: number): readonly KnownPerson[] {
  return [...dockPeople(currentYear), ...everyInsuranceResult()];
}

function dockPeople(currentYear: number): readonly KnownPerson[] {
  const [oldBorn, childBorn, bareYear] = [currentYear - 78, currentYear - 4, currentYear - 75];
  return [
    {
      ...nobody,
      patientCode: 'BN260001',
      fullName: 'Nguyễn Thị Ví Dụ',
      birth: `${oldBorn}-08-15`,
      sex: 'female',
      citizenNumber: citizenNumber('027', 'female', oldBorn, 1),
      phone: '0912000001',
      ethnicity: '01',
      occupation: 'retired',
      pressures: [
        { daysAgo: 28, systolic: 138, diastolic: 84 },
        { daysAgo: 91, systolic: 144, diastolic: 88 },
        { daysAgo: 182, systolic: 151, diastolic: 91 },
        { daysAgo: 274, systolic: 156, diastolic: 93 },
      ],
      appointment: {
        appointmentId: 'VIDU-2026.118804',
        kind: 'follow-up-slip',
        serviceHisCode: 'K02',
        hour: undefined,
        description: 'Khám lại huyết áp, phòng 103',
      },
    },
    {
      ...nobody,
      patientCode: 'BN260002',
      fullName: 'Lê Minh Mẫu',
      birth: `${childBorn}-07-01`,
      sex: 'male',
      citizenNumber: citizenNumber('027', 'male', childBorn, 2),
      phone: '0912000002',
      insuranceResult: '130',
    },
    {
      ...nobody,
      patientCode: 'BN260003',
      fullName: 'Công Tằng Tôn Nữ Hoàng Thị Nguyên Mẫu Thử Nghiệm Dài Nhất Trong Danh Sách Ví Dụ',
      birth: '1989-10-09',
      sex: 'female',
      citizenNumber: citizenNumber('046', 'female', 1989, 3),
      phone: '0912000003',
      insuranceResult: '004',
      appointment: {
        appointmentId: 'HK-000003',
        kind: 'appointment',
        serviceHisCode: 'K30',
        hour: 9,
        description: 'Khám mắt, phòng 205',
      },
    },
    {
      ...nobody,
      patientCode: 'BN260004',
      fullName: 'Phạm Văn Thử',
      birth: '2001-04-30',
      sex: 'male',
      citizenNumber: citizenNumber('001', 'male', 2001, 4),
      phone: '0912000004',
      // Insured, and at another hospital.
      registeredAt: '01001',
    },
    {
      ...nobody,
      patientCode: 'BN260006',
      fullName: 'Hoàng Văn Ví Dụ',
      birth: String(bareYear),
      sex: 'male',
      citizenNumber: citizenNumber('027', 'male', bareYear, 6),
      insuranceResult: '001',
    },
    {
      ...nobody,
      patientCode: 'BN260007',
      fullName: 'Trần Văn Ví Dụ',
      birth: '1980-09-02',
      sex: 'male',
      citizenNumber: citizenNumber('027', 'male', 1980, 7),
      insuranceNumber: '2700000007',
      phone: '0912000007',
      pressures: [
        { daysAgo: 60, systolic: 126, diastolic: 79 },
        { daysAgo: 365, systolic: 122, diastolic: 76 },
      ],
      appointment: {
        appointmentId: 'HK-000007',
        kind: 'appointment',
        serviceHisCode: 'K01',
        hour: 8,
        description: 'Khám Nội, bác sĩ Mẫu, phòng 101',
      },
    },
    {
      ...nobody,
      patientCode: 'BN260008',
      fullName: 'Bùi Thị Thử',
      birth: '1972-03-08',
      sex: 'female',
      insuranceNumber: 'DN4272700000008',
      phone: '0912000008',
      insuranceResult: '010',
    },
  ];
}

function everyInsuranceResult(): readonly KnownPerson[] {
  return [...insuranceResults.keys()].map((code) => ({
    ...nobody,
    patientCode: `BN26T${code}`,
    fullName: `Thử Nghiệm Thẻ ${code}`,
    birth: '1970-01-01',
    sex: 'female' as const,
    insuranceNumber: `2700000${code}`,
    insuranceResult: code,
  }));
}

/** 12 digits by the rule of Circular 59/2021, as on the dock's cards. */
function citizenNumber(province: string, sex: 'male' | 'female', birthYear: number, serial: number): string {
  const centuryAndSex = Math.floor(birthYear / 100 - 19) * 2 + (sex === 'male' ? 0 : 1);
  return `${province}${centuryAndSex}${String(birthYear % 100).padStart(2, '0')}${String(serial).padStart(6, '0')}`;
}
