import { isShownText } from '#config/agreements/shown-text.ts';
import { isEthnicity } from '#config/catalogues/ethnicities.ts';
import { isOccupation } from '#config/catalogues/occupations.ts';
import type { ParticularKind } from '#config/catalogues/particulars.ts';
import type { Facts, ParticularAnswer } from '#kiosk/facts/facts.ts';
import { type ParticularAsked, particularAsked, particularsSaid } from '#kiosk/facts/particulars.ts';
import type { Question, RawAnswer } from '#kiosk/facts/question.ts';
import type { ParticularsAnswer } from './words.ts';

/** What the law wants to know of everyone: asked once, then only confirmed, and never insisted on (Circular 38/2024/TT-BYT). */
export const particulars: Question<ParticularsAnswer> = {
  isDue: (settings, facts) => particularAsked(settings, facts) !== undefined,
  read: (raw, settings, facts) => {
    const asked = particularAsked(settings, facts);
    return asked && read(raw, asked);
  },
  put: (facts, answer, settings) => {
    if (answer === undefined) return withoutLast(facts);
    const asked = particularAsked(settings, facts);
    return asked ? withAnswers(facts, [...facts.particulars, answerFrom(answer, asked)]) : facts;
  },
};

function read({ right, wrong, skip, kind, value }: RawAnswer, asked: ParticularAsked): ParticularsAnswer | undefined {
  if (asked.asks === 'right') {
    const shown = asked.kinds.join();
    if (right === shown) return { right: shown };
    if (skip === shown) return { skip: shown };
    const changed = asked.kinds.find((each) => each === wrong);
    return changed && { wrong: changed };
  }
  if (skip === asked.asks) return { skip: asked.asks };
  return kind === asked.asks && typeof value === 'string' && isValue[asked.asks](value)
    ? { kind: asked.asks, value }
    : undefined;
}

/** As many letters as the keyboard on the glass takes. */
const longestAddress = 100;

const isValue: Readonly<Record<ParticularKind, (value: string) => boolean>> = {
  ethnicity: isEthnicity,
  occupation: isOccupation,
  phone: (value) => /^\d{8,15}$/.test(value),
  address: (value) => /\p{L}.*\p{L}/u.test(value) && value.length <= longestAddress && isShownText(value),
};

function answerFrom(answer: ParticularsAnswer, asked: ParticularAsked): ParticularAnswer {
  const kinds = asked.asks === 'right' ? asked.kinds : [asked.asks];
  if ('wrong' in answer) return { is: 'wrong', kinds: [answer.wrong] };
  if ('kind' in answer) return { is: 'said', kinds: [answer.kind], values: { [answer.kind]: answer.value } };
  return 'right' in answer && asked.asks === 'right'
    ? { is: 'right', kinds: asked.kinds, values: asked.values }
    : { is: 'skipped', kinds };
}

function withoutLast(facts: Facts): Facts {
  return withAnswers(facts, facts.particulars.slice(0, -1));
}

function withAnswers(facts: Facts, answers: readonly ParticularAnswer[]): Facts {
  const { particulars: _, ...said } = facts.said;
  const values = particularsSaid(answers);
  return { ...facts, particulars: answers, said: values ? { ...said, particulars: values } : said };
}
