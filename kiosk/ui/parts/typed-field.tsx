import type { JSX } from 'preact';

interface TypedFieldProps {
  /** What was typed, in groups that stand apart. */
  readonly groups: readonly string[];
  /** Said of what stands there, and of an empty field. */
  readonly label: string;
  readonly isMasked: boolean;
}

/** Where what is typed appears. No input of the browser's: nothing but our own keys writes into it. */
export function TypedField({ groups, label, isMasked }: TypedFieldProps): JSX.Element {
  // The gaps between groups are as wide as two letters.
  const length = groups.join('  ').length;
  return (
    <p
      class="typed-field"
      data-fit={length > 30 ? 'long' : length > 19 ? 'medium' : 'short'}
      role="status"
      aria-label={label}
    >
      {groups.map((group, at) => (
        // Groups are told apart by where they stand.
        <span key={at}>{isMasked && at < groups.length - 1 ? '•'.repeat(group.length) : group}</span>
      ))}
      <i aria-hidden="true" />
    </p>
  );
}

/** In threes; the last group has four where one would be left over. */
export function inThrees(text: string): readonly string[] {
  return text.match(/.{3}(?=.{2})|.{1,4}/g) ?? [];
}
