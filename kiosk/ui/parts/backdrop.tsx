import type { JSX } from 'preact';
import { LotusBloom } from './lotus.tsx';

/** What lies behind every screen, so that empty space is a place and not a hole. */
export function Backdrop(): JSX.Element {
  return (
    <div class="backdrop" aria-hidden="true">
      <LotusBloom />
    </div>
  );
}
