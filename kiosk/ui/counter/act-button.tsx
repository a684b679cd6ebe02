import type { ComponentChildren, JSX } from 'preact';
import { actKeys, type KeyAct } from './keys.ts';
import type { CounterTools } from './tools.ts';

/** A button that acts at the counter; whoever looks for it finds it by `data-act`. It keeps the focus while an act is on its way. */
export function ActButton({
  tools,
  act,
  label,
  look,
  isOff = false,
  children,
}: {
  readonly tools: CounterTools;
  readonly act: KeyAct;
  readonly label?: string;
  readonly look?: 'primary' | 'plain';
  /** There is nobody whom it could mean. */
  readonly isOff?: boolean;
  readonly children?: ComponentChildren;
}): JSX.Element {
  const isDeaf = tools.isDeaf(act) || isOff;
  const key = actKeys[act];
  return (
    <button
      type="button"
      class={look}
      data-act={act}
      data-off={isOff ? '' : undefined}
      aria-disabled={isDeaf ? 'true' : undefined}
      aria-keyshortcuts={key}
      title={`${label ?? tools.say(`acts.${act}`)} (${key})`}
      onClick={() => {
        if (!isDeaf) tools.press(act);
      }}
    >
      {children ?? label ?? tools.say(`acts.${act}`)}
    </button>
  );
}
