import type { ComponentChildren, JSX } from 'preact';
import { type InBothLanguages, useWords } from './language.tsx';

/** The dock's few controls. Every one shows the key that does the same. */

interface ActionButtonProps {
  readonly label: string;
  readonly hint: string;
  readonly icon: ComponentChildren;
  readonly shortcut: string;
  readonly disabled: boolean;
  readonly onPress: () => void;
}

export function ActionButton({ label, hint, icon, shortcut, disabled, onPress }: ActionButtonProps): JSX.Element {
  return (
    <button
      type="button"
      class="switch"
      disabled={disabled}
      aria-keyshortcuts={shortcut || undefined}
      onClick={onPress}
    >
      {icon}
      <span class="switch-label">
        {label}
        <small>{hint}</small>
      </span>
      <span />
      {shortcut !== '' && <kbd>{shortcut}</kbd>}
    </button>
  );
}

/** Said beside a label, for each of two positions. */
export type OffAndOn = readonly [off: string, on: string];

interface SwitchProps {
  readonly label: string;
  readonly icon: ComponentChildren;
  readonly on: boolean;
  readonly says: OffAndOn;
  /** The position that is a trouble, drawn as one. */
  readonly trouble: 'on' | 'off';
  readonly shortcut: string;
  readonly disabled: boolean;
  readonly onTurn: () => void;
}

export function Switch({ label, icon, on, says, trouble, shortcut, disabled, onTurn }: SwitchProps): JSX.Element {
  const troubled = (trouble === 'on') === on;
  return (
    <button
      type="button"
      role="switch"
      class={troubled ? 'switch troubled' : 'switch'}
      aria-checked={on}
      aria-keyshortcuts={shortcut || undefined}
      disabled={disabled}
      onClick={onTurn}
    >
      {icon}
      <span class="switch-label">
        {label}
        <small>{says[on ? 1 : 0]}</small>
      </span>
      <span class="track" aria-hidden="true" />
      {shortcut !== '' && <kbd>{shortcut}</kbd>}
    </button>
  );
}

interface ChoicesProps<Value extends string> {
  readonly label: string;
  readonly icon: ComponentChildren;
  /** `undefined`: something else counts at the moment. */
  readonly value: Value | undefined;
  readonly choices: readonly {
    readonly value: Value;
    readonly label: string;
    readonly shortcut: string;
    readonly trouble: boolean;
  }[];
  readonly disabled: boolean;
  readonly onChoose: (value: Value) => void;
}

export function Choices<Value extends string>({
  label,
  icon,
  value,
  choices,
  disabled,
  onChoose,
}: ChoicesProps<Value>): JSX.Element {
  return (
    <fieldset class="choices" disabled={disabled}>
      <legend>
        {icon}
        {label}
      </legend>
      <div class="segments">
        {choices.map((choice) => (
          <button
            type="button"
            key={choice.value}
            class={choice.trouble ? 'troubled' : ''}
            aria-pressed={choice.value === value}
            aria-keyshortcuts={choice.shortcut}
            onClick={() => onChoose(choice.value)}
          >
            {choice.label}
            <kbd>{choice.shortcut}</kbd>
          </button>
        ))}
      </div>
    </fieldset>
  );
}

interface DrawerProps {
  readonly title: string;
  readonly icon: ComponentChildren;
  readonly answers: boolean;
  readonly pluggedIn: boolean;
  readonly connections: number;
  /** What is said of a device without a cable of its own. */
  readonly lamp?: Lamp;
  readonly children: ComponentChildren;
}

export type Lamp = readonly [mood: 'good' | 'waiting' | 'bad', says: string];

interface LampWords {
  readonly noAnswer: string;
  readonly unplugged: string;
  readonly waiting: string;
  readonly hosts: (count: number) => string;
}

const lampWords: InBothLanguages<LampWords> = {
  en: {
    noAnswer: 'The simulator does not answer',
    unplugged: 'Unplugged',
    waiting: 'Plugged in, no host on the wire',
    hosts: (count) => (count === 1 ? 'The host is on the wire' : `${count} hosts on the wire`),
  },
  vi: {
    noAnswer: 'Thiết bị mô phỏng không trả lời',
    unplugged: 'Đã rút dây',
    waiting: 'Đã cắm, kiosk chưa kết nối',
    hosts: (count) => (count === 1 ? 'Kiosk đang kết nối' : `${count} kiosk đang kết nối`),
  },
};

/** The frame of one device's drawer, with how it stands on its wire. */
export function Drawer({ title, icon, lamp, children, ...wire }: DrawerProps): JSX.Element {
  const words = useWords(lampWords);
  const [mood, says] = wire.answers && lamp ? lamp : standing(wire, words);
  return (
    <section class="drawer" aria-label={title}>
      <header>
        {icon}
        <h2>{title}</h2>
        <p class={`lamp ${mood}`} role="status">
          {says}
        </p>
      </header>
      {children}
    </section>
  );
}

type Wire = Pick<DrawerProps, 'answers' | 'pluggedIn' | 'connections'>;

function standing({ answers, pluggedIn, connections }: Wire, words: LampWords): Lamp {
  if (!answers) return ['bad', words.noAnswer];
  if (!pluggedIn) return ['bad', words.unplugged];
  if (connections === 0) return ['waiting', words.waiting];
  return ['good', words.hosts(connections)];
}
