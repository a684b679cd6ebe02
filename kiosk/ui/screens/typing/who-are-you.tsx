import { ArrowRight, Phone, Ticket } from 'lucide-preact';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Clock } from '#config/agreements/clock.ts';
import { Button } from '../../parts/button.tsx';
import { KeyScreen } from '../../parts/key-screen.tsx';
import { LetterKeys } from '../../parts/letter-keys.tsx';
import { TypedField } from '../../parts/typed-field.tsx';
import { useKeys, useTyped } from '../../parts/use-keys.ts';
import { typed as typedText } from '../../parts/vietnamese-keyboard.ts';
import type { ScreenProps } from '../screen-props.ts';

/** A name, by keys that ask for no knowledge of typing; or rather a phone number, or nothing. */
export function WhoAreYou({
  screen: { alphabet, typed: begun, canUsePhone },
  say,
  act,
  clock,
}: ScreenProps<'who-are-you'> & { readonly clock: Clock }): JSX.Element {
  const { press, isMasked } = useKeys(clock, act);
  const [now, change] = useTyped(typedText(begun), begun);
  const [asked, ask] = useState(false);
  const name = now.text.trim();
  const isName = /\p{L}.*\p{L}/u.test(name);
  return (
    <KeyScreen
      name="who-are-you"
      title={say(alphabet === 'latin' ? 'screens.whoAreYou.passportTitle' : 'screens.whoAreYou.title')}
      field={
        <TypedField
          groups={isMasked ? name.split(' ') : [now.text]}
          isMasked={isMasked}
          label={say('screens.whoAreYou.typed', { name: isMasked || name === '' ? '•' : name })}
        />
      }
      hint={say(alphabet === 'latin' ? 'screens.whoAreYou.passportHint' : 'screens.whoAreYou.hint')}
      isCareful={asked && !isName}
      keys={<LetterKeys alphabet={alphabet} say={say} press={(key) => press(() => change(key))} />}
      actions={
        <>
          <Button
            look={isName ? 'primary' : 'secondary'}
            isPrimary={isName}
            icon={ArrowRight}
            label={say('screens.keys.goOn')}
            onPress={() => {
              if (isName) act({ command: 'tell-name', text: name });
              else ask(true);
            }}
          />
          <div class="actions side-by-side">
            {canUsePhone && (
              <Button
                icon={Phone}
                choice="phone"
                label={say('screens.whoAreYou.byPhone')}
                onPress={() => act({ command: 'prefer-phone' })}
              />
            )}
            <Button
              icon={Ticket}
              choice="nothing"
              label={say('screens.whoAreYou.nothing')}
              onPress={() => act({ command: 'start-without-papers' })}
            />
          </div>
        </>
      }
    />
  );
}
