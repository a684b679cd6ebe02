import type { JSX } from 'preact';

/** The mark of the house: a lotus of five petals. */
export function LotusMark(): JSX.Element {
  return (
    <svg class="mark" viewBox="0 0 48 48" aria-hidden="true" fill="currentColor">
      <path d="M24 40c-6-8-6-22 0-32 6 10 6 24 0 32z" />
      <path d="M24 40C15 36 10 26 11 15c9 5 14 15 13 25z" opacity=".7" />
      <path d="M24 40c9-4 14-14 13-25-9 5-14 15-13 25z" opacity=".7" />
      <path d="M24 40C14 41 6 35 3 25c10 0 18 6 21 15z" opacity=".45" />
      <path d="M24 40c10 1 18-5 21-15-10 0-18 6-21 15z" opacity=".45" />
    </svg>
  );
}

const petal = 'M0 0C-62-84-62-208 0-300 62-208 62-84 0 0z';
const turns = [-78, 78, -52, 52, -26, 26, 0];

/** The same lotus opened wide, for large quiet surfaces. */
export function LotusBloom(): JSX.Element {
  return (
    <svg class="bloom" viewBox="-320 -320 640 340" aria-hidden="true">
      {turns.map((turn) => (
        <path key={turn} d={petal} transform={`rotate(${turn})`} />
      ))}
    </svg>
  );
}
