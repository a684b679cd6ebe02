import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface SheetProps {
  readonly title: string;
  readonly picture: JSX.Element;
  readonly children: ComponentChildren;
  /** Below the sheet, or in the picture's place where the glass is wide: nothing of the sheet moves for it. */
  readonly beside?: ComponentChildren;
}

/** A sheet laid over the screen, low enough for everybody's reach. */
export function Sheet({ title, picture, children, beside }: SheetProps): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <div class="overlay">
      <div class="sheet" role="alertdialog" aria-labelledby="sheet-title">
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
