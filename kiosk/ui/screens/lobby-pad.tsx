import { Delete } from 'lucide-preact';
import type { JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Clock } from '#config/agreements/clock.ts';
import type { MessageKey } from '#config/strings/messages.ts';
import type { LobbyScreen } from '#kiosk/bridge/words.ts';
import { Button } from '../parts/button.tsx';
import { Title } from '../parts/title.tsx';
import { useCountdown } from '../parts/use-time.ts';
import type { ScreenProps } from './screen-props.ts';

const mostDigits = 32;
/** No finger is faster on two keys. */
const fastestMs = 60;

const words = {
  nothing: 'screens.lobby.askPin',
  wrong: 'screens.lobby.wrong',
  'locked-out': 'screens.lobby.lockedOut',
  busy: 'screens.lobby.busy',
  'not-noted': 'screens.lobby.notNoted',
} as const satisfies Readonly<Record<Extract<LobbyScreen, { show: 'lobby-pad' }>['tells'], MessageKey>>;

/** The digits stay in the page until they are sent. Only a finger on a key is one: keys of a keyboard, real or a scanner's, are not. */
export function LobbyPad({
  screen: { attempt, tells, secondsLeft },
  say,
  act,
  clock,
}: ScreenProps<'lobby-pad'> & { readonly clock: Clock }): JSX.Element {
  const [digits, setDigits] = useState('');
  const pressedAt = useRef(Number.NEGATIVE_INFINITY);
  const { left } = useCountdown(clock, secondsLeft);
  useLayoutEffect(() => setDigits(''), [attempt]);
  const isLocked = tells === 'locked-out' && left > 0;
  const told = tells === 'locked-out' && !isLocked ? 'nothing' : tells;

  /** `detail` counts the clicks of a pointer, and is 0 for a key that presses the button that has the focus. */
  function press(event: MouseEvent, change: () => void): void {
    const now = clock.monotonic();
    if (event.detail === 0 || isLocked || now - pressedAt.current < fastestMs) return;
    pressedAt.current = now;
    act({ command: 'lobby-key' });
    change();
  }

  const key = (digit: string) => (
    <button
      key={digit}
      type="button"
      class="pad-key"
      data-digit={digit}
      onClick={(event) => press(event, () => setDigits((before) => (before + digit).slice(0, mostDigits)))}
    >
      {digit}
    </button>
  );
  return (
    <main class="screen lobby lobby-pad">
      <div class="pad-words">
        <Title text={say('screens.lobby.title')}>
          <p class="lead" role="status">
            {say(words[told], { seconds: left })}
          </p>
        </Title>
        <p
          key={attempt}
          class={attempt > 0 ? 'pad-dots shakes' : 'pad-dots'}
          role="img"
          aria-label={say('screens.lobby.typed', { count: digits.length })}
        >
          {[...digits].slice(-12).map((_, at) => (
            // Nothing tells one dot from the next.
            <i key={at} />
          ))}
        </p>
        <Button label={say('screens.lobby.leave')} choice="close" onPress={() => act({ command: 'close-lobby' })} />
      </div>
      <div class="pad-keys" data-locked={isLocked ? '' : undefined}>
        {[...'123456789'].map(key)}
        <button
          type="button"
          class="pad-key"
          aria-label={say('screens.lobby.clear')}
          onClick={(event) => press(event, () => setDigits((before) => before.slice(0, -1)))}
        >
          <Delete aria-hidden="true" class="icon" />
        </button>
        {key('0')}
        <button
          type="button"
          class="pad-key enter"
          data-enter
          onClick={(event) =>
            press(event, () => {
              if (digits !== '') act({ command: 'lobby-pin', pin: digits });
            })
          }
        >
          {say('screens.lobby.enter')}
        </button>
      </div>
    </main>
  );
}
