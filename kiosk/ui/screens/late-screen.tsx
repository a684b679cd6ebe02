import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Clock } from '#config/agreements/clock.ts';
import { unreachable } from '#config/agreements/result.ts';
import { type LateScreen, lateScreens, loadLateScreens } from './late-screens.ts';
import { PleaseWait } from './please-wait.tsx';
import type { ScreenProps } from './screen-props.ts';

interface LateScreenViewProps extends Omit<ScreenProps, 'screen'> {
  readonly screen: LateScreen;
  readonly clock: Clock;
}

/** So often, before the page is loaded anew as after any bug. */
const mostTries = 3;
const againMs = 1_000;

/** A screen whose code may still be on its way: a moment's patience until then, never an empty page. */
export function LateScreenView({ screen, say, act, clock }: LateScreenViewProps): JSX.Element {
  const screens = lateScreens.value;
  const isThere = screens !== undefined;
  useEffect(() => {
    if (isThere) return;
    let callOff = (): void => {};
    const attempt = (left: number): void => {
      void loadLateScreens().catch((failure: unknown) => {
        callOff = clock.after(againMs, () => {
          if (left > 1) attempt(left - 1);
          else reportError(failure);
        });
      });
    };
    attempt(mostTries);
    return () => callOff();
  }, [isThere, clock]);
  if (!screens) return <PleaseWait say={say} />;
  switch (screen.show) {
    case 'type-number':
      return <screens.TypeNumber screen={screen} say={say} act={act} clock={clock} />;
    case 'say-number-back':
      return <screens.SayNumberBack screen={screen} say={say} act={act} />;
    case 'who-are-you':
      return <screens.WhoAreYou screen={screen} say={say} act={act} clock={clock} />;
    case 'when-born':
      return <screens.WhenBorn screen={screen} say={say} act={act} clock={clock} />;
    case 'phone-number':
      return <screens.PhoneNumber screen={screen} say={say} act={act} clock={clock} />;
    default:
      return unreachable(screen);
  }
}
