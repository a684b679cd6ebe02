import { type Control, controlName } from './upkeep/mending.ts';

/** A page that is opened draws its controls when the host has told it what there is. */
const patienceMs = 5_000;

/** The focus, and the eye, go to this control as soon as it is drawn. Somebody who clicks elsewhere meanwhile is left alone. */
export function leadTo(control: Control): void {
  const attribute = control.kind === 'settings' ? 'data-field' : 'data-control';
  const name = control.kind === 'settings' ? control.of : controlName(control);
  const selector = `[${attribute}="${CSS.escape(name)}"]`;
  const look = () => {
    const found = document.querySelector<HTMLElement>(selector);
    if (!found) return;
    stop();
    found.scrollIntoView({ block: 'center' });
    const focusable = 'button, input, select, textarea, a[href]';
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
