import type { ComponentChildren, JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

interface SheetProps {
  readonly title: string;
  readonly picture: JSX.Element;
  readonly children: ComponentChildren;
  /** Below the sheet, or in the picture's place where the glass is wide: nothing of the sheet moves for it. */
  readonly beside?: ComponentChildren;
}

/** A sheet laid over the screen, low enough for everybody's reach. Has the focus and keeps it until it is gone. */
export function Sheet({ title, picture, children, beside }: SheetProps): JSX.Element {
  const sheet = useRef<HTMLDivElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <div class="overlay">
      <div
        class="sheet"
        role="alertdialog"
        aria-modal="true"
        aria-labelledby="sheet-title"
        ref={sheet}
        onKeyDown={(event) => {
          if (event.key === 'Tab' && sheet.current) goRound(event, sheet.current);
        }}
      >
        {picture}
        <div class="sheet-words">
          <h2 id="sheet-title" ref={heading} tabIndex={-1}>
            {title}
          </h2>
          {children}
        </div>
        {beside}
      </div>
    </div>
  );
}

/** Behind the last button comes the first: the rest of the page is inert, and the browser's own frame is not there. */
function goRound(event: KeyboardEvent, sheet: HTMLElement): void {
  const buttons = [...sheet.querySelectorAll('button')];
  const leaves = event.shiftKey ? buttons[0] : buttons.at(-1);
  const isAtHeading = !buttons.some((button) => button === document.activeElement);
  if (document.activeElement !== leaves && !(event.shiftKey && isAtHeading)) return;
  event.preventDefault();
  (event.shiftKey ? buttons.at(-1) : buttons[0])?.focus();
}
