/**
 * Joins the words of the questions to patients, kiosk/questions/<question>/strings.<language>.json, into the committed files
 * that config/strings/messages.ts reads, each under the name of its folder. Run after a change of a question's words; a test
 * says when it is due.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Language, languages } from '#config/agreements/language.ts';

const questionsPath = fileURLToPath(new URL('../kiosk/questions', import.meta.url));

export function questionNames(): readonly string[] {
  return readdirSync(questionsPath, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

export function joinedPath(language: Language): string {
  return fileURLToPath(new URL(`../config/strings/questions.${language}.json`, import.meta.url));
}

/** The whole text of a language's joined file. Throws, with the path, where a question does not speak the language. */
export function joinedText(language: Language): string {
  const words = questionNames().map((name) => [
    name,
    JSON.parse(readFileSync(`${questionsPath}/${name}/strings.${language}.json`, 'utf8')),
  ]);
  return `${JSON.stringify(Object.fromEntries(words), null, 2)}\n`;
}

if (import.meta.main) {
  for (const language of languages) writeFileSync(joinedPath(language), joinedText(language));
  console.log('The words of the questions are joined in config/strings.');
}
