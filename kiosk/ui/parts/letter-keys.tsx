import type { JSX } from 'preact';
import type { MessageKey, Say } from '#config/strings/messages.ts';
import { DeleteKey, Key } from './keypad.tsx';
import { backspace, pressKey, pressTone, type Tone, type Typed } from './vietnamese-keyboard.ts';

/** The alphabet as it is taught in Vietnamese schools, then the letters of other languages and of other peoples' names. */
const alphabets = {
  vietnamese: [...'aăâbcdđeêghiklmnoôơpqrstuưvxyfjwz'],
  latin: [...'abcdefghijklmnopqrstuvwxyz'],
} as const;

const tones: readonly { readonly tone: Tone; readonly sign: string; readonly name: MessageKey }[] = [
  { tone: 'acute', sign: 'á', name: 'screens.keys.acute' },
  { tone: 'grave', sign: 'à', name: 'screens.keys.grave' },
  { tone: 'hook', sign: 'ả', name: 'screens.keys.hook' },
  { tone: 'tilde', sign: 'ã', name: 'screens.keys.tilde' },
  { tone: 'dot', sign: 'ạ', name: 'screens.keys.dot' },
];

interface LetterKeysProps {
  readonly alphabet: keyof typeof alphabets;
  readonly say: Say;
  /** A key that leads to digits. */
  readonly onDigits?: () => void;
  readonly press: (change: (before: Typed) => Typed) => void;
}

/** Keys for a name. A tone goes to the word at the end, whenever it is tapped. */
export function LetterKeys({ alphabet, say, press, onDigits }: LetterKeysProps): JSX.Element {
  return (
    <section
      class={`keys letters ${alphabet} ${onDigits ? 'and-digits' : ''}`}
      aria-label={say('screens.keys.letters')}
    >
      {[...alphabets[alphabet], "'", '-'].map((letter) => (
        <Key
          key={letter}
          code={letter}
          name={
            letter === "'" ? say('screens.keys.apostrophe') : letter === '-' ? say('screens.keys.hyphen') : undefined
          }
          onPress={() => press((before) => pressKey(before, letter))}
        >
          {letter.toUpperCase()}
        </Key>
      ))}
      {alphabet === 'vietnamese' &&
        tones.map(({ tone, sign, name }) => (
          <button
            key={tone}
            type="button"
            class="key tone"
            data-key={tone}
            onClick={() => press((before) => pressTone(before, tone))}
          >
            <span aria-hidden="true">{sign}</span>
            <small>{say(name)}</small>
          </button>
        ))}
      <DeleteKey say={say} onPress={() => press(backspace)} />
      {onDigits && (
        <Key code="digits" isWord onPress={onDigits}>
          123
        </Key>
      )}
      <Key code="space" isWord onPress={() => press((before) => pressKey(before, ' '))}>
        {say('screens.keys.space')}
      </Key>
    </section>
  );
}
