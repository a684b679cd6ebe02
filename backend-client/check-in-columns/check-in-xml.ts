import { type CheckInColumns, columnNames } from './columns.ts';

/**
 * The file that a hospital completes (costs, services, drugs), signs in CHUKYDONVI and sends as `fileHSBase64` to
 * checkInKcbQd3176: head, one record a row, foot. UTF-8; an empty column is an empty element.
 */
export const checkInXmlHead = `<?xml version="1.0" encoding="UTF-8"?>
<CHI_TIEU_TRANG_THAI_KCB>
  <DSACH_TRANG_THAI_KCB>
`;
export const checkInXmlFoot = `  </DSACH_TRANG_THAI_KCB>
  <CHUKYDONVI/>
</CHI_TIEU_TRANG_THAI_KCB>
`;

/** `position` counts from 1 and stands in STT. */
export function checkInXmlRecord(row: CheckInColumns, position: number): string {
  const numbered = { ...row, STT: String(position) };
  const elements = columnNames.map((name) =>
    numbered[name] === '' ? `      <${name}/>\n` : `      <${name}>${escaped(numbered[name])}</${name}>\n`,
  );
  return `    <TRANG_THAI_KCB>\n${elements.join('')}    </TRANG_THAI_KCB>\n`;
}

/** The whole file of a few rows. */
export function checkInXml(rows: readonly CheckInColumns[]): string {
  const records = rows.map((row, index) => checkInXmlRecord(row, index + 1));
  return `${checkInXmlHead}${records.join('')}${checkInXmlFoot}`;
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
