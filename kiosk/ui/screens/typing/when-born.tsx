import { ArrowRight } from 'lucide-preact';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Clock } from '#config/agreements/clock.ts';
import { Button } from '../../parts/button.tsx';
import { KeyScreen } from '../../parts/key-screen.tsx';
import { Keypad } from '../../parts/keypad.tsx';
import { TypedField } from '../../parts/typed-field.tsx';
import { useKeys } from '../../parts/use-keys.ts';
import type { ScreenProps } from '../screen-props.ts';

/** The year of birth, in four digits; what it makes of somebody's age is said, so that a slip is seen. */
export function WhenBorn({
  screen: { thisYear, oldest },
  say,
  act,
  clock,
}: ScreenProps<'when-born'> & { readonly clock: Clock }): JSX.Element {
  const { press } = useKeys(clock, act);
  const [typed, change] = useState('');
  const [asked, ask] = useState<string>();
  const year = Number(typed);
  const isWhole = typed.length === 4;
  const isYear = isWhole && year <= thisYear && year >= oldest;
  const hint = isYear
    ? say('screens.whenBorn.age', { age: thisYear - year })
    : isWhole
      ? say(year > thisYear ? 'screens.whenBorn.future' : 'screens.whenBorn.longAgo')
      : say('screens.whenBorn.hint');
  return (
    <KeyScreen
      name="when-born"
      title={say('screens.whenBorn.title')}
      field={
        <TypedField
          groups={[typed.padEnd(4, '·')]}
          isMasked={false}
          label={say('screens.whenBorn.typed', { year: typed === '' ? '·' : typed })}
        />
      }
      hint={hint}
      isCareful={(isWhole && !isYear) || asked === typed}
      keys={
        <Keypad
          say={say}
          onKey={(key) => press(() => change((before) => (before + key).slice(0, 4)))}
          onDelete={() => press(() => change((before) => before.slice(0, -1)))}
          corner={{ name: 'clear', label: say('screens.keys.clear'), onPress: () => press(() => change('')) }}
        />
      }
      actions={
        <>
          <Button
            look={isYear ? 'primary' : 'secondary'}
            isPrimary={isYear}
            icon={ArrowRight}
            label={say('screens.keys.goOn')}
            onPress={() => {
              if (isYear) act({ command: 'tell-birth-year', year });
              else ask(typed);
            }}
          />
          <Button
            choice="not-known"
            label={say('screens.whenBorn.notKnown')}
            onPress={() => act({ command: 'tell-birth-year', year: null })}
          />
        </>
      }
    />
  );
}
