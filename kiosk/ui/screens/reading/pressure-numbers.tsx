import { Heart } from 'lucide-preact';
import type { JSX } from 'preact';
import type { Say } from '#config/strings/messages.ts';

interface PressureNumbersProps {
  readonly systolic: number;
  readonly diastolic: number;
}

export function PressureNumbers({ systolic, diastolic }: PressureNumbersProps): JSX.Element {
  return (
    <>
      <span data-reading="systolic">{systolic}</span>
      <span class="over">/</span>
      <span data-reading="diastolic">{diastolic}</span>
      <span class="unit">mmHg</span>
    </>
  );
}

/** A row of a list of readings. */
export function Pulse({ pulse, say }: { readonly pulse: number; readonly say: Say }): JSX.Element {
  return (
    <div class="pulse">
      <dt>
        <Heart aria-hidden="true" class="icon" />
        {say('screens.reading.pulse')}
      </dt>
      <dd>
        <span data-reading="pulse">{pulse}</span>
        <span class="unit">{say('screens.reading.perMinute')}</span>
      </dd>
    </div>
  );
}
