import {
  Baby,
  Handshake,
  Heart,
  type LucideIcon,
  ShieldCheck,
  UserRound,
  UserRoundCheck,
  UsersRound,
} from 'lucide-preact';
import type { JSX } from 'preact';
import { BreathingLotus } from '#kiosk/ui/parts/breathing-lotus.tsx';
import { Button } from '#kiosk/ui/parts/button.tsx';
import { ChooseOne } from '#kiosk/ui/parts/choose-one.tsx';
import { EqualButtons } from '#kiosk/ui/parts/equal-buttons.tsx';
import { fitOf } from '#kiosk/ui/parts/fit.ts';
import { PortraitCard } from '#kiosk/ui/parts/portrait-card.tsx';
import type { QuestionProps, QuestionView } from '#kiosk/ui/parts/question.ts';
import { ScanPicture } from '#kiosk/ui/parts/scan-picture.tsx';
import { Title } from '#kiosk/ui/parts/title.tsx';
import './companion.css';
import type { CompanionAnswer, CompanionScreen } from './words.ts';

export const companionView: QuestionView<'companion'> = {
  step: 1,
  draw: Companion,
  offers: () => [],
  stage: ({ asks }) => asks,
};

function Companion({ screen, say, answer }: QuestionProps<'companion'>): JSX.Element {
  switch (screen.asks) {
    case 'relation':
      return <AskRelation say={say} answer={answer} />;
    case 'card':
      return <InviteCard screen={screen} say={say} answer={answer} />;
    case 'details':
      return <AskDetails screen={screen} say={say} answer={answer} />;
  }
}

type Relation = Extract<CompanionAnswer, { readonly relation: unknown }>['relation'];

const pictures: Readonly<Record<Relation, LucideIcon>> = {
  parent: UsersRound,
  guardian: ShieldCheck,
  child: Baby,
  spouse: Heart,
  relative: UserRoundCheck,
  other: Handshake,
};

function AskRelation({ say, answer }: Omit<QuestionProps<'companion'>, 'screen'>): JSX.Element {
  return (
    <ChooseOne
      title={say('companion.relationTitle')}
      lead={<p class="lead">{say('companion.relationLead')}</p>}
      density="some"
      choices={Object.entries(pictures).map(([code, Picture]) => ({
        code,
        picture: <Picture class="icon" />,
        name: say(`companion.${code as Relation}`),
        more: undefined,
      }))}
      onChoose={(code) => answer({ relation: code as Relation })}
    />
  );
}

type At<Asks extends CompanionScreen['asks']> = Omit<QuestionProps<'companion'>, 'screen'> & {
  readonly screen: Extract<CompanionScreen, { readonly asks: Asks }>;
};

function InviteCard({ screen: { scanner }, say, answer }: At<'card'>): JSX.Element {
  const isReady = scanner === 'ready';
  return (
    <main class="screen attract">
      <Title text={say(isReady ? 'companion.cardTitle' : 'companion.restingTitle')}>
        <p class="lead">{say(isReady ? 'companion.cardLead' : 'companion.restingLead')}</p>
      </Title>
      {isReady ? <ScanPicture holds="card" label={say('screens.attract.picture')} /> : <BreathingLotus />}
      <div class="actions">
        <Button choice="without-card" label={say('companion.without')} onPress={() => answer({ card: 'none' })} />
      </div>
    </main>
  );
}

function AskDetails({ screen: { name, number, title, text, wordsHash }, say, answer }: At<'details'>): JSX.Element {
  return (
    <main class="screen companion-details">
      <Title text={title}>
        <p class="lead">{text}</p>
      </Title>
      <PortraitCard icon={UserRound}>
        <div class="wide">
          <dt>{say('companion.name')}</dt>
          {name ? (
            <dd class="name" data-fit={fitOf(name, [20, 30, 44])}>
              {name}
            </dd>
          ) : (
            <dd class="missing">{say('companion.nameNotReadable')}</dd>
          )}
        </div>
        {number && (
          <div>
            <dt>{say('companion.number')}</dt>
            <dd>{number}</dd>
          </div>
        )}
      </PortraitCard>
      <EqualButtons
        yes={say('companion.yes')}
        no={say('companion.no')}
        onAnswer={(granted) => answer({ wordsHash, granted })}
      />
    </main>
  );
}
