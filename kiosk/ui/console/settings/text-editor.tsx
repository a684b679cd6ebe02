import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import type { FormTools } from './form-tools.ts';

/** The same site file as text, with the numbers of its lines; those with a mistake are marked. */
export function TextEditor({ tools }: { readonly tools: FormTools }): JSX.Element {
  const { draft, say } = tools;
  const gutter = useRef<HTMLPreElement>(null);
  const wrong = new Set(draft.look.value.mistakes.flatMap(({ line }) => (line === undefined ? [] : [line])));
  const lines = draft.text.value.split('\n');
  return (
    <div class="text-editor">
      <pre ref={gutter} class="gutter" aria-hidden="true">
        {lines.map((_, at) => (
          // A line is known by its number.
          <span key={`line ${at + 1}`} class={wrong.has(at + 1) ? 'wrong' : ''}>
            {at + 1}
          </span>
        ))}
      </pre>
      <textarea
        id="site-text"
        data-site-text
        aria-label={say('console.settings.textLabel')}
        aria-invalid={draft.look.value.mistakes.length > 0}
        spellcheck={false}
        autocomplete="off"
        wrap="off"
        value={draft.text.value}
        onInput={({ currentTarget }) => draft.setText(currentTarget.value)}
        onScroll={({ currentTarget }) => {
          if (gutter.current) gutter.current.scrollTop = currentTarget.scrollTop;
        }}
      />
    </div>
  );
}

/** Puts the cursor into a line of the text. */
export function goToLine(line: number): void {
  const area = document.getElementById('site-text');
  if (!(area instanceof HTMLTextAreaElement)) return;
  const before = area.value
    .split('\n')
    .slice(0, line - 1)
    .join('\n').length;
  const at = line === 1 ? 0 : before + 1;
  area.focus();
  area.setSelectionRange(at, at);
  area.scrollTop = (area.scrollHeight / area.value.split('\n').length) * Math.max(0, line - 4);
}
