import { officialOccupation } from '#config/catalogues/occupations.ts';
import type { Companion, ConsentAnswer, Particulars, VisitAnswers } from '../contract/visit-answers.ts';
import { consentsOf } from '../questionnaire/answered-questions.ts';
import type { WebhookAnswers } from './answer-words.ts';
import { known, lineOf, momentText } from './documents.ts';

/** `undefined` when nothing was answered: what is not known is left out. */
export function answersDocument(answers: VisitAnswers | undefined, timeZone: string): WebhookAnswers | undefined {
  const { companion, particulars, screening, preparation, referral } = answers ?? {};
  const consents = consentsOf(answers).map((consent) => consentDocument(consent, timeZone));
  const document: WebhookAnswers = {
    ...known('companion', companion && companionDocument(companion)),
    ...known('consents', consents.length > 0 ? consents : undefined),
    ...known('particulars', particulars && particularsDocument(particulars)),
    ...known(
      'screening',
      screening && {
        signs: [...screening.signs],
        ...known('temperature', screening.temperature),
        isolate: screening.isolate,
      },
    ),
    ...known('preparation', preparation && { hasEaten: preparation.hasEaten }),
    ...known(
      'referral',
      referral && {
        ...known('signedOn', referral.signedOn),
        ...known('validFor', referral.validFor),
        standing: referral.standing,
      },
    ),
  };
  return Object.keys(document).length > 0 ? document : undefined;
}

function companionDocument({ relation, fullName, citizenNumber }: Companion): WebhookAnswers['companion'] {
  return { relation, ...known('fullName', lineOf(fullName, 255)), ...known('citizenNumber', citizenNumber) };
}

function consentDocument(
  { purpose, granted, wordsHash, language, shownMs, by, at }: ConsentAnswer,
  timeZone: string,
): NonNullable<WebhookAnswers['consents']>[number] {
  const when = at === undefined ? undefined : momentText(at, timeZone);
  return { purpose, granted, wordsHash, language, shownMs: Math.round(shownMs), by, ...known('at', when) };
}

/** `undefined` when each of them was skipped. */
function particularsDocument({ ethnicity, occupation, address, phone }: Particulars): WebhookAnswers['particulars'] {
  const document = {
    ...known('ethnicity', ethnicity),
    ...known('occupation', occupation),
    ...known('occupationCode', occupation && officialOccupation(occupation)),
    ...known('address', lineOf(address, 255)),
    ...known('phone', phone),
  };
  return Object.keys(document).length > 0 ? document : undefined;
}
