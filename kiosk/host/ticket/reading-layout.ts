import type { Say } from '#config/strings/messages.ts';
import { numberWords, quantityName, unitWords } from '#config/strings/reading-words.ts';
import { createSheet, type PaperLayout, type Sheet, type SheetParts, type Styles, stylesFor } from './paper-sheet.ts';
import type { PressureOnPaper, ReadingContent } from './reading-content.ts';
import { cleanText } from './ticket-content.ts';

/** Where everything stands on the paper of a measurement. Pure, as a ticket's. */
export function layOutReading(content: ReadingContent, parts: SheetParts & { readonly say: Say }): PaperLayout {
  const sheet = createSheet(parts);
  const { say } = parts;
  const style = stylesFor(parts);
  const { hospitalName, number, at, test, results } = content;
  sheet.text(hospitalName, style.hospital);
  sheet.space(10);
  sheet.rule();
  sheet.space(12);
  if (test) sheet.bar(say('ticket.test'), style.mark);
  sheet.text(say('readingPaper.title'), style.service);
  sheet.space(4);
  sheet.together([say('screens.measure.forNumber', { number: cleanText(number) }), at], style.time);
  for (const result of results) {
    sheet.space(14);
    sheet.rule('dashed');
    sheet.space(14);
    if (result.kind === 'blood-pressure') layOutPressure(sheet, result, say, style);
    else {
      for (const { of, value, unit } of result.quantities) {
        sheet.text(quantityName(of, say), style.label);
        sheet.text(`${numberWords(value, say)} ${unitWords(unit, say)}`, style.place);
        sheet.space(8);
      }
    }
  }
  sheet.space(14);
  sheet.rule('dashed');
  sheet.space(14);
  sheet.text(say('readingPaper.noDiagnosis'), style.name);
  // The words of a class have said it.
  const isTold = results.some((result) => result.kind === 'blood-pressure' && result.pressureClass);
  if (!isTold) sheet.text(say('screens.reading.withDoctor'), style.small);
  sheet.space(8);
  return sheet.finish();
}

function layOutPressure(sheet: Sheet, pressure: PressureOnPaper, say: Say, style: Styles): void {
  const { readings, average, pressureClass } = pressure;
  const only = readings.length === 1 ? readings[0] : undefined;
  const told = average ?? only;
  sheet.text(say('readingPaper.bloodPressure'), style.label);
  sheet.text(howMeasured(pressure, say), style.small);
  if (told) {
    sheet.space(12);
    sheet.number(`${told.systolic}/${told.diastolic}`, style.pressureSizePx);
    // The stroke between the numbers reaches below them.
    sheet.space(30);
    sheet.text(`mmHg · ${say('readingPaper.pulse', { pulse: told.pulse })}`, style.label);
  }
  if (pressureClass) {
    sheet.space(10);
    sheet.framed([
      [say(`screens.reading.classes.${pressureClass}.title`), style.desk],
      [say(`screens.reading.classes.${pressureClass}.next`), style.small],
    ]);
  }
  sheet.space(12);
  for (const [at, { systolic, diastolic, pulse, irregular, moved }] of readings.entries()) {
    const remarks = [
      average && !average.of.includes(at + 1) ? say('screens.reading.notCounted') : '',
      irregular ? say('readingPaper.irregular') : '',
      moved ? say('readingPaper.moved') : '',
    ].filter(Boolean);
    if (only && remarks.length === 0) continue;
    sheet.text(
      `${say('screens.reading.number', { number: at + 1 })}: ${systolic}/${diastolic} · ${say('readingPaper.pulse', { pulse })}`,
      style.time,
    );
    if (remarks.length > 0) sheet.text(remarks.join(' · '), style.small);
    sheet.space(4);
  }
}

/** The rule and the rest, so that a doctor can weigh the number. */
function howMeasured({ readings, average, restSeconds }: PressureOnPaper, say: Say): string {
  const of = average?.of.length ?? 0;
  const mean =
    of === 0
      ? say(readings.length === 1 ? 'readingPaper.single' : 'readingPaper.withoutMean')
      : say(of === readings.length ? 'screens.reading.mean' : 'screens.reading.meanOfLast', { readings: of });
  const rest = restSeconds
    ? say('readingPaper.rested', { minutes: numberWords(restSeconds / 60, say) })
    : say('readingPaper.notRested');
  return `${mean}, ${rest}`;
}
