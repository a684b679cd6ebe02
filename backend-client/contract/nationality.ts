/**
 * ICAO 9303 part 3 §5 has codes of its own beside ISO 3166-1: one letter for Germany, kinds of British nationals, organisations, and
 * whatever begins with X (stateless, refugee, Order of Malta).
 */
const ofIcaoAlone: ReadonlySet<string> = new Set([
  'GBD',
  'GBN',
  'GBO',
  'GBP',
  'GBS',
  'UNO',
  'UNA',
  'UNK',
  'EUE',
  'RKS',
  'UTO',
]);

export interface Nationality {
  /** As in the passport: one to three capitals. */
  readonly icao: string;
  /** ISO 3166-1 alpha-3; `undefined` where ISO has no such country. */
  readonly iso: string | undefined;
}

/** `undefined`: nobody has read one. */
export function nationalityFrom(icao: string | undefined): Nationality | undefined {
  if (icao === undefined || !/^[A-Z]{1,3}$/.test(icao)) return undefined;
  if (icao === 'D') return { icao, iso: 'DEU' };
  const isCountry = icao.length === 3 && !icao.startsWith('X') && !ofIcaoAlone.has(icao);
  return { icao, iso: isCountry ? icao : undefined };
}
