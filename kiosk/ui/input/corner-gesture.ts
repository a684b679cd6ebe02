import type { Clock } from '#config/agreements/clock.ts';
import type { Point } from './last-tap.ts';

/**
 * What staff do to the top line to be asked for the lobby's PIN: five taps by turns on its two ends, the left one first, evenly like a
 * beat. Nothing on the screen tells of it; no button stands there, and a patient's hand has no reason to.
 */
export const gesture = {
  taps: 5,
  /** Between two taps. */
  shortestMs: 250,
  longestMs: 900,
  /** The longest pause is at most so many times the shortest. */
  evenness: 1.6,
  /** Of the line's width, from either end. */
  share: 0.15,
} as const;

/** The top line as it is laid out now, in CSS px of the page. */
export interface TopLine {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface CornerGesture {
  /** One finger has gone down. `isFirst`: no other one lies on the glass; `hits`: what it means is a button's. */
  touched(touch: {
    readonly at: Point;
    readonly line: TopLine | undefined;
    readonly isFirst: boolean;
    readonly hits: 'button' | 'nothing';
  }): void;
}

export function createCornerGesture(clock: Pick<Clock, 'monotonic'>, onGesture: () => void): CornerGesture {
  /** When the taps of a gesture so far were. */
  let taps: readonly number[] = [];
  return {
    touched({ at, line, isFirst, hits }) {
      const now = clock.monotonic();
      const end = line && isFirst && hits === 'nothing' ? endOf(at, line) : undefined;
      const isNext = end === (taps.length % 2 === 0 ? 'left' : 'right') && isBeat([...taps, now]);
      if (isNext) taps = [...taps, now];
      else taps = end === 'left' ? [now] : [];
      if (taps.length < gesture.taps) return;
      taps = [];
      onGesture();
    },
  };
}

function endOf({ x, y }: Point, { left, right, top, bottom }: TopLine): 'left' | 'right' | undefined {
  if (y < top || y > bottom) return undefined;
  const reach = (right - left) * gesture.share;
  if (x >= left && x <= left + reach) return 'left';
  return x >= right - reach && x <= right ? 'right' : undefined;
}

function isBeat(times: readonly number[]): boolean {
  const pauses = times.slice(1).map((time, at) => time - (times[at] ?? 0));
  if (pauses.some((pause) => pause < gesture.shortestMs || pause > gesture.longestMs)) return false;
  return Math.max(...pauses) <= gesture.evenness * Math.min(...pauses) || pauses.length === 0;
}
