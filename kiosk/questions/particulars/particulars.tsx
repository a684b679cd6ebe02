import { Briefcase, House, type LucideIcon, Phone, UsersRound } from 'lucide-preact';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Button } from '#kiosk/ui/parts/button.tsx';
import { KeyScreen } from '#kiosk/ui/parts/key-screen.tsx';
import { Keypad } from '#kiosk/ui/parts/keypad.tsx';
import { LetterKeys } from '#kiosk/ui/parts/letter-keys.tsx';
import type { QuestionProps, QuestionView, TypedQuestionProps } from '#kiosk/ui/parts/question.ts';
import { Title } from '#kiosk/ui/parts/title.tsx';
import { TypedField } from '#kiosk/ui/parts/typed-field.tsx';
import { useKeys } from '#kiosk/ui/parts/use-keys.ts';
import { backspace, pressKey, typed } from '#kiosk/ui/parts/vietnamese-keyboard.ts';
import './particulars.css';
import type { KnownParticular, NamedCode, ParticularsScreen } from './words.ts';

export const particularsView: QuestionView<'particulars'> = {
  step: 1,
  draw: AskParticulars,
  offers: (screen) => (screen.asks === 'right' ? screen.known.map(({ kind }) => kind) : []),
  stage: ({ asks }) => asks,
};

function AskParticulars({ screen, ...way }: TypedQuestionProps<'particulars'>): JSX.Element {
  switch (screen.asks) {
    case 'right':
      return <ConfirmKnown screen={screen} {...way} />;
    case 'ethnicity':
    case 'occupation':
      return <ChooseNamed screen={screen} {...way} />;
    case 'phone':
      return <TypePhone {...way} />;
    case 'address':
      return <TypeAddress screen={screen} {...way} />;
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

const titles = {
  ethnicity: { own: 'particulars.ethnicityTitle', others: 'particulars.ethnicityTitleOther' },
  occupation: { own: 'particulars.occupationTitle', others: 'particulars.occupationTitleOther' },
} as const;

function ChooseNamed({
  screen: { asks, choices, isOthers },
  say,
  answer,
}: At<'ethnicity' | 'occupation'>): JSX.Element {
  const [sheet, setSheet] = useState(0);
  const sheets = sheetsOf(choices);
  const shown = sheets[sheet % sheets.length] ?? choices;
  return (
    <main class="screen particulars">
      <Title text={say(titles[asks][isOthers ? 'others' : 'own'])}>
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

type Typing = Omit<TypedQuestionProps<'particulars'>, 'screen'>;

/** The digits stay in the page until they are sent. */
function TypePhone({ say, answer, clock, touched }: Typing): JSX.Element {
  const { press, isMasked } = useKeys(clock, touched);
  const [digits, setDigits] = useState('');
  const [asked, ask] = useState<string>();
  const isWhole = digits.length >= fewestDigits;
  return (
    <KeyScreen
      name="type-phone"
      title={say('particulars.phoneTitle')}
      field={
        <TypedField
          // `0912 000 567`: the way numbers are said.
          groups={digits.match(/^.{1,4}|.{1,3}/g) ?? []}
          isMasked={isMasked}
          label={say('screens.typeNumber.typed', { count: digits.length })}
        />
      }
      hint={say('particulars.lead')}
      isCareful={asked === digits}
      keys={
        <Keypad
          say={say}
          onKey={(key) => press(() => setDigits((before) => (before + key).slice(0, mostDigits)))}
          onDelete={() => press(() => setDigits((before) => before.slice(0, -1)))}
          corner={{ name: 'clear', label: say('screens.keys.clear'), onPress: () => press(() => setDigits('')) }}
        />
      }
      actions={
        <DoneOrSkip
          isWhole={isWhole}
          say={say}
          onDone={() => (isWhole ? answer({ kind: 'phone', value: digits }) : ask(digits))}
          onSkip={() => answer({ skip: 'phone' })}
        />
      }
    />
  );
}

/** Where somebody lives now: words by the keyboard that writes names, numbers by the one that writes numbers. */
function TypeAddress({
  screen: { isOthers },
  say,
  answer,
  clock,
  touched,
}: Typing & Pick<At<'address'>, 'screen'>): JSX.Element {
  const { press, isMasked } = useKeys(clock, touched);
  const [now, change] = useState(typed(''));
  const [wantsDigits, wantDigits] = useState(false);
  const [asked, ask] = useState<string>();
  const address = now.text.trim();
  const isWhole = /\p{L}.*\p{L}/u.test(address);
  return (
    <KeyScreen
      // A keyboard needs the width of the glass, ten digits do not.
      name={wantsDigits ? 'type-address' : 'who-are-you type-address'}
      title={say(isOthers ? 'particulars.addressTitleOther' : 'particulars.addressTitle')}
      field={
        <TypedField
          groups={isMasked ? address.split(' ') : [now.text]}
          isMasked={isMasked}
          label={say('particulars.addressTyped', { address: isMasked || address === '' ? '•' : address })}
        />
      }
      hint={say('particulars.addressHint')}
      isCareful={asked === address}
      keys={
        wantsDigits ? (
          <Keypad
            say={say}
            withSigns
            onKey={(key) => press(() => change((before) => pressKey(before, key)))}
            onDelete={() => press(() => change(backspace))}
            corner={{ name: 'letters', label: 'ABC', onPress: () => press(() => wantDigits(false)) }}
          />
        ) : (
          <LetterKeys
            alphabet="vietnamese"
            say={say}
            press={(key) => press(() => change(key))}
            onDigits={() => press(() => wantDigits(true))}
          />
        )
      }
      actions={
        <DoneOrSkip
          isWhole={isWhole}
          say={say}
          onDone={() => (isWhole ? answer({ kind: 'address', value: address }) : ask(address))}
          onSkip={() => answer({ skip: 'address' })}
        />
      }
    />
  );
}

interface DoneOrSkipProps {
  readonly isWhole: boolean;
  readonly say: QuestionProps<'particulars'>['say'];
  readonly onDone: () => void;
  readonly onSkip: () => void;
}

function DoneOrSkip({ isWhole, say, onDone, onSkip }: DoneOrSkipProps): JSX.Element {
  return (
    <div class="actions side-by-side">
      <Button choice="skip" label={say('particulars.skip')} onPress={onSkip} />
      <Button
        look={isWhole ? 'primary' : 'secondary'}
        isPrimary={isWhole}
        choice="done"
        label={say('particulars.done')}
        onPress={onDone}
      />
    </div>
  );
}
