/** The chosen service wants patients to come in some way. */
export interface PreparationScreen {
  readonly show: 'preparation';
  readonly kind: 'fasting';
}

/** "Have you eaten?" */
export interface PreparationAnswer {
  readonly hasEaten: boolean;
}
