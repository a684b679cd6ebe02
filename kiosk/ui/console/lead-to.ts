import { type Control, controlName, controlPages } from './upkeep/mending.ts';

/** A page that is opened draws its controls when the host has told it what there is. */
const patienceMs = 5_000;

/** What the control is known by, on its page or in the strip above every page. */
export function selectorOf(control: Control): string {
  const { kind, of } = control;
  const main = `main[data-page="${controlPages[kind]}"]`;
  if (kind !== 'settings') return `${main} [data-control="${controlName(control)}"], .strip [data-control="${kind}"]`;
  return of === '' ? main : `${main} [data-field="${of}"], ${main} [data-entry="${of}"]`;
}

/** The focus, and the eye, go to this control as soon as it is drawn. Somebody who clicks elsewhere meanwhile is left alone. */
export function leadTo(control: Control): void {
  const selector = selectorOf(control);
  const focusable =
    control.kind === 'settings' ? 'input:enabled, select:enabled' : 'button:enabled, input:enabled, a[href]';
  const look = () => {
    const found = document.querySelector<HTMLElement>(selector);
    if (!found) return;
    stop();
    found.scrollIntoView({ block: 'center' });
    (found.matches(focusable) ? found : found.querySelector<HTMLElement>(focusable))?.focus({ preventScroll: true });
  };
  const watch = new MutationObserver(look);
  const tooLate = setTimeout(stop, patienceMs);
  addEventListener('pointerdown', stop, { once: true });
  watch.observe(document.body, { childList: true, subtree: true });
  look();

  function stop(): void {
    watch.disconnect();
    clearTimeout(tooLate);
    removeEventListener('pointerdown', stop);
  }
}
