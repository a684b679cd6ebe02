import type { JSX } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import { useWords } from './language.tsx';

/** What was done and seen in this dock, newest first. */
export interface HistoryEntry {
  readonly id: number;
  /** Epoch ms. */
  readonly at: number;
  readonly of: string;
  readonly says: string;
  readonly trouble: boolean;
}

export type Note = (entry: Pick<HistoryEntry, 'of' | 'says'> & { readonly trouble?: boolean }) => void;

const longestHistory = 60;

export function useHistory(): readonly [entries: readonly HistoryEntry[], note: Note] {
  const [entries, setEntries] = useState<readonly HistoryEntry[]>([]);
  const note = useCallback<Note>(({ of, says, trouble = false }) => {
    setEntries((before) =>
      [{ id: (before[0]?.id ?? 0) + 1, at: Date.now(), of, says, trouble }, ...before].slice(0, longestHistory),
    );
  }, []);
  return [entries, note];
}

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

const words = {
  en: { title: 'What happened', nothing: 'Nothing yet. Scan a card: press 1.' },
  vi: { title: 'Diễn biến', nothing: 'Chưa có gì. Quét một thẻ: bấm phím 1.' },
};

export function History({ entries }: { readonly entries: readonly HistoryEntry[] }): JSX.Element {
  const { title, nothing } = useWords(words);
  return (
    <section class="history" aria-label={title}>
      <h2>{title}</h2>
      {entries.length === 0 && <p class="nothing">{nothing}</p>}
      <ol aria-live="polite">
        {entries.map(({ id, at, of, says, trouble }) => (
          <li key={id} class={trouble ? 'troubled' : ''}>
            <time>{clock.format(at)}</time>
            <b>{of}</b>
            <span>{says}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
