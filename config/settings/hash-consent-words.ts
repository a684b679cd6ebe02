import { createHash } from 'node:crypto';
import type { Language, LocalizedText } from '../agreements/language.ts';
import type { ConsentWords } from './consent-words.ts';

/**
 * SHA-256 of title, a line feed, and text, as NFC in UTF-8; 64 hexadecimal digits. Anybody can repeat it:
 * `printf '%s\n%s' "$title" "$text" | sha256sum`.
 */
export function hashOfWords(title: string, text: string): string {
  return createHash('sha256').update(`${title}\n${text}`.normalize('NFC'), 'utf8').digest('hex');
}

/** As each language shows them. */
export function consentWordsOf({
  code,
  title,
  text,
}: {
  readonly code: string;
  readonly title: LocalizedText;
  readonly text: LocalizedText;
}): Readonly<Record<Language, ConsentWords>> {
  const wordsIn = (language: Language): ConsentWords => {
    const [shownTitle, shownText] = [title[language], text[language]];
    // Half a translation is none: nobody agrees to a title in one language and a text in another.
    if (shownTitle === undefined || shownText === undefined) return wordsOf('vi', title.vi, text.vi);
    return wordsOf(language, shownTitle, shownText);
  };
  const wordsOf = (language: Language, shownTitle: string, shownText: string): ConsentWords => ({
    purpose: code,
    language,
    title: shownTitle,
    text: shownText,
    hash: hashOfWords(shownTitle, shownText),
  });
  return { vi: wordsIn('vi'), en: wordsIn('en') };
}
