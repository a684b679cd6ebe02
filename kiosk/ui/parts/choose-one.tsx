import { ChevronRight, Clock } from 'lucide-preact';
import type { ComponentChildren, JSX } from 'preact';
import { fitOf } from './fit.ts';
import type { NotOpenWords } from './not-open.ts';
import { Title } from './title.tsx';

/** How much room each of the choices gets; the styles know the columns. Nothing ever scrolls. */
export type Density = 'one' | 'few' | 'some' | 'many' | 'crowd';

/** Up to 24 choices. */
export function densityOf(count: number): Density {
  if (count === 1) return 'one';
  if (count <= 3) return 'few';
  if (count <= 6) return 'some';
  return count <= 12 ? 'many' : 'crowd';
}

export interface Choice {
  /** For `data-choice`. */
  readonly code: string;
  readonly picture: JSX.Element;
  readonly name: string;
  /** In smaller letters: where, when. */
  readonly more: ComponentChildren;
  /** Why it cannot be had now, in place of `more`. It can still be pressed, to hear it said. */
  readonly notOpen?: NotOpenWords | undefined;
}

interface ChooseOneProps {
  readonly title: string;
  /** What stands under the title. */
  readonly lead: JSX.Element;
  readonly density: Density;
  readonly choices: readonly Choice[];
  readonly onChoose: (code: string) => void;
  /** Buttons below the choices, for whoever finds nothing there. */
  readonly children?: ComponentChildren;
}

/** A whole screen: one question, one large button for each answer. */
export function ChooseOne({ title, lead, density, choices, onChoose, children }: ChooseOneProps): JSX.Element {
  return (
    <main class="screen choose" data-density={density}>
      <Title text={title}>{lead}</Title>
      <ul class="choices">
        {choices.map((choice) => (
          <li key={choice.code}>
            <ChoiceButton choice={choice} onPress={() => onChoose(choice.code)} />
          </li>
        ))}
      </ul>
      <div class="actions">{children}</div>
    </main>
  );
}

interface ChoiceButtonProps {
  readonly choice: Choice;
  readonly onPress: () => void;
}

function ChoiceButton({ choice: { code, picture, name, more, notOpen }, onPress }: ChoiceButtonProps): JSX.Element {
  return (
    <button
      type="button"
      class="choice"
      data-choice={code}
      data-not-open={notOpen === undefined ? undefined : ''}
      aria-disabled={notOpen === undefined ? undefined : 'true'}
      onClick={onPress}
    >
      <span class="tile" aria-hidden="true">
        {picture}
      </span>
      <span class="choice-words">
        <b data-fit={fitOf(name, [18, 30, 48])}>{name}</b>
        {notOpen ? (
          <span class="choice-more" data-fit={fitOf(notOpen.text, [24, 40, 56])}>
            <span class="not-open-text">{notOpen.text}</span>
            <span class="not-open-when">{notOpen.when}</span>
            <span class="not-open-short">{notOpen.short}</span>
          </span>
        ) : (
          <span class="choice-more">{more}</span>
        )}
      </span>
      {notOpen === undefined ? (
        <ChevronRight aria-hidden="true" class="icon go" />
      ) : (
        <Clock aria-hidden="true" class="icon go" />
      )}
    </button>
  );
}
