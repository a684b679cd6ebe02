import type { JSX } from 'preact';
import type { Clock } from '#config/agreements/clock.ts';
import type { Say } from '#config/strings/messages.ts';
import type { Act } from '../parts/act.ts';
import { IdleWarning } from './idle-warning.tsx';
import { KeptNumber } from './kept-number.tsx';

interface NextWaitsProps {
  readonly secondsLeft: number;
  /** Said large when it is on this screen only. */
  readonly number: string | undefined;
  readonly say: Say;
  readonly act: Act;
  readonly clock: Clock;
}

/** The next one has laid a card: whoever is still here says so, whoever has gone loses no number unseen. */
export function NextWaits({ number, say, ...rest }: NextWaitsProps): JSX.Element {
  return (
    <IdleWarning lead="screens.nextWaits.lead" say={say} {...rest}>
      <KeptNumber number={number} say={say} />
    </IdleWarning>
  );
}
