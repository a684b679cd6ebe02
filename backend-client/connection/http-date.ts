const dayName = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const monthName = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';
const time = '\\d{2}:\\d{2}:\\d{2}';
const dateForms = [
  new RegExp(`^${dayName}, \\d{2} ${monthName} \\d{4} ${time} GMT$`),
  new RegExp(`^${dayName}[a-z]*day, \\d{2}-${monthName}-\\d{2} ${time} GMT$`),
  // asctime names no zone; RFC 9110 §5.6.7 says that it is GMT, `Date.parse` would take the machine's own.
  new RegExp(`^${dayName} ${monthName} [ \\d]\\d ${time} \\d{4}$`),
];

/** The three forms of RFC 9110 §5.6.7. `Date.parse` alone takes `1.5` for a day of 2001. */
export function httpDate(text: string): number | undefined {
  if (!dateForms.some((form) => form.test(text))) return undefined;
  const at = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
  return Number.isNaN(at) ? undefined : at;
}
