import { CircleQuestionMark } from 'lucide-preact';
import type { JSX } from 'preact';
import type { Say } from '#config/strings/messages.ts';
import { Button } from '#kiosk/ui/parts/button.tsx';
import { ChipLine } from '#kiosk/ui/parts/chip-line.tsx';
import { type Choice, ChooseOne, densityOf } from '#kiosk/ui/parts/choose-one.tsx';
import type { QuestionProps, QuestionView } from '#kiosk/ui/parts/question.ts';
import { roomText } from '#kiosk/ui/parts/room.ts';
import { ServiceIcon } from '#kiosk/ui/parts/service-icon.tsx';
import './service.css';
import type { ServiceOnScreen } from './words.ts';

export const serviceView: QuestionView<'service'> = { step: 2, draw: ChooseService, offers: () => [] };

function ChooseService({ screen, say, answer }: QuestionProps<'service'>): JSX.Element {
  const { services, canAskForHelpChoosing, chip } = screen;
  return (
    <ChooseOne
      title={say('service.title')}
      lead={chip === 'none' ? <p class="lead">{say('service.lead')}</p> : <ChipLine chip={chip} say={say} />}
      density={densityOf(services.length)}
      choices={services.map((service) => choiceFrom(service, say))}
      onChoose={(serviceCode) => answer({ serviceCode })}
    >
      {canAskForHelpChoosing && (
        <Button
          icon={CircleQuestionMark}
          choice="help-choosing"
          label={say('service.help')}
          onPress={() => answer({ serviceCode: null })}
        />
      )}
    </ChooseOne>
  );
}

function choiceFrom(service: ServiceOnScreen, say: Say): Choice {
  return {
    code: service.code,
    picture: <ServiceIcon name={service.icon} />,
    name: service.name,
    more: (
      <>
        <span>{roomText(service, say)}</span>
        {service.floor && <span class="service-floor"> · {service.floor}</span>}
      </>
    ),
  };
}
