import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { CounterTools } from '../tools.ts';

/** Does it and closes. */
export function Choice({
  tools,
  act,
  name,
  look,
  children,
}: {
  readonly tools: CounterTools;
  readonly act: Parameters<CounterTools['act']>[0];
  readonly name?: string;
  readonly look?: 'danger' | 'primary';
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <button
      type="button"
      class={look}
      data-choice={name ?? act.kind}
      onClick={() => {
        if (tools.link.pending.value) return;
        tools.open(undefined);
        tools.settle();
        tools.act(act);
      }}
    >
      {children}
    </button>
  );
}

export function Dialog({
  tools,
  title,
  children,
}: {
  readonly tools: CounterTools;
  readonly title: string;
  readonly children: ComponentChildren;
}): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  const close = () => tools.open(undefined);
  return (
    <dialog ref={dialog} aria-labelledby="sheet-title" onClose={close}>
      <div class="sheet">
        <h2 id="sheet-title">{title}</h2>
        {children}
        <div class="end">
          <button type="button" class="plain" data-close onClick={close}>
            {tools.say('close')}
          </button>
        </div>
      </div>
    </dialog>
  );
}
