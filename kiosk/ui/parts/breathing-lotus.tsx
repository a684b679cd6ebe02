import type { JSX } from 'preact';
import { LotusBloom } from './lotus.tsx';

/** Something is going on, and nothing is wrong. */
export function BreathingLotus(): JSX.Element {
  return (
    <div class="breathing" aria-hidden="true">
      <LotusBloom />
    </div>
  );
}
