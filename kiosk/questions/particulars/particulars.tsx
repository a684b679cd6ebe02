import { Briefcase, Delete, House, type LucideIcon, Phone, UsersRound } from 'lucide-preact';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Button } from '#kiosk/ui/parts/button.tsx';
import type { QuestionProps, QuestionView } from '#kiosk/ui/parts/question.ts';
import { Title } from '#kiosk/ui/parts/title.tsx';
import './particulars.css';
import type { KnownParticular, NamedCode, ParticularsScreen } from './words.ts';

export const particularsView: QuestionView<'particulars'> = {
  step: 1,
  draw: AskParticulars,
  offers: (screen) => (screen.asks === 'right' ? screen.known.map(({ kind }) => kind) : []),
  stage: ({ asks }) => asks,
};

function AskParticulars({ screen, say, answer }: QuestionProps<'particulars'>): JSX.Element {
  switch (screen.asks) {
    case 'right':
      return <ConfirmKnown screen={screen} say={say} answer={answer} />;
    case 'ethnicity':
    case 'occupation':
      return <ChooseNamed screen={screen} say={say} answer={answer} />;
    case 'phone':
      return <TypePhone say={say} answer={answer} />;
  }
}

type At<Asks extends ParticularsScreen['asks']> = Omit<QuestionProps<'particulars'>, 'screen'> & {
  readonly screen: Extract<ParticularsScreen, { readonly asks: Asks }>;
};

const icons: Readonly<Record<KnownParticular['kind'], LucideIcon>> = {
  ethnicity: UsersRound,
  occupation: Briefcase,
  address: House,
  phone: Phone,
};

/** All of it with one tap; what has changed is asked for afterwards. */
function ConfirmKnown({ screen: { known }, say, answer }: At<'right'>): JSX.Element {
  const shown = known.map(({ kind }) => kind).join();
  return (
    <main class="screen particulars">
      <Title text={say('particulars.rightTitle')}>
        <p class="lead">{say('particulars.rightLead')}</p>
      </Title>
      <ul class="known">
        {known.map(({ kind, value }) => {
          const Icon = icons[kind];
          const what = say(`particulars.${kind}`);
          return (
            <li key={kind} class="card">
              <span class="tile" aria-hidden="true">
                <Icon class="icon" />
              </span>
              <p>
                <span>{what}</span>
                <b>{value}</b>
              </p>
              <button
                type="button"
                class="button secondary"
                data-choice={`wrong-${kind}`}
                aria-label={say('particulars.changeWhat', { what })}
                onClick={() => answer({ wrong: kind })}
              >
                {say('particulars.change')}
              </button>
            </li>
          );
        })}
      </ul>
      <div class="actions">
        <Button
          look="primary"
          isPrimary
          choice="all-right"
          label={say('particulars.allRight')}
          onPress={() => answer({ right: shown })}
        />
        <Button choice="skip" label={say('particulars.skip')} onPress={() => answer({ skip: shown })} />
      </div>
    </main>
  );
}

/** So many fit on the first sheet and on each further one. */
const onSheet = [14, 24] as const;

function sheetsOf(choices: readonly NamedCode[]): readonly (readonly NamedCode[])[] {
  if (choices.length <= onSheet[0]) return [choices];
  const last = choices.at(-1);
  // Whoever is from elsewhere finds that on the first sheet.
  const first = [...choices.slice(0, onSheet[0] - 1), ...(last ? [last] : [])];
  const rest = choices.slice(onSheet[0] - 1, -1);
  const sheets = Math.ceil(rest.length / onSheet[1]);
  const each = Math.ceil(rest.length / sheets);
  return [first, ...Array.from({ length: sheets }, (_, at) => rest.slice(at * each, (at + 1) * each))];
}

function ChooseNamed({ screen: { asks, choices }, say, answer }: At<'ethnicity' | 'occupation'>): JSX.Element {
  const [sheet, setSheet] = useState(0);
  const sheets = sheetsOf(choices);
  const shown = sheets[sheet % sheets.length] ?? choices;
  return (
    <main class="screen particulars">
      <Title text={say(asks === 'ethnicity' ? 'particulars.ethnicityTitle' : 'particulars.occupationTitle')}>
        <p class="lead">{say('particulars.lead')}</p>
      </Title>
      <ul class="names" data-sheet={sheet === 0 ? 'first' : 'further'}>
        {shown.map(({ code, name }) => (
          <li key={code}>
            <button type="button" class="choice" data-choice={code} onClick={() => answer({ kind: asks, value: code })}>
              <b>{name}</b>
            </button>
          </li>
        ))}
      </ul>
      <div class="actions side-by-side">
        {sheets.length > 1 && (
          <Button choice="more" label={say('particulars.more')} onPress={() => setSheet((sheet + 1) % sheets.length)} />
        )}
        <Button choice="skip" label={say('particulars.skip')} onPress={() => answer({ skip: asks })} />
      </div>
    </main>
  );
}

const fewestDigits = 8;
const mostDigits = 15;

/** The digits stay in the page until they are sent. */
function TypePhone({ say, answer }: Omit<QuestionProps<'particulars'>, 'screen'>): JSX.Element {
  const [digits, setDigits] = useState('');
  const key = (digit: string) => (
    <button
      key={digit}
      type="button"
      class="digit-key"
      onClick={() => setDigits((before) => (before + digit).slice(0, mostDigits))}
    >
      {digit}
    </button>
  );
  return (
    <main class="screen particulars type-phone">
      <Title text={say('particulars.phoneTitle')}>
        <p class="lead">{say('particulars.lead')}</p>
      </Title>
      <output class="typed-digits" aria-label={say('particulars.typed')}>
        {grouped(digits) || '0'}
      </output>
      <div class="digit-keys">
        {[...'123456789'].map(key)}
        <button
          type="button"
          class="digit-key"
          aria-label={say('particulars.clear')}
          onClick={() => setDigits((before) => before.slice(0, -1))}
        >
          <Delete aria-hidden="true" class="icon" />
        </button>
        {key('0')}
      </div>
      <div class="actions side-by-side">
        <Button choice="skip" label={say('particulars.skip')} onPress={() => answer({ skip: 'phone' })} />
        <Button
          look="primary"
          choice="done"
          label={say('particulars.done')}
          onPress={() => {
            if (digits.length >= fewestDigits) answer({ kind: 'phone', value: digits });
          }}
        />
      </div>
    </main>
  );
}

/** `0912 000 567`: the way numbers are said. */
function grouped(digits: string): string {
  return digits.replace(/^(\d{1,4})(\d{1,3})?(\d+)?$/, (_, ...parts) => parts.slice(0, 3).filter(Boolean).join(' '));
}
