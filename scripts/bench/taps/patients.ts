/** One patient of a synthetic year at a district hospital. Shares are round guesses; nobody has counted them. */
export interface TypicalPatient {
  readonly way:
    | 'citizen card'
    | 'insurance card'
    | 'no card: number'
    | 'no card: phone'
    | 'no card: passport'
    | 'no card: name';
  readonly birthYear: number;
  readonly hasAppointment: boolean;
  readonly purpose: string;
  /** Some sign of an infection is said. */
  readonly isFeverish: boolean;
  readonly ground: 'pregnancy' | 'none';
}

export function patientWhoComes(next: () => number): TypicalPatient {
  const share = (of: readonly (readonly [string, number])[]): string => {
    const drawn = next() * of.reduce((sum, [, weight]) => sum + weight, 0);
    let upTo = 0;
    for (const [each, weight] of of) {
      upTo += weight;
      if (drawn < upTo) return each;
    }
    return of[0]?.[0] ?? '';
  };
  const way = share([
    ['citizen card', 62],
    ['insurance card', 22],
    ['no card: number', 6],
    ['no card: phone', 4],
    ['no card: passport', 1],
    ['no card: name', 5],
  ]) as TypicalPatient['way'];
  // Small children and old people come most.
  const age = Math.floor(next() < 0.18 ? next() * 6 : next() < 0.55 ? 55 + next() * 35 : 6 + next() * 49);
  return {
    way,
    birthYear: 2026 - age,
    hasAppointment: next() < 0.15,
    purpose: share([
      ['insured', 60],
      ['self-paid', 15],
      ['follow-up', 10],
      ['referral', 5],
      ['unsure', 5],
    ]),
    isFeverish: next() < 0.05,
    ground: next() < 0.04 ? 'pregnancy' : 'none',
  };
}
