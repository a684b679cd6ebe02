/** One line of the table. `ratio` is how many times ours is as fast. */
export interface Row {
  readonly what: string;
  readonly speed: string;
  readonly ratio?: number;
}

export interface Section {
  readonly title: string;
  readonly rows: readonly Row[];
}

/** Plain text, aligned, for a terminal and for a README. */
export function tableOf(sections: readonly Section[]): string {
  const rows = sections.flatMap((section) => section.rows);
  const whatWidth = Math.max(...rows.map(({ what }) => what.length));
  const speedWidth = Math.max(...rows.map(({ speed }) => speed.length));
  return sections
    .map(({ title, rows }) => {
      const lines = rows.map(({ what, speed, ratio }) => {
        const times = ratio === undefined ? '' : `   ours is ${ratio.toFixed(ratio < 1 ? 2 : 1)} ×`;
        return `  ${what.padEnd(whatWidth)}  ${speed.padStart(speedWidth)}${times}`;
      });
      return [title, ...lines].join('\n');
    })
    .join('\n\n');
}

export function perSecond(value: number): string {
  return `${Math.round(value).toLocaleString('en')} /s`;
}

export function megabytesPerSecond(value: number): string {
  return `${value.toFixed(value < 10 ? 1 : 0)} MB/s`;
}
