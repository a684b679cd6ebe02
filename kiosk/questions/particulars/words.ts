import type { ParticularKind } from '#config/catalogues/particulars.ts';

/** What the law wants to know of every patient: what is known is confirmed together, what is missing asked one by one. */
export type ParticularsScreen =
  | {
      readonly show: 'particulars';
      readonly asks: 'right';
      readonly known: readonly [KnownParticular, ...KnownParticular[]];
    }
  | { readonly show: 'particulars'; readonly asks: 'ethnicity' | 'occupation'; readonly choices: readonly NamedCode[] }
  /** Digits on a keypad. */
  | { readonly show: 'particulars'; readonly asks: 'phone' };

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
