import type { ParticularKind } from '#config/catalogues/particulars.ts';

/** What the law wants to know of every patient: what is known is confirmed together, what is missing asked one by one. `isOthers`: of whom somebody else stands here for. */
export type ParticularsScreen =
  | {
      readonly show: 'particulars';
      readonly asks: 'right';
      readonly known: readonly [KnownParticular, ...KnownParticular[]];
    }
  | {
      readonly show: 'particulars';
      readonly asks: 'ethnicity' | 'occupation';
      readonly choices: readonly NamedCode[];
      readonly isOthers: boolean;
    }
  /** Digits on a keypad. */
  | { readonly show: 'particulars'; readonly asks: 'phone' }
  /** Where somebody lives now, on the Vietnamese keyboard. */
  | { readonly show: 'particulars'; readonly asks: 'address'; readonly isOthers: boolean };

export interface KnownParticular {
  readonly kind: ParticularKind;
  /** The name of a catalogue's code, or a text that the host has masked. */
  readonly value: string;
}

export interface NamedCode {
  readonly code: string;
  readonly name: string;
}

export type ParticularsAnswer =
  /** All of these, as they stand there: `ethnicity,phone`. `skip`: "not now". */
  | { readonly right: string }
  | { readonly wrong: ParticularKind }
  | { readonly skip: string }
  | { readonly kind: ParticularKind; readonly value: string };
