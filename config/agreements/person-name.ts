/** Letters of any script, and the marks that stand in names: `ĐD. Trần Thị B`, `O’Brien`, `Nguyễn-Lê`. */
const nameCharacters = /^[\p{L}\p{M}\p{N} .,'’-]+$/u;
const letters = /\p{L}/gu;

/**
 * Whether this may be the name of a person of the staff who decides something: 2–60 characters once trimmed, at least two of them
 * letters and not all the same, nothing but letters, digits, blanks and `.,'’-`. Nobody is checked here: until people sign in, a name is their word.
 */
export function isPersonName(text: string): boolean {
  const name = text.trim();
  if (name.length < 2 || name.length > 60 || !nameCharacters.test(name)) return false;
  const written = name.normalize('NFC').toLowerCase().match(letters) ?? [];
  return written.length >= 2 && new Set(written).size >= 2;
}
