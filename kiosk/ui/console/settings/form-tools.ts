import type { FormField } from '#config/settings/forms/form-model.ts';
import { type JsonPath, pathText } from '#config/settings/json.ts';
import type { ConsoleTools } from '../tools.ts';
import type { Draft } from './draft.ts';

/** What every field is drawn with. */
export interface FormTools extends ConsoleTools {
  readonly draft: Draft;
  readonly words: (words: FormField['label']) => string;
}

export function formTools(tools: ConsoleTools, draft: Draft): FormTools {
  return { ...tools, draft, words: (words) => words[tools.language] };
}

/** The id of a field's input; labels, help and mistakes refer to it. */
export function idOf(path: JsonPath): string {
  return `field-${pathText(path)}`;
}

/** A value as the page shows it. */
export function shownValue(value: unknown, tools: Pick<ConsoleTools, 'say'>): string {
  if (value === undefined) return tools.say('console.settings.nothing');
  if (value === true) return tools.say('console.settings.on');
  if (value === false) return tools.say('console.settings.off');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
