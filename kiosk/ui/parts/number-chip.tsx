import { Ticket } from 'lucide-preact';
import type { JSX } from 'preact';
import type { Say } from '#config/strings/messages.ts';

/** Whose measurement this is, without a name that a neighbour could read. */
export function NumberChip({ number, say }: { readonly number: string; readonly say: Say }): JSX.Element {
  return (
    <p class="number-chip">
      <Ticket aria-hidden="true" class="icon" />
      <span>{say('screens.measure.forNumber', { number })}</span>
    </p>
  );
}
