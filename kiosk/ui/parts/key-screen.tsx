import type { ComponentChildren, JSX } from 'preact';
import { Title } from './title.tsx';

interface KeyScreenProps {
  readonly name: string;
  readonly title: string;
  readonly lead?: string;
  /** Where what is typed appears. */
  readonly field: JSX.Element;
  /** What stands there, or what is wrong with it. */
  readonly hint: string;
  /** There is something to mend before one can go on. */
  readonly isCareful: boolean;
  readonly aside?: ComponentChildren;
  readonly keys: JSX.Element;
  readonly actions: ComponentChildren;
}

/** One thing to type: the question, what stands there so far, what is missing, the keys, and the way on. */
export function KeyScreen({
  name,
  title,
  lead,
  field,
  hint,
  isCareful,
  aside,
  keys,
  actions,
}: KeyScreenProps): JSX.Element {
  return (
    <main class={`screen typing ${name}`}>
      <Title text={title}>{lead && <p class="lead">{lead}</p>}</Title>
      <div class="typing-now">
        {field}
        <p class="typing-hint" data-careful={isCareful ? '' : undefined} role="status">
          {hint}
        </p>
        {aside}
      </div>
      {keys}
      <div class="actions">{actions}</div>
    </main>
  );
}
