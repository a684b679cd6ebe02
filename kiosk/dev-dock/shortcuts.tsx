import { useLayoutEffect } from 'preact/hooks';

/** Keys by what the key types, `1` or `p`. Only the plain key counts, and never while somebody types into a field. */
export type Shortcuts = Readonly<Record<string, () => void>>;

export function useShortcuts(shortcuts: Shortcuts): void {
  // With the drawing itself, so that a key does what its control says at that moment.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
      if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) return;
      if (!Object.hasOwn(shortcuts, event.key)) return;
      event.preventDefault();
      shortcuts[event.key]?.();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
}
