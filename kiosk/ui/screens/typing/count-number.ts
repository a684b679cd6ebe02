import type { NumberForm } from '#kiosk/bridge/words.ts';

/** What a number is so far, for the words beside the keys. The host reads it again; this only counts. */
export type NumberSoFar =
  | { readonly is: 'empty' }
  | { readonly is: 'whole'; readonly form: NumberForm }
  | { readonly is: 'missing' | 'too-many'; readonly count: number }
  | { readonly is: 'none' };

export function countNumber(text: string, forms: readonly NumberForm[]): NumberSoFar {
  if (text === '') return { is: 'empty' };
  const fitting = forms.filter((form) => canBegin(text, form));
  const whole = fitting.find(({ length }) => length === text.length);
  if (whole) return { is: 'whole', form: whole };
  const missing = fitting.filter(({ length }) => length > text.length).map(({ length }) => length - text.length);
  if (missing.length > 0) return { is: 'missing', count: Math.min(...missing) };
  if (fitting.length === 0) return { is: 'none' };
  return { is: 'too-many', count: text.length - Math.max(...fitting.map(({ length }) => length)) };
}

/** Nobody types more than the longest. */
export function longestNumber(text: string, forms: readonly NumberForm[]): number {
  return Math.max(0, ...forms.filter((form) => canBegin(text, form)).map(({ length }) => length));
}

/** Whether the next character can be a letter. */
export function takesLetters(text: string, forms: readonly NumberForm[]): boolean {
  return forms.some((form) => canBegin(text, form) && text.length < lettersOf(form));
}

function lettersOf({ letters }: NumberForm): number {
  if (letters === 'none') return 0;
  return letters === 'any-two' ? 2 : letters.are.length;
}

function canBegin(text: string, form: NumberForm): boolean {
  const count = lettersOf(form);
  const [head, tail] = [text.slice(0, count), text.slice(count)];
  const isHead = typeof form.letters === 'object' ? form.letters.are.startsWith(head) : /^[A-Z]*$/.test(head);
  return isHead && /^\d*$/.test(tail);
}
