import { CalendarCheck, ChevronRight } from 'lucide-preact';
import type { JSX } from 'preact';
import type { Say } from '#config/strings/messages.ts';
import type { AppointmentOnScreen } from '#kiosk/bridge/words.ts';
import { Button } from '../parts/button.tsx';
import { fitOf } from '../parts/fit.ts';
import { Title } from '../parts/title.tsx';
import type { ScreenProps } from './screen-view.tsx';

/** The host sends eight at most; the styles are those of the services. */
function densityOf(count: number): 'few' | 'some' | 'many' {
  if (count <= 3) return 'few';
  return count <= 6 ? 'some' : 'many';
}

export function ChooseAppointment({ screen, say, act }: ScreenProps<'choose-appointment'>): JSX.Element {
  const { appointments } = screen;
  return (
    <main class="screen choose" data-density={densityOf(appointments.length)}>
      <Title text={say('screens.appointment.title')}>
        <p class="lead">{say('screens.appointment.lead')}</p>
      </Title>
      <ul class="services">
        {appointments.map((appointment) => (
          <li key={appointment.appointmentId}>
            <AppointmentButton
              appointment={appointment}
              say={say}
              onPress={() => act({ command: 'choose-appointment', appointmentId: appointment.appointmentId })}
            />
          </li>
        ))}
      </ul>
      <div class="actions">
        <Button
          choice="no-appointment"
          label={say('screens.appointment.other')}
          onPress={() => act({ command: 'choose-no-appointment' })}
        />
      </div>
    </main>
  );
}

interface AppointmentButtonProps {
  readonly appointment: AppointmentOnScreen;
  readonly say: Say;
  readonly onPress: () => void;
}

function AppointmentButton({
  appointment: { appointmentId, kind, name, time },
  say,
  onPress,
}: AppointmentButtonProps): JSX.Element {
  const what = say(kind === 'follow-up-slip' ? 'screens.appointment.followUp' : 'screens.appointment.appointment');
  return (
    <button type="button" class="service" data-choice={appointmentId} onClick={onPress}>
      <span class="tile" aria-hidden="true">
        <CalendarCheck class="icon" />
      </span>
      <span class="service-words">
        <b data-fit={fitOf(name ?? what, [18, 30, 48])}>{name ?? what}</b>
        <span class="service-place">
          <span>{name === undefined ? say('screens.appointment.today') : what}</span>
          {time && <span> · {say('screens.appointment.at', { time })}</span>}
        </span>
      </span>
      <ChevronRight aria-hidden="true" class="icon go" />
    </button>
  );
}
