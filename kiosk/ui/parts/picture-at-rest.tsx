import type { ComponentProps, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Clock } from '#config/agreements/clock.ts';
import { ScanPicture } from './scan-picture.tsx';

/** One hand down to the light and up again: `to-the-light` of `motion.css`. */
const movesMs = 5_000;
/** As long as that it lies still, first of all when somebody has just gone. */
const liesStillMs = 4_000;
/** As many as `ScanPicture` draws of cards. */
const cards = 3;

type PictureAtRestProps = ComponentProps<typeof ScanPicture> & { readonly clock: Clock };

/**
 * The picture of a kiosk that waits for somebody: it moves for five seconds (WCAG 2.2, 2.2.2), then lies still, and the next card is shown.
 * What moves all day takes a third of a processor without a graphics card, and every first screen waits for the frame of a movement to end.
 */
export function PictureAtRest({ clock, ...picture }: PictureAtRestProps): JSX.Element {
  const [turn, setTurn] = useState(0);
  const moves = turn % 2 === 1;
  useEffect(() => clock.after(moves ? movesMs : liesStillMs, () => setTurn(turn + 1)), [clock, turn, moves]);
  return (
    <div class="picture-at-rest" data-moves={moves} data-card={Math.floor(turn / 2) % cards}>
      <ScanPicture {...picture} />
    </div>
  );
}
