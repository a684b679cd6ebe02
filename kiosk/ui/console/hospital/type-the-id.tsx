import type { JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Say } from '#config/strings/messages.ts';

/** Nobody sends by mistake what a hospital keeps: the system's id is typed by hand first. The host looks at it, too. */
export function TypeTheId({
  id,
  send,
  say,
  onSend,
  onCancel,
}: {
  readonly id: string;
  readonly send: string;
  readonly say: Say;
  readonly onSend: (id: string, typed: string) => Promise<void>;
  readonly onCancel: () => void;
}): JSX.Element {
  const [typed, setTyped] = useState('');
  const field = useRef<HTMLInputElement>(null);
  // Whoever types on at once types into it.
  useLayoutEffect(() => field.current?.focus(), []);
  return (
    <form
      class="type-the-id"
      onSubmit={(event) => {
        event.preventDefault();
        if (typed === id) void onSend(id, typed);
      }}
    >
      <label>
        {say('console.hospital.conformance.typeId', { id })}
        <input
          ref={field}
          name="system-id"
          value={typed}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          onInput={({ currentTarget }) => setTyped(currentTarget.value.trim())}
        />
      </label>
      <button type="submit" class="primary" disabled={typed !== id}>
        {send}
      </button>
      <button type="button" onClick={onCancel}>
        {say('console.hospital.conformance.cancel')}
      </button>
    </form>
  );
}
