/**
 * Fields of the gateway's answer, after a hospital's server has passed them on: as text, as numbers that lost their zeros, as
 * null, padded with blanks. What cannot be read is not known; nothing here throws.
 */
export type GatewayAnswer = Readonly<Record<string, unknown>>;

export function isGatewayAnswer(answer: unknown): answer is GatewayAnswer {
  return typeof answer === 'object' && answer !== null && !Array.isArray(answer);
}

/** Visible ASCII of at most `longest` characters. */
export function codeIn(answer: GatewayAnswer, name: string, longest: number): string | undefined {
  const value = Object.hasOwn(answer, name) ? answer[name] : undefined;
  if (typeof value !== 'string' || value.length > 400) return undefined;
  const text = value.trim();
  return /^[!-~]+$/.test(text) && text.length <= longest && text !== '-' ? text : undefined;
}

/** `maKetQua` as text of 1–8 characters, or ''. A number 3 is the code 003. */
export function resultCodeIn(answer: GatewayAnswer): string {
  const value = Object.hasOwn(answer, 'maKetQua') ? answer.maKetQua : undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 999)
    return String(value).padStart(3, '0');
  return codeIn(answer, 'maKetQua', 8) ?? '';
}

/** 15 characters or 10 digits, as on cards. */
export function cardNumberIn(answer: GatewayAnswer, name: string): string | undefined {
  const text = codeIn(answer, name, 15)?.toUpperCase();
  return text !== undefined && /^([A-Z0-9]{15}|\d{10})$/.test(text) ? text : undefined;
}

/** `dd/MM/yyyy` → `yyyy-mm-dd`; `undefined` for anything else and for days that the calendar does not have. */
export function dayIn(answer: GatewayAnswer, name: string): string | undefined {
  const [, day, month, year] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(codeIn(answer, name, 10) ?? '') ?? [];
  if (day === undefined || month === undefined || year === undefined) return undefined;
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = new Date(`${iso}T00:00:00Z`);
  // `Date` carries 31 April over to 1 May instead of refusing it.
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : undefined;
}

/** Any text of at most 255 characters, or ''. */
export function textIn(answer: GatewayAnswer, name: string): string {
  const value = Object.hasOwn(answer, name) ? answer[name] : undefined;
  return typeof value === 'string' && value.length <= 255 ? value.trim() : '';
}
