import { isPersonName } from '#config/agreements/person-name.ts';

/** A name as it is kept and shown: composed letters (NFC), single blanks. `undefined` when it is none (`isPersonName`). */
export function staffName(text: string): string | undefined {
  const name = text.normalize('NFC').replace(/\s+/gu, ' ').trim();
  return isPersonName(name) ? name : undefined;
}

/** What is compared: whoever types a name need not know its capitals, nor how their keyboard composes a letter. */
export function nameKey(name: string): string {
  return name.normalize('NFKC').replace(/\s+/gu, ' ').trim().toLowerCase().normalize('NFC');
}
