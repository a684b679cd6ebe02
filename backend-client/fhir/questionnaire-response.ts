import type { Opinion, OpinionScore } from '../contract/opinion.ts';
import type { Rendering } from './bundle.ts';
import type { QuestionnaireResponseResource } from './fhir-types.ts';
import type { Token } from './search.ts';
import type { IdentifierSystems } from './systems.ts';

/** The canonical name of the one question; the hospital may keep a Questionnaire under it. */
export const satisfactionQuestionnaire = 'urn:tiep-don:questionnaire:satisfaction';

const words: Readonly<Record<OpinionScore, string>> = {
  1: 'Rất không hài lòng',
  2: 'Không hài lòng',
  3: 'Bình thường',
  4: 'Hài lòng',
  5: 'Rất hài lòng',
};

/**
 * How it went: of nobody, so there is no subject, no encounter and no source, and `authored` is the day alone (FHIR R4
 * questionnaireresponse.html). The author is the kiosk.
 */
export function questionnaireResponse(
  opinion: Opinion,
  { site, systems }: Pick<Rendering, 'site' | 'systems'>,
): QuestionnaireResponseResource {
  const { day, serviceHisCode, score } = opinion;
  return {
    resourceType: 'QuestionnaireResponse',
    identifier: opinionToken(opinion, systems),
    questionnaire: satisfactionQuestionnaire,
    status: 'completed',
    authored: day,
    author: {
      type: 'Device',
      identifier: { system: systems.kiosk, value: site.kioskId },
      display: `Kiosk ${site.kioskId}`,
    },
    item: [
      {
        linkId: 'score',
        text: 'Mức độ hài lòng, 1 đến 5 (QĐ 56/QĐ-BYT)',
        answer: [{ valueInteger: score }],
      },
      { linkId: 'words', text: 'Mức độ hài lòng, bằng lời', answer: [{ valueString: words[score] }] },
      ...(serviceHisCode === undefined
        ? []
        : [
            {
              linkId: 'service',
              text: 'Dịch vụ',
              answer: [{ valueCoding: { system: systems.service, code: serviceHisCode } }],
            },
          ]),
    ],
  };
}

export function opinionToken({ opinionId }: Opinion, { opinion }: IdentifierSystems): Token {
  return { system: opinion, value: opinionId };
}
