import type { OpenLease } from './leases.ts';

/** What a day's numbering looks like from the outside. Holds no personal data. */
export interface NumberingRecord {
  readonly leases: readonly OpenLease[];
  readonly visits: readonly NumberTaken[];
  readonly voids: readonly NumberTaken[];
  /** Given, and given up for another number of the same visit. */
  readonly withdrawn: readonly NumberTaken[];
}

export interface NumberTaken {
  readonly series: string;
  readonly sequence: number;
}

/**
 * Numbers that break the promise "every number of a lease is one visit, one void row or one withdrawn number", as `A7: missing`. Empty when
 * every gap is explained.
 */
export function explainGaps({ leases, visits, voids, withdrawn }: NumberingRecord): readonly string[] {
  const uses = new Map<string, number>();
  for (const { series, sequence } of [...visits, ...voids, ...withdrawn]) {
    const name = nameOf(series, sequence);
    uses.set(name, (uses.get(name) ?? 0) + 1);
  }
  const troubles: string[] = [];
  for (const { series, first, next } of leases) {
    for (let sequence = first; sequence < next; sequence += 1) {
      const name = nameOf(series, sequence);
      const count = uses.get(name) ?? 0;
      if (count !== 1) troubles.push(`${name}: ${count === 0 ? 'missing' : `used ${count} times`}`);
      uses.delete(name);
    }
  }
  for (const name of uses.keys()) troubles.push(`${name}: not leased`);
  return troubles;
}

function nameOf(series: string, sequence: number): string {
  return series.includes('-') ? `${series}-${sequence}` : `${series}${sequence}`;
}
