import { CircleQuestionMark, Search } from 'lucide-preact';
import type { JSX } from 'preact';
import type { Say } from '#config/strings/messages.ts';
import { Button } from '#kiosk/ui/parts/button.tsx';
import { ChipLine } from '#kiosk/ui/parts/chip-line.tsx';
import { type Choice, ChooseOne, densityOf } from '#kiosk/ui/parts/choose-one.tsx';
import { notOpenWords } from '#kiosk/ui/parts/not-open.ts';
import type { QuestionProps, QuestionView } from '#kiosk/ui/parts/question.ts';
import { roomText } from '#kiosk/ui/parts/room.ts';
import { ServiceIcon } from '#kiosk/ui/parts/service-icon.tsx';
import './service.css';
import type { ServiceOnScreen, ServiceScreen } from './words.ts';

export const serviceView: QuestionView<'service'> = {
  step: 2,
  draw: Service,
  offers: (screen) => (screen.show === 'choose-service' ? screen.services.map(({ code }) => code) : []),
};

type Props<Show extends ServiceScreen['show']> = Omit<QuestionProps<'service'>, 'screen'> & {
  readonly screen: Extract<ServiceScreen, { readonly show: Show }>;
};

function Service({ screen, say, answer }: QuestionProps<'service'>): JSX.Element {
  return screen.show === 'choose-symptom' ? (
    <ChooseSymptom screen={screen} say={say} answer={answer} />
  ) : (
    <ChooseService screen={screen} say={say} answer={answer} />
  );
}

function ChooseService({ screen, say, answer }: Props<'choose-service'>): JSX.Element {
  const { services, canAskForHelpChoosing, canSearch, symptom, chip } = screen;
  const lead = symptom === undefined ? say('service.lead') : say('service.leadFor', { symptom });
  return (
    <ChooseOne
      title={say('service.title')}
      lead={chip === 'none' || symptom !== undefined ? <p class="lead">{lead}</p> : <ChipLine chip={chip} say={say} />}
      density={densityOf(services.length)}
      choices={services.map((service) => choiceFrom(service, say))}
      onChoose={(serviceCode) => answer({ serviceCode })}
    >
      {canSearch && (
        <Button
          icon={Search}
          choice="search-by-symptom"
          label={say('service.search')}
          onPress={() => answer({ isSearching: true })}
        />
      )}
      {canAskForHelpChoosing && <HelpChoosing say={say} answer={answer} />}
    </ChooseOne>
  );
}

/** What somebody complains of leads to services; which of them, they choose themselves. */
function ChooseSymptom({
  screen: { symptoms, canAskForHelpChoosing },
  say,
  answer,
}: Props<'choose-symptom'>): JSX.Element {
  return (
    <ChooseOne
      title={say('service.symptomTitle')}
      lead={<p class="lead">{say('service.symptomLead')}</p>}
      density={densityOf(Math.max(symptoms.length, 4))}
      choices={symptoms.map(({ code, words, icon }) => ({
        code,
        picture: <ServiceIcon name={icon} />,
        name: words,
        more: '',
      }))}
      onChoose={(symptom) => answer({ symptom })}
    >
      {canAskForHelpChoosing && <HelpChoosing say={say} answer={answer} />}
    </ChooseOne>
  );
}

function HelpChoosing({ say, answer }: Pick<QuestionProps<'service'>, 'say' | 'answer'>): JSX.Element {
  return (
    <Button
      icon={CircleQuestionMark}
      choice="help-choosing"
      label={say('service.help')}
      onPress={() => answer({ serviceCode: null })}
    />
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
    notOpen: service.notOpen && notOpenWords(service.notOpen, say),
  };
}
