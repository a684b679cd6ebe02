import type { JSX } from 'preact';

/** How far one has come: the device of several, the reading of a sitting. */
export function CountChip({ text }: { readonly text: string }): JSX.Element {
  return <p class="count-chip">{text}</p>;
}
