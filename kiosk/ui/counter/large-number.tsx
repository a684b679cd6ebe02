import type { JSX } from 'preact';
import { fitOf } from '../parts/fit.ts';

/** `A012` as well as `UA-K12-107`, and the mark that a kiosk has made up before its hub gave it one. */
const steps = [5, 8, 11] as const;

/** A number that is read from afar, whole at any length. */
export function LargeNumber({
  number = '',
  class: also = '',
  ...more
}: {
  readonly number: string | undefined;
  readonly class?: string;
  readonly 'data-serving'?: string;
  readonly 'data-issued'?: string;
  readonly 'aria-live'?: 'polite';
}): JSX.Element {
  return (
    <p class={`number large-number ${also}`} data-fit={fitOf(number, steps)} {...more}>
      {number}
    </p>
  );
}

/** In a strip that is 480 dots wide. */
export function SmallNumber({ number = '' }: { readonly number: string | undefined }): JSX.Element {
  return (
    <strong class="number" data-serving={number} data-fit={fitOf(number, steps)}>
      {number}
    </strong>
  );
}
