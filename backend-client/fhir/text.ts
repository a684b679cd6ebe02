/** No value of ours is longer; cards hold far less. */
const longestText = 255;

/**
 * Text for a FHIR string: NFC, well-formed, without control characters, with single spaces, at most 255 code points.
 * `undefined` when nothing is left, because FHIR has no empty string.
 */
export function fhirText(text: string | undefined): string | undefined {
  const clean = (text ?? '')
    .toWellFormed()
    .normalize('NFC')
    // C0, DEL, C1, line and paragraph separators, byte order mark.
    .replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const cut = [...clean].slice(0, longestText).join('').trim();
  return cut === '' ? undefined : cut;
}

const dateShape = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;

/** A FHIR date of any precision, `undefined` when there is no such day. */
export function fhirDate(text: string | undefined): string | undefined {
  const [, year, month = '01', day = '01'] = dateShape.exec(text ?? '') ?? [];
  if (year === undefined || Number(year) < 1000) return undefined;
  const asWritten = `${year}-${month}-${day}`;
  const real = new Date(`${asWritten}T00:00:00Z`);
  return !Number.isNaN(real.getTime()) && real.toISOString().startsWith(asWritten) ? text : undefined;
}
