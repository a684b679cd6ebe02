import type { ComponentChildren, JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { fitOf } from './fit.ts';

/** The one question or sentence of a screen. Takes the focus, so that a screen reader begins here. */
export function Title({
  text,
  children,
}: {
  readonly text: string;
  readonly children?: ComponentChildren;
}): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <div class="title">
      <h1 ref={heading} tabIndex={-1} data-fit={fitOf(text, [40, 64, 90])}>
        {text}
      </h1>
      {children}
    </div>
  );
}
