import { ArrowRight, Ticket } from 'lucide-preact';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Clock } from '#config/agreements/clock.ts';
import { Button } from '../../parts/button.tsx';
import { KeyScreen } from '../../parts/key-screen.tsx';
import { Keypad } from '../../parts/keypad.tsx';
import { TypedField } from '../../parts/typed-field.tsx';
import { useKeys } from '../../parts/use-keys.ts';
import type { ScreenProps } from '../screen-props.ts';

const longest = 15;

/** A phone number in place of a name: it is shown as it stands on paper, 0912 345 678. */
export function PhoneNumber({ say, act, clock }: ScreenProps<'phone-number'> & { readonly clock: Clock }): JSX.Element {
  const { press, isMasked } = useKeys(clock, act);
  const [typed, change] = useState('');
  const [asked, ask] = useState<string>();
  const isNumber = /^(0\d{9,10}|[1-9]\d{7,14})$/.test(typed);
  return (
    <KeyScreen
      name="phone-number"
      title={say('screens.phoneNumber.title')}
      field={
        <TypedField
          groups={typed.match(/^.{1,4}|.{1,3}/g) ?? []}
          isMasked={isMasked}
          label={say('screens.typeNumber.typed', { count: typed.length })}
        />
      }
      hint={say('screens.phoneNumber.hint')}
      isCareful={asked === typed}
      keys={
        <Keypad
          say={say}
          onKey={(key) => press(() => change((before) => (before + key).slice(0, longest)))}
          onDelete={() => press(() => change((before) => before.slice(0, -1)))}
          corner={{ name: 'clear', label: say('screens.keys.clear'), onPress: () => press(() => change('')) }}
        />
      }
      actions={
        <>
          <Button
            look={isNumber ? 'primary' : 'secondary'}
            isPrimary={isNumber}
            icon={ArrowRight}
            label={say('screens.keys.goOn')}
            onPress={() => {
              if (isNumber) act({ command: 'tell-phone', text: typed });
              else ask(typed);
            }}
          />
          <Button
            icon={Ticket}
            choice="nothing"
            label={say('screens.whoAreYou.nothing')}
            onPress={() => act({ command: 'start-without-papers' })}
          />
        </>
      }
    />
  );
}
