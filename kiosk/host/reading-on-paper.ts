import { pressureClassOf } from '#config/catalogues/pressure-classes.ts';
import type { SiteFile } from '#config/settings/site-file.ts';
import type { StepResult } from '#kiosk/flow/measuring-state.ts';
import type { PrintReadingEffect } from './effects/print-reading.ts';
import type { ReadingContent, ResultOnPaper } from './ticket/reading-content.ts';
import { ticketTime } from './ticket/ticket-content.ts';

/** What is printed of a turn: the truth of the screen, without a name. `at`: epoch ms. */
export function readingContent(
  { ticketNumber, language, results }: Pick<PrintReadingEffect, 'ticketNumber' | 'language' | 'results'>,
  at: number,
  { site, profile, measuring }: Pick<SiteFile, 'site' | 'profile' | 'measuring'>,
): ReadingContent {
  return {
    language,
    hospitalName: site.name,
    number: ticketNumber,
    at: ticketTime(at, site.timeZone),
    test: profile === 'demo',
    results: results.map((result) => resultOnPaper(result, measuring)),
  };
}

function resultOnPaper(result: StepResult, measuring: SiteFile['measuring']): ResultOnPaper {
  if (result.kind === 'quantities') return { kind: 'quantities', quantities: result.quantities };
  const { readings, average, restSeconds } = result;
  // Of several readings without a mean none stands for all.
  const told = average ?? (readings.length === 1 ? readings[0] : undefined);
  return {
    kind: 'blood-pressure',
    readings,
    average,
    restSeconds,
    pressureClass: told && pressureClassOf(told, measuring),
  };
}
