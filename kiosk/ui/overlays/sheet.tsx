import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface SheetProps {
  readonly title: string;
  readonly picture: JSX.Element;
  readonly children: ComponentChildren;
  /** A strip of its own, outside the sheet's layout. */
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
      </div>
      {beside}
    </div>
  );
}
