import { CalendarCheck } from 'lucide-preact';
import type { JSX } from 'preact';
import type { Say } from '#config/strings/messages.ts';
import { Button } from '#kiosk/ui/parts/button.tsx';
import { type Choice, ChooseOne, densityOf } from '#kiosk/ui/parts/choose-one.tsx';
import type { QuestionProps, QuestionView } from '#kiosk/ui/parts/question.ts';
import type { AppointmentOnScreen } from './words.ts';

export const appointmentView: QuestionView<'appointment'> = { step: 2, draw: ChooseAppointment, offers: () => [] };

/** The host sends eight at most. A single one is no bigger than two: there is always "something else" beside it. */
function ChooseAppointment({ screen, say, answer }: QuestionProps<'appointment'>): JSX.Element {
  const { appointments } = screen;
  return (
    <ChooseOne
      title={say('appointment.title')}
      lead={<p class="lead">{say('appointment.lead')}</p>}
      density={densityOf(Math.max(appointments.length, 2))}
      choices={appointments.map((appointment) => choiceFrom(appointment, say))}
      onChoose={(appointmentId) => answer({ appointmentId })}
    >
      <Button
        choice="no-appointment"
        label={say('appointment.other')}
        onPress={() => answer({ appointmentId: null })}
      />
    </ChooseOne>
  );
}

function choiceFrom({ appointmentId, kind, name, time }: AppointmentOnScreen, say: Say): Choice {
  const what = say(kind === 'follow-up-slip' ? 'appointment.followUp' : 'appointment.appointment');
  return {
    code: appointmentId,
    picture: <CalendarCheck class="icon" />,
    name: name ?? what,
    more: (
      <>
        <span>{name === undefined ? say('appointment.today') : what}</span>
        {time && <span> · {say('appointment.at', { time })}</span>}
      </>
    ),
  };
}
