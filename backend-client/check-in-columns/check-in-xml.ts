import type { VisitFacts } from '../contract/fact.ts';
import { type CheckInSite, checkInFrom } from './check-in.ts';
import { type CheckInColumns, columnNames } from './columns.ts';

/**
 * The file that a hospital completes (costs, services, drugs), signs in CHUKYDONVI and sends as `fileHSBase64` to
 * checkInKcbQd3176. Rows are numbered in STT in the order given. UTF-8; an empty column is an empty element.
 */
export function checkInXml(rows: readonly CheckInColumns[]): string {
  const records = rows.map((row, index) => record({ ...row, STT: String(index + 1) }));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<CHI_TIEU_TRANG_THAI_KCB>',
    '  <DSACH_TRANG_THAI_KCB>',
    ...records.flat(),
    '  </DSACH_TRANG_THAI_KCB>',
    '  <CHUKYDONVI/>',
    '</CHI_TIEU_TRANG_THAI_KCB>',
    '',
  ].join('\n');
}

/** The rows of a day's facts, one per visit: of a visit that was corrected the newest facts count. */
export function checkInRows(facts: readonly VisitFacts[], site: CheckInSite): readonly CheckInColumns[] {
  const newest = new Map(facts.map((each) => [each.visit.visitId, each]));
  return [...newest.values()].map((each) => checkInFrom(each, site).columns);
}

function record(row: CheckInColumns): readonly string[] {
  return [
    '    <TRANG_THAI_KCB>',
    ...columnNames.map((name) =>
      row[name] === '' ? `      <${name}/>` : `      <${name}>${escaped(row[name])}</${name}>`,
    ),
    '    </TRANG_THAI_KCB>',
  ];
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
