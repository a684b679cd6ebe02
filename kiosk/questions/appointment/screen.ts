import type { Appointment } from '#backend-client/contract/appointment.ts';
import { textIn } from '#config/agreements/language.ts';
import type { Facts } from '#kiosk/facts/facts.ts';
import type { QuestionSurroundings } from '../surroundings.ts';
import type { AppointmentOnScreen, AppointmentScreen } from './words.ts';

export function appointmentScreen({ hospital }: Facts, around: QuestionSurroundings): AppointmentScreen {
  return {
    show: 'choose-appointment',
    appointments: hospital.appointments.map((each) => appointmentOnScreen(each, around)),
  };
}

function appointmentOnScreen(
  { appointmentId, kind, serviceHisCode, startsAt, description }: Appointment,
  { site, language }: QuestionSurroundings,
): AppointmentOnScreen {
  const service = site.services.find(({ hisCode }) => hisCode === serviceHisCode);
  return {
    appointmentId,
    kind,
    name: service ? textIn(language, service.name) : description,
    time: startsAt === undefined ? undefined : timeText(startsAt, site.site.timeZone),
  };
}

function timeText(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(at);
}
