import type { ComponentChildren, JSX } from 'preact';

/** A white sheet that lies on the page. */
export function Card({
  children,
  class: more = '',
}: {
  readonly children: ComponentChildren;
  readonly class?: string;
}): JSX.Element {
  return <section class={`card ${more}`}>{children}</section>;
}
