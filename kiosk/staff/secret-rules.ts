import { ok, problem, type Result } from '#config/agreements/result.ts';
import { nameKey } from './staff-name.ts';

/** A PIN is digits alone, a pass-phrase anything else. */
export const secretKinds = ['pin', 'pass-phrase'] as const;
export type SecretKind = (typeof secretKinds)[number];

export const shortestPin = 6;
export const shortestPassPhrase = 10;
export const longestSecret = 128;

/**
 * Why nobody may have this secret.
 *
 * - `too-short`: a PIN of less than 6 digits, a pass-phrase of less than 10 characters. - `too-long`: more than 128.
 * - `one-digit`: 000000. - `digits-in-a-row`: 123456, 987654, 678901. - `repeated`: 121212, 123123, 112233.
 * - `a-date`: a birthday, a year twice: 010190, 19900101, 199019. - `well-known`: in every list of guesses.
 * - `contains-name`: the person's own name.
 */
export type SecretProblem = {
  readonly kind:
    | 'too-short'
    | 'too-long'
    | 'one-digit'
    | 'digits-in-a-row'
    | 'repeated'
    | 'a-date'
    | 'well-known'
    | 'contains-name';
};

/** As it is hashed: the same letters whatever keyboard composed them. */
export function normalSecret(secret: string): string {
  return secret.normalize('NFC');
}

export function checkSecret(secret: string, name = ''): Result<SecretKind, SecretProblem> {
  const text = normalSecret(secret);
  const length = [...text].length;
  if (length > longestSecret) return problem({ kind: 'too-long' });
  const kind: SecretKind = /^\d*$/.test(text) ? 'pin' : 'pass-phrase';
  if (length < (kind === 'pin' ? shortestPin : shortestPassPhrase)) return problem({ kind: 'too-short' });
  const why = kind === 'pin' ? weakPin(text) : weakPhrase(text, name);
  return why ? problem({ kind: why }) : ok(kind);
}

function weakPin(pin: string): SecretProblem['kind'] | undefined {
  if (/^(\d)\1*$/.test(pin)) return 'one-digit';
  const steps = new Set([...pin].slice(1).map((digit, at) => (Number(digit) - Number(pin[at]) + 10) % 10));
  if (steps.size === 1 && (steps.has(1) || steps.has(9))) return 'digits-in-a-row';
  if (/^(\d+?)\1+$/.test(pin) || /^(?:(\d)\1)+$/.test(pin)) return 'repeated';
  if (isDate(pin)) return 'a-date';
  return wellKnownPins.has(pin) ? 'well-known' : undefined;
}

/** What a phone's keypad or a list of leaked PINs gives first, beside the shapes above. */
const wellKnownPins = new Set([
  '159753',
  '147258',
  '147258369',
  '258456',
  '789456',
  '456123',
  '123654',
  '321654',
  '520131',
]);

const day = '(0[1-9]|[12]\\d|3[01])';
const month = '(0[1-9]|1[0-2])';
const year = '(19[2-9]\\d|20[0-4]\\d)';
const dateShapes = [
  `${day}${month}\\d\\d`,
  `${month}${day}\\d\\d`,
  `\\d\\d${month}${day}`,
  `${day}${month}${year}`,
  `${month}${day}${year}`,
  `${year}${month}${day}`,
  `${month}${year}`,
  `${year}${month}`,
  `${year}(\\d\\d|${year})`,
  `\\d\\d${year}`,
].map((shape) => new RegExp(`^${shape}$`));

function isDate(pin: string): boolean {
  return dateShapes.some((shape) => shape.test(pin));
}

const wellKnownPhrases = ['password', 'passw0rd', 'matkhau', 'qwerty', 'admin', '123456', 'abcdef', 'iloveyou'];

function weakPhrase(phrase: string, name: string): SecretProblem['kind'] | undefined {
  const plain = nameKey(phrase);
  if (/^(.{1,4}?)\1+$/u.test(plain)) return 'repeated';
  // What is left beside the guess must be a pass-phrase by itself.
  const isGuess = (guess: string) => guess.length > 3 && plain.includes(guess) && plain.length - guess.length < 6;
  if (isGuess(nameKey(name))) return 'contains-name';
  return wellKnownPhrases.some(isGuess) ? 'well-known' : undefined;
}
