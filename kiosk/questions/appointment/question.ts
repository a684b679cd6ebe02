import type { Question } from '#kiosk/facts/question.ts';
import type { AppointmentAnswer } from './words.ts';

/** Which of today's appointments? Whoever has scanned a slip has said so. */
export const appointment: Question<AppointmentAnswer> = {
  isDue: ({ offersCheckIn }, { hospital, slip, appointment: answered, choice }) =>
    offersCheckIn &&
    hospital.appointments.length > 0 &&
    slip === undefined &&
    answered === undefined &&
    choice === undefined,
  read: ({ appointmentId }, _settings, { hospital }) => {
    if (appointmentId === null) return { appointmentId };
    const known = hospital.appointments.find((each) => each.appointmentId === appointmentId);
    return known && { appointmentId: known.appointmentId };
  },
  put: (facts, answer) => ({
    ...facts,
    appointment:
      answer && (facts.hospital.appointments.find((each) => each.appointmentId === answer.appointmentId) ?? 'none'),
  }),
};
