import { Delete } from 'lucide-preact';
import type { ComponentChildren, JSX } from 'preact';
import type { MessageKey, Say } from '#config/strings/messages.ts';

interface KeypadProps {
  readonly say: Say;
  readonly onKey: (key: string) => void;
  readonly onDelete: () => void;
  /** Left of the zero. */
  readonly corner: { readonly label: string; readonly onPress: () => void; readonly name: string };
  /** With what stands between the numbers of an address. */
  readonly withSigns?: boolean;
}

const digits = [...'123456789'];

/** Ten digits as on a telephone, one key that takes the last away, and a corner for what else there is. */
export function Keypad({ say, onKey, onDelete, corner, withSigns = false }: KeypadProps): JSX.Element {
  return (
    <section class="keys keypad" aria-label={say('screens.keys.digits')}>
      {digits.map((digit) => (
        <Key key={digit} code={digit} onPress={() => onKey(digit)}>
          {digit}
        </Key>
      ))}
      <Key code={corner.name} isWord onPress={corner.onPress}>
        {corner.label}
      </Key>
      <Key code="0" onPress={() => onKey('0')}>
        0
      </Key>
      <DeleteKey say={say} onPress={onDelete} />
      {withSigns &&
        signs.map(({ sign, name }) => (
          <Key key={sign} code={sign} name={say(name)} onPress={() => onKey(sign)}>
            {sign}
          </Key>
        ))}
    </section>
  );
}

const signs: readonly { readonly sign: string; readonly name: MessageKey }[] = [
  { sign: '/', name: 'screens.keys.slash' },
  { sign: ',', name: 'screens.keys.comma' },
  { sign: '-', name: 'screens.keys.hyphen' },
];

const latin = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

/** Letters without marks, for numbers that have some; with digits among them for those that mix both. */
export function LetterPad({
  say,
  withDigits,
  onKey,
  onDelete,
  corner,
}: Omit<KeypadProps, 'withSigns'> & {
  readonly withDigits: boolean;
}): JSX.Element {
  return (
    <section class={`keys letterpad ${withDigits ? 'with-digits' : ''}`} aria-label={say('screens.keys.letters')}>
      {[...(withDigits ? [...digits, '0'] : []), ...latin].map((letter) => (
        <Key key={letter} code={letter} onPress={() => onKey(letter)}>
          {letter}
        </Key>
      ))}
      <Key code={corner.name} isWord onPress={corner.onPress}>
        {corner.label}
      </Key>
      <DeleteKey say={say} onPress={onDelete} />
    </section>
  );
}

interface KeyProps {
  /** For `data-key`. */
  readonly code: string;
  /** A word instead of a sign: smaller, and as wide as it needs. */
  readonly isWord?: boolean;
  readonly name?: string | undefined;
  readonly onPress: () => void;
  readonly children: ComponentChildren;
}

export function Key({ code, isWord = false, name, onPress, children }: KeyProps): JSX.Element {
  return (
    <button type="button" class={isWord ? 'key word' : 'key'} data-key={code} aria-label={name} onClick={onPress}>
      {children}
    </button>
  );
}

export function DeleteKey({ say, onPress }: { readonly say: Say; readonly onPress: () => void }): JSX.Element {
  return (
    <Key code="delete" isWord name={say('screens.keys.delete')} onPress={onPress}>
      <Delete aria-hidden="true" class="icon" />
      <span aria-hidden="true">{say('screens.keys.deleteShort')}</span>
    </Key>
  );
}
