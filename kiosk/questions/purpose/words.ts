import type { visitPurposes } from '#config/catalogues/visit-purposes.ts';
import type { NotOpenOnScreen } from '../not-open-on-screen.ts';

export type PurposeCode = keyof typeof visitPurposes;

/** Why somebody comes, in the order of the site file. */
export interface PurposeScreen {
  readonly show: 'choose-purpose';
  readonly purposes: readonly PurposeOnScreen[];
}

export interface PurposeOnScreen {
  readonly code: PurposeCode;
  /** The one place where it leads takes nobody now. */
  readonly notOpen?: NotOpenOnScreen | undefined;
}

export interface PurposeAnswer {
  readonly purpose: PurposeCode;
}
