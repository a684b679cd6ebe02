import { type LocalizedText, textIn } from '#config/agreements/language.ts';
import type { PreparedScreen, PreparedScreens } from '#kiosk/ui/parts/question.ts';

/** The most that the host sends. */
const services: readonly LocalizedText[] = [
  { vi: 'Khám Nội', en: 'Internal medicine' },
  { vi: 'Khám Mắt', en: 'Eye clinic' },
  { vi: 'Huyết áp, đái tháo đường', en: 'Blood pressure and diabetes' },
  { vi: 'Khám Nhi', en: 'Children' },
  { vi: 'Răng Hàm Mặt', en: 'Dental clinic' },
  { vi: 'Tai Mũi Họng', en: 'Ear, nose and throat' },
  { vi: 'Hô hấp', en: 'Lungs and breathing' },
  { vi: 'Sản phụ khoa', en: 'Women’s health' },
];

const withAppointments = (count: number): PreparedScreen<'appointment'> => ({
  name: `choose-appointment-${count}`,
  screenIn: (language) => ({
    show: 'choose-appointment',
    appointments: services.slice(0, count).map((service, index) => ({
      appointmentId: `H-${index}`,
      kind: index % 2 ? 'appointment' : 'follow-up-slip',
      name: index === 2 ? undefined : textIn(language, service),
      time: index % 2 ? '09:30' : undefined,
    })),
  }),
});

export const appointmentScreens: PreparedScreens<'appointment'> = [
  withAppointments(1),
  withAppointments(3),
  withAppointments(8),
];
