import { textIn } from '#config/agreements/language.ts';
import { ethnicities, foreigner } from '#config/catalogues/ethnicities.ts';
import { occupations } from '#config/catalogues/occupations.ts';
import type { ParticularKind } from '#config/catalogues/particulars.ts';
import type { Facts } from '#kiosk/facts/facts.ts';
import { maskedAddress, maskedPhone } from '#kiosk/facts/masked.ts';
import { particularAsked } from '#kiosk/facts/particulars.ts';
import type { QuestionSurroundings } from '../surroundings.ts';
import type { KnownParticular, NamedCode, ParticularsScreen } from './words.ts';

export function particularsScreen(facts: Facts, { settings, language }: QuestionSurroundings): ParticularsScreen {
  const asked = particularAsked(settings, facts);
  const isOthers = facts.by === 'companion';
  switch (asked?.asks) {
    case 'right': {
      const [first, ...rest] = asked.kinds;
      const known = (kind: ParticularKind): KnownParticular => ({
        kind,
        value: shownValue[kind](asked.values[kind] ?? '', language),
      });
      return { show: 'particulars', asks: 'right', known: [known(first), ...rest.map(known)] };
    }
    case 'occupation':
      return { show: 'particulars', asks: 'occupation', choices: namedOccupations(language), isOthers };
    case 'phone':
      return { show: 'particulars', asks: 'phone' };
    case 'address':
      return { show: 'particulars', asks: 'address', isOthers };
    case 'ethnicity':
    case undefined:
      return { show: 'particulars', asks: 'ethnicity', choices: namedEthnicities(language), isOthers };
  }
}

type Language = QuestionSurroundings['language'];

const shownValue: Readonly<Record<ParticularKind, (value: string, language: Language) => string>> = {
  ethnicity: (value, language) => nameOf(value, namedEthnicities(language)),
  occupation: (value, language) => nameOf(value, namedOccupations(language)),
  address: maskedAddress,
  phone: maskedPhone,
};

function nameOf(code: string, named: readonly NamedCode[]): string {
  return named.find((each) => each.code === code)?.name ?? '';
}

/** A people calls itself by its own name in every language. */
function namedEthnicities(language: Language): readonly NamedCode[] {
  return ethnicities.map(({ code, name }) => ({
    code,
    name: code === foreigner && language === 'en' ? 'From another country' : name,
  }));
}

function namedOccupations(language: Language): readonly NamedCode[] {
  return occupations.map(({ code, name }) => ({ code, name: textIn(language, name) }));
}
