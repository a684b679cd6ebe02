import type { JSX } from 'preact';
import type { Clock } from '#config/agreements/clock.ts';
import { unreachable } from '#config/agreements/result.ts';
import type { Say } from '#config/strings/messages.ts';
import type { Overlay } from '#kiosk/bridge/words.ts';
import type { Act } from '../parts/act.ts';
import { Help } from './help.tsx';
import { IdleWarning } from './idle-warning.tsx';
import { NextWaits } from './next-waits.tsx';
import { TimeIsUp } from './time-is-up.tsx';

interface OverlayViewProps {
  readonly overlay: Overlay;
  readonly say: Say;
  readonly act: Act;
  readonly clock: Clock;
}

export function OverlayView({ overlay, say, act, clock }: OverlayViewProps): JSX.Element {
  switch (overlay.show) {
    case 'idle-warning':
      return (
        <IdleWarning lead="screens.idle.lead" secondsLeft={overlay.secondsLeft} say={say} act={act} clock={clock} />
      );
    case 'next-waits':
      return <NextWaits secondsLeft={overlay.secondsLeft} number={overlay.number} say={say} act={act} clock={clock} />;
    case 'time-is-up':
      return <TimeIsUp secondsLeft={overlay.secondsLeft} number={overlay.number} say={say} act={act} clock={clock} />;
    case 'help':
      return (
        <Help
          desk={overlay.desk}
          call={overlay.call}
          secondsLeft={overlay.secondsLeft}
          say={say}
          act={act}
          clock={clock}
        />
      );
    default:
      return unreachable(overlay);
  }
}
