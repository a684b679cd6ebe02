import { type Language, type LocalizedText, textIn } from '#config/agreements/language.ts';
import type { PreparedScreen, PreparedScreens } from '#kiosk/ui/parts/question.ts';
import type { ServiceOnScreen, ServiceScreen } from './words.ts';

type ChooseService = Extract<ServiceScreen, { readonly show: 'choose-service' }>;

/** Twenty-four clinics of a provincial hospital, the six with the longest names last. */
const services: readonly { readonly name: LocalizedText; readonly room: string; readonly icon: string }[] = [
  { name: { vi: 'Khám Nội', en: 'Internal medicine' }, room: '101', icon: 'stethoscope' },
  { name: { vi: 'Khám Mắt', en: 'Eye clinic' }, room: '205', icon: 'eye' },
  { name: { vi: 'Huyết áp, đái tháo đường', en: 'Blood pressure and diabetes' }, room: '103', icon: 'heart' },
  { name: { vi: 'Khám Nhi', en: 'Children' }, room: '108', icon: 'child' },
  { name: { vi: 'Răng Hàm Mặt', en: 'Dental clinic' }, room: '207', icon: 'tooth' },
  { name: { vi: 'Tai Mũi Họng', en: 'Ear, nose and throat' }, room: '206', icon: 'ear' },
  { name: { vi: 'Hô hấp', en: 'Lungs and breathing' }, room: '110', icon: 'lungs' },
  { name: { vi: 'Sản phụ khoa', en: 'Women’s health' }, room: '301', icon: 'woman' },
  { name: { vi: 'Da liễu', en: 'Skin clinic' }, room: '208', icon: 'skin' },
  { name: { vi: 'Thần kinh', en: 'Neurology' }, room: '302', icon: 'brain' },
  { name: { vi: 'Cơ xương khớp', en: 'Bones and joints' }, room: '303', icon: 'bone' },
  { name: { vi: 'Tim mạch', en: 'Cardiology' }, room: '104', icon: 'heart' },
  { name: { vi: 'Tiêu hoá', en: 'Digestion' }, room: '105', icon: 'stethoscope' },
  { name: { vi: 'Thận, tiết niệu', en: 'Kidneys and urology' }, room: '106', icon: 'stethoscope' },
  { name: { vi: 'Ngoại tổng quát', en: 'General surgery' }, room: '210', icon: 'clipboard' },
  { name: { vi: 'Ung bướu', en: 'Oncology' }, room: '304', icon: 'clipboard' },
  { name: { vi: 'Lão khoa', en: 'Care of older people' }, room: '107', icon: 'stethoscope' },
  { name: { vi: 'Sức khoẻ tâm thần', en: 'Mental health' }, room: '305', icon: 'brain' },
  { name: { vi: 'Nội tiết và chuyển hoá', en: 'Endocrinology' }, room: 'P.109', icon: 'stethoscope' },
  { name: { vi: 'Chấn thương chỉnh hình', en: 'Injuries and orthopaedics' }, room: 'P.211', icon: 'bone' },
  {
    name: { vi: 'Phục hồi chức năng, vật lý trị liệu', en: 'Rehabilitation, physiotherapy' },
    room: 'P.401',
    icon: 'bone',
  },
  { name: { vi: 'Y học cổ truyền và châm cứu', en: 'Traditional medicine' }, room: 'P.402', icon: 'clipboard' },
  {
    name: { vi: 'Khám sức khoẻ định kỳ, lái xe', en: 'Check-ups, driving licences' },
    room: 'P.403',
    icon: 'clipboard',
  },
  {
    name: { vi: 'Tiêm chủng và tư vấn dinh dưỡng', en: 'Vaccination and nutrition advice' },
    room: 'Nhà B, P.12',
    icon: 'child',
  },
];

const floors: Readonly<Record<string, LocalizedText>> = {
  1: { vi: 'Tầng 1', en: 'Ground floor' },
  2: { vi: 'Tầng 2', en: 'First floor' },
  3: { vi: 'Tầng 3', en: 'Second floor' },
  4: { vi: 'Tầng 4', en: 'Third floor' },
};

function servicesIn(language: Language): readonly ServiceOnScreen[] {
  return services.map(({ name, room, icon }, at) => {
    const floor = floors[room.replace(/\D/g, '').slice(0, 1)];
    return {
      code: `service-${at + 1}`,
      name: textIn(language, name),
      room,
      floor: floor && textIn(language, floor),
      icon,
    };
  });
}

const withServices = (
  name: string,
  count: number,
  more: Partial<Omit<ChooseService, 'services'>> = {},
): PreparedScreen<'service'> => ({
  name,
  screenIn: (language) => ({
    show: 'choose-service',
    services: servicesIn(language).slice(0, count),
    canAskForHelpChoosing: true,
    chip: 'none',
    ...more,
  }),
});

const longNames: PreparedScreen<'service'> = {
  name: 'choose-6-long',
  screenIn: (language) => ({
    show: 'choose-service',
    services: servicesIn(language)
      .slice(18, 24)
      .map((service) => ({ ...service, name: `${service.name} – ${service.name}` })),
    canAskForHelpChoosing: true,
    chip: 'none',
  }),
};

/** Closed, closed till another day, full with and without another one. */
const notOpen: readonly NonNullable<ServiceOnScreen['notOpen']>[] = [
  { is: 'closed', opens: { on: 'today', time: '13:30', weekday: 'mon', date: '30/11' }, otherwise: undefined },
  { is: 'full', opens: undefined, otherwise: 'Khám Nội 2' },
  { is: 'closed', opens: { on: 'tomorrow', time: '07:00', weekday: 'tue', date: '01/12' }, otherwise: undefined },
  {
    is: 'closed',
    opens: { on: 'later', time: '07:30', weekday: 'wed', date: '02/12' },
    otherwise: 'Phục hồi chức năng, vật lý trị liệu',
  },
  { is: 'full', opens: undefined, otherwise: undefined },
];

const someClosed = (count: number, every = 2): PreparedScreen<'service'> => ({
  name: every === 1 ? `choose-${count}-all-closed` : `choose-${count}-some-closed`,
  screenIn: (language) => ({
    show: 'choose-service',
    services: servicesIn(language)
      .slice(0, count)
      .map((service, at) =>
        at % every === 0 ? { ...service, notOpen: notOpen[(at / every) % notOpen.length] } : service,
      ),
    canAskForHelpChoosing: true,
    canSearch: true,
    chip: 'none',
  }),
});

const complaints: readonly LocalizedText[] = [
  { vi: 'Đau bụng', en: 'Stomach ache' },
  { vi: 'Ho, sốt', en: 'Cough, fever' },
  { vi: 'Đau mắt, mờ mắt', en: 'Sore or blurred eyes' },
  { vi: 'Đau răng', en: 'Toothache' },
  { vi: 'Chóng mặt', en: 'Dizziness' },
  { vi: 'Đau lưng, đau khớp gối', en: 'Pain in back or knees' },
  { vi: 'Ngứa, nổi mẩn đỏ ngoài da', en: 'Itching, red skin' },
  { vi: 'Tê bì tay chân', en: 'Numb hands or feet' },
];

const withSymptoms = (count: number): PreparedScreen<'service'> => ({
  name: `choose-symptom-${count}`,
  screenIn: (language) => ({
    show: 'choose-symptom',
    symptoms: Array.from({ length: count }, (_, at) => ({
      code: `symptom-${at}`,
      words: textIn(language, complaints[at % complaints.length] ?? { vi: '' }),
      icon: services[at]?.icon ?? 'clipboard',
    })),
    canAskForHelpChoosing: true,
  }),
});

export const serviceScreens: PreparedScreens<'service'> = [
  someClosed(6),
  someClosed(6, 1),
  someClosed(12),
  someClosed(24),
  withServices('choose-6-search', 6, { canSearch: true }),
  withServices('choose-24-search', 24, { canSearch: true }),
  withServices('choose-3-for-symptom', 3, { symptom: 'Đau lưng, đau khớp gối' }),
  ...[4, 8, 24].map(withSymptoms),
  withServices('choose-1', 1, { canAskForHelpChoosing: false }),
  ...[2, 5, 6, 9, 12, 18, 24].map((count) => withServices(`choose-${count}`, count)),
  longNames,
  ...[6, 24].flatMap((count) =>
    (['lay-card', 'reading'] as const).map((chip) => withServices(`choose-${count}-chip-${chip}`, count, { chip })),
  ),
];
