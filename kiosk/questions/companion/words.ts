import type { Relation } from '#config/catalogues/relations.ts';

/** Whoever stands here has come with the patient: who they are to them, and whether their own name may be noted. */
export type CompanionScreen =
  | { readonly show: 'companion'; readonly asks: 'relation' }
  /** Their own card may be laid now. `scanner: 'unavailable'`: nobody is invited to one that does not work. */
  | { readonly show: 'companion'; readonly asks: 'card'; readonly scanner: 'ready' | 'unavailable' }
  /** It was laid, or is known from the visit before: may it be noted? `name` is veiled. */
  | {
      readonly show: 'companion';
      readonly asks: 'details';
      readonly name: string | undefined;
      /** Masked by the host. */
      readonly number: string | undefined;
      readonly title: string;
      readonly text: string;
      readonly wordsHash: string;
    };

export type CompanionAnswer =
  | { readonly relation: Relation }
  /** Nothing of their own is noted. */
  | { readonly card: 'none' }
  /** To the words with this hash. */
  | { readonly wordsHash: string; readonly granted: boolean };
