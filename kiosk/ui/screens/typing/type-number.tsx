import { ArrowRight } from 'lucide-preact';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Clock } from '#config/agreements/clock.ts';
import type { MessageKey, Say } from '#config/strings/messages.ts';
import type { NumberForm, NumberTrouble } from '#kiosk/bridge/words.ts';
import { Button } from '../../parts/button.tsx';
import { KeyScreen } from '../../parts/key-screen.tsx';
import { Keypad, LetterPad } from '../../parts/keypad.tsx';
import { inThrees, TypedField } from '../../parts/typed-field.tsx';
import { useKeys, useTyped } from '../../parts/use-keys.ts';
import type { ScreenProps } from '../screen-props.ts';
import { countNumber, longestNumber, takesLetters } from './count-number.ts';

type TypeNumberProps = ScreenProps<'type-number'> & { readonly clock: Clock };

/** A number from a card, with the letters of an insurance card where it has some; or one of a passport, with letters anywhere. */
export function TypeNumber(props: TypeNumberProps): JSX.Element {
  return props.screen.of === 'passport' ? <PassportNumber {...props} /> : <CardNumber {...props} />;
}

function CardNumber({ screen, say, act, clock }: TypeNumberProps): JSX.Element {
  const { forms, typed: begun, wrong } = screen;
  const { press, isMasked } = useKeys(clock, act);
  const [typed, change] = useTyped(begun, `${begun} ${wrong?.kind}`);
  const [wantsLetters, wantLetters] = useState(false);
  const [asked, ask] = useState('');
  const soFar = countNumber(typed, forms);
  const hasLetters = wantsLetters && takesLetters(typed, forms);
  const onKey = (key: string) =>
    press(() =>
      change((before) => (before + key).slice(0, Math.max(longestNumber(before + key, forms), before.length))),
    );
  const onDelete = () => press(() => change((before) => before.slice(0, -1)));
  const isAsked = asked === typed && typed !== '';
  const told = wrong && typed === begun ? wordsOfTrouble(wrong, say) : hintOf(typed, forms, say);
  return (
    <KeyScreen
      name="type-number"
      title={say('screens.typeNumber.title')}
      field={
        <TypedField
          groups={groupsOf(typed)}
          isMasked={isMasked}
          label={say('screens.typeNumber.typed', { count: typed.length })}
        />
      }
      hint={told}
      isCareful={isAsked || (wrong !== undefined && typed === begun)}
      aside={<Forms forms={forms} whole={soFar.is === 'whole' ? soFar.form.of : undefined} say={say} />}
      keys={
        hasLetters ? (
          <LetterPad
            say={say}
            withDigits={false}
            onKey={onKey}
            onDelete={onDelete}
            corner={{ name: 'digits', label: '123', onPress: () => press(() => wantLetters(false)) }}
          />
        ) : (
          <Keypad
            say={say}
            onKey={onKey}
            onDelete={onDelete}
            corner={
              typed === '' && takesLetters('', forms)
                ? { name: 'letters', label: 'ABC', onPress: () => press(() => wantLetters(true)) }
                : { name: 'clear', label: say('screens.keys.clear'), onPress: () => press(() => change(() => '')) }
            }
          />
        )
      }
      actions={
        <Button
          look={soFar.is === 'whole' ? 'primary' : 'secondary'}
          isPrimary={soFar.is === 'whole'}
          icon={ArrowRight}
          label={say('screens.keys.goOn')}
          onPress={() => {
            if (soFar.is === 'whole') act({ command: 'type-number', text: typed });
            else ask(typed);
          }}
        />
      }
    />
  );
}

function PassportNumber({ screen, say, act, clock }: TypeNumberProps): JSX.Element {
  const { typed: begun, wrong } = screen;
  const { press, isMasked } = useKeys(clock, act);
  const [typed, change] = useTyped(begun, `${begun} ${wrong?.kind}`);
  const isLong = typed.length >= passportLengths.least && /[1-9]/.test(typed);
  const [asked, ask] = useState<string>();
  return (
    <KeyScreen
      name="type-number passport"
      title={say('screens.typeNumber.passportTitle')}
      field={
        <TypedField
          groups={inThrees(typed)}
          isMasked={isMasked}
          label={say('screens.typeNumber.typed', { count: typed.length })}
        />
      }
      hint={wrong && typed === begun ? wordsOfTrouble(wrong, say) : say('screens.typeNumber.passportHint')}
      isCareful={asked === typed || (wrong !== undefined && typed === begun)}
      keys={
        <LetterPad
          say={say}
          withDigits
          onKey={(key) => press(() => change((before) => (before + key).slice(0, passportLengths.most)))}
          onDelete={() => press(() => change((before) => before.slice(0, -1)))}
          corner={{ name: 'clear', label: say('screens.keys.clear'), onPress: () => press(() => change(() => '')) }}
        />
      }
      actions={
        <Button
          look={isLong ? 'primary' : 'secondary'}
          isPrimary={isLong}
          icon={ArrowRight}
          label={say('screens.keys.goOn')}
          onPress={() => {
            if (isLong) act({ command: 'type-number', text: typed });
            else ask(typed);
          }}
        />
      }
    />
  );
}

/** ICAO 9303 part 4. */
const passportLengths = { least: 6, most: 9 } as const;

/** Which paper has how many: the one that stands there is marked. */
function Forms({
  forms,
  whole,
  say,
}: {
  readonly forms: readonly NumberForm[];
  readonly whole: NumberForm['of'] | undefined;
  readonly say: Say;
}): JSX.Element {
  return (
    <ul class="number-forms">
      {forms.map(({ of, length, letters }) => (
        <li key={of} data-whole={of === whole ? '' : undefined}>
          <b>
            {letters === 'none'
              ? say('screens.typeNumber.digits', { count: length })
              : say('screens.typeNumber.characters', { count: length })}
          </b>
          <span>{say(papers[of])}</span>
        </li>
      ))}
    </ul>
  );
}

const papers = {
  'citizen-card': 'screens.typeNumber.citizenCard',
  'social-insurance': 'screens.typeNumber.socialInsurance',
  'old-identity-card': 'screens.typeNumber.oldIdentityCard',
  'insurance-card': 'screens.typeNumber.insuranceCard',
  'patient-code': 'screens.typeNumber.patientCode',
} as const satisfies Readonly<Record<NumberForm['of'], MessageKey>>;

function hintOf(typed: string, forms: readonly NumberForm[], say: Say): string {
  const soFar = countNumber(typed, forms);
  switch (soFar.is) {
    case 'empty':
      return say('screens.typeNumber.empty');
    case 'whole':
      return say('screens.typeNumber.whole', { paper: say(papers[soFar.form.of]) });
    case 'missing':
    case 'too-many':
      return wordsOfTrouble({ kind: soFar.is, count: soFar.count }, say);
    case 'none':
      return wordsOfTrouble({ kind: 'letters' }, say);
  }
}

function wordsOfTrouble(wrong: NumberTrouble, say: Say): string {
  switch (wrong.kind) {
    case 'missing':
      return say('screens.typeNumber.missing', { count: wrong.count });
    case 'too-many':
      return say('screens.typeNumber.tooMany', { count: wrong.count });
    case 'empty':
      return say('screens.typeNumber.empty');
    case 'letters':
    case 'signs':
      return say('screens.typeNumber.letters');
    case 'nobodys':
      return say('screens.typeNumber.nobodys');
  }
}

/** An insurance card's as it is printed, everything else in threes. */
function groupsOf(typed: string): readonly string[] {
  if (!/^[A-Z]{2}/.test(typed)) return inThrees(typed);
  return [typed.slice(0, 2), typed.slice(2, 3), typed.slice(3, 5), ...inThrees(typed.slice(5))].filter(
    (group) => group !== '',
  );
}
