import { ChevronRight, CircleQuestionMark } from 'lucide-preact';
import type { JSX } from 'preact';
import type { Say } from '#config/strings/messages.ts';
import type { ServiceOnScreen } from '#kiosk/bridge/words.ts';
import { Button } from '../parts/button.tsx';
import { ChipLine } from '../parts/chip-line.tsx';
import { fitOf } from '../parts/fit.ts';
import { roomText } from '../parts/room.ts';
import { ServiceIcon } from '../parts/service-icon.tsx';
import { Title } from '../parts/title.tsx';
import type { ScreenProps } from './screen-view.tsx';

/** How much room each of `count` services gets; the styles know the columns. Nothing ever scrolls. */
function densityOf(count: number): 'one' | 'few' | 'some' | 'many' | 'crowd' {
  if (count === 1) return 'one';
  if (count <= 3) return 'few';
  if (count <= 6) return 'some';
  return count <= 12 ? 'many' : 'crowd';
}

export function ChooseService({ screen, say, act }: ScreenProps<'choose-service'>): JSX.Element {
  const { services, canAskForHelpChoosing, chip } = screen;
  return (
    <main class="screen choose" data-density={densityOf(services.length)}>
      <Title text={say('screens.choose.title')}>
        {chip === 'none' ? <p class="lead">{say('screens.choose.lead')}</p> : <ChipLine chip={chip} say={say} />}
      </Title>
      <ul class="services">
        {services.map((service) => (
          <li key={service.code}>
            <ServiceButton
              service={service}
              say={say}
              onPress={() => act({ command: 'choose-service', serviceCode: service.code })}
            />
          </li>
        ))}
      </ul>
      <div class="actions">
        {canAskForHelpChoosing && (
          <Button
            icon={CircleQuestionMark}
            choice="help-choosing"
            label={say('screens.choose.help')}
            onPress={() => act({ command: 'ask-help-choosing' })}
          />
        )}
      </div>
    </main>
  );
}

interface ServiceButtonProps {
  readonly service: ServiceOnScreen;
  readonly say: Say;
  readonly onPress: () => void;
}

function ServiceButton({ service, say, onPress }: ServiceButtonProps): JSX.Element {
  return (
    <button type="button" class="service" data-choice={service.code} onClick={onPress}>
      <span class="tile" aria-hidden="true">
        <ServiceIcon name={service.icon} />
      </span>
      <span class="service-words">
        <b data-fit={fitOf(service.name, [18, 30, 48])}>{service.name}</b>
        <span class="service-place">
          <span>{roomText(service, say)}</span>
          {service.floor && <span class="service-floor"> · {service.floor}</span>}
        </span>
      </span>
      <ChevronRight aria-hidden="true" class="icon go" />
    </button>
  );
}
