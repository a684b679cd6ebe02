/** HTML of our own making. Everything else that comes into a page is text, and is escaped. */
export interface Html {
  readonly html: string;
}

type Part = Html | string | number | undefined | readonly Html[];

/** A template whose values are escaped unless they are HTML of our own. Attributes stand in double quotes. */
export function html(fixed: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { html: fixed.map((text, at) => text + textOf(parts[at])).join('') };
}

function textOf(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part));
  return 'html' in part ? part.html : part.map((each) => each.html).join('');
}

function escaped(text: string): string {
  return text.replace(/[&<>"'`]/g, (special) => `&#${special.charCodeAt(0)};`);
}
