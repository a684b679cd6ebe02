import type host from './host.vi.json';
import type questions from './questions.vi.json';
import type staff from './staff.vi.json';
import type patients from './vi.json';

/** Every path to a text of a file of texts, `a.b.c`. */
export type Leaves<Tree> = {
  [Key in keyof Tree & string]: Tree[Key] extends string ? Key : `${Key}.${Leaves<Tree[Key]>}`;
}[keyof Tree & string];

/** `ticket.yourNumber`: a misspelt key does not compile. */
export type MessageKey = Leaves<typeof patients & typeof questions & typeof host & typeof staff>;

/** Says a message. `values` fill `{{name}}`; they are texts, escaping is the business of whoever draws them. */
export type Say = (key: MessageKey, values?: Readonly<Record<string, string | number>>) => string;
