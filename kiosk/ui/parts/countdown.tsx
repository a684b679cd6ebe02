import type { JSX } from 'preact';

const radius = 44;
const around = 2 * Math.PI * radius;

interface CountdownProps {
  /** In seconds. */
  readonly left: number;
  readonly of: number;
  /** What a screen reader says of it. */
  readonly label: string;
  /** How it is written: `1:54`. Default: the seconds. */
  readonly shown?: string;
  /** In small letters below. */
  readonly unit?: string;
}

/** Time that runs out, as a number and a ring. */
export function Countdown({ left, of, label, shown = String(left), unit }: CountdownProps): JSX.Element {
  const gone = around * (1 - left / Math.max(of, 1));
  return (
    <div class="countdown" role="timer" aria-label={label}>
      <svg viewBox="0 0 100 100" aria-hidden="true">
        <circle class="countdown-track" cx="50" cy="50" r={radius} />
        <circle class="countdown-left" cx="50" cy="50" r={radius} stroke-dasharray={around} stroke-dashoffset={gone} />
      </svg>
      <span aria-hidden="true">{shown}</span>
      {unit !== undefined && (
        <span class="countdown-unit" aria-hidden="true">
          {unit}
        </span>
      )}
    </div>
  );
}
