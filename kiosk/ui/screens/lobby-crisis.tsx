import { UserCheck } from 'lucide-preact';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Say } from '#config/strings/messages.ts';
import { Button } from '../parts/button.tsx';
import { KeyScreen } from '../parts/key-screen.tsx';
import { LetterKeys } from '../parts/letter-keys.tsx';
import { TypedField } from '../parts/typed-field.tsx';
import { typed as typedText } from '../parts/vietnamese-keyboard.ts';
import type { ScreenProps } from './screen-props.ts';

/** Somebody in a crisis sits here: whoever has come says who they are, and the bell is silent. */
export function LobbyCrisis({
  screen: { number, by, others, isRefused },
  say,
  act,
}: ScreenProps<'lobby-crisis'>): JSX.Element {
  const [now, change] = useState(() => typedText(''));
  const [asked, ask] = useState(false);
  const name = now.text.trim();
  const isName = /\p{L}.*\p{L}/u.test(name);
  const isCareful = (asked && !isName) || isRefused;
  return (
    <KeyScreen
      name="lobby-crisis"
      title={say('screens.lobby.crisis.title', { number })}
      field={
        <TypedField
          groups={[now.text]}
          isMasked={false}
          label={say('screens.whoAreYou.typed', { name: name === '' ? '•' : name })}
        />
      }
      hint={hintOf(by, others, say)}
      isCareful={isCareful}
      keys={
        <LetterKeys
          alphabet="vietnamese"
          say={say}
          press={(key) => {
            act({ command: 'lobby-key' });
            change(key);
          }}
        />
      }
      actions={
        <div class="actions side-by-side">
          <Button label={say('screens.lobby.leave')} choice="close" onPress={() => act({ command: 'close-lobby' })} />
          <Button
            look="primary"
            isPrimary={false}
            icon={UserCheck}
            choice="end-crisis"
            label={say('screens.lobby.crisis.here')}
            onPress={() => {
              if (isName || by !== undefined) act({ command: 'end-crisis', name });
              else ask(true);
            }}
          />
        </div>
      }
    />
  );
}

/** No bell is said to stop that goes on for somebody else. */
function hintOf(by: string | undefined, others: number | undefined, say: Say): string {
  if (by !== undefined) return say('screens.lobby.crisis.coming', { by });
  return others ? say('screens.lobby.crisis.hintOthers', { others }) : say('screens.lobby.crisis.hint');
}
