import type { JSX } from 'preact';
import type { Say } from '#config/strings/messages.ts';
import type { PressureOnScreen } from '#kiosk/bridge/measuring-words.ts';
import { LotusBloom } from '../../parts/lotus.tsx';
import { PressureNumbers, Pulse } from './pressure-numbers.tsx';

interface SinglePressureProps {
  readonly pressure: PressureOnScreen;
  readonly say: Say;
}

/** The same look for every value. */
export function SinglePressure({ pressure, say }: SinglePressureProps): JSX.Element {
  return (
    <section class="card reading">
      <LotusBloom />
      <dl>
        <div>
          <dt>{say('screens.reading.bloodPressure')}</dt>
          <dd class="pressure">
            <PressureNumbers {...pressure} />
          </dd>
        </div>
        <Pulse pulse={pressure.pulse} say={say} />
      </dl>
    </section>
  );
}
