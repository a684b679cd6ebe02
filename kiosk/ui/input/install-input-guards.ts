import type { Clock } from '#config/agreements/clock.ts';
import { createBurstGuard } from './burst-guard.ts';

/**
 * Makes a browser page a machine's front: only taps and a person's own keys reach the buttons. No menus, selections,
 * drags, zooms or browser shortcuts (law 8; wedge scanners can be made to type any control key).
 */
export interface InputListeners {
  readonly onTouchBesideButtons: () => void;
  /** Every key that goes down, swallowed or not; Ctrl and a letter are the control character that a scanner means by it. */
  readonly onKey: (key: string) => void;
}

export function installInputGuards(clock: Clock, { onTouchBesideButtons, onKey }: InputListeners): void {
  const guard = createBurstGuard({ clock, press: pressFocused });

  on('keydown', (event) => {
    onKey(keyOf(event));
    if (guard.keyDown(event.key, event.repeat) === 'swallow') swallow(event);
  });
  on('keypress', swallow);
  // Space presses a button on its way up.
  on('keyup', (event) => {
    if (event.key === ' ' || event.key === 'Enter') swallow(event);
  });
  for (const type of ['contextmenu', 'selectstart', 'dragstart', 'drop', 'dragover', 'copy', 'cut', 'paste'] as const) {
    on(type, swallow);
  }
  on('wheel', (event) => {
    if (event.ctrlKey) swallow(event);
  });
  on('pointerdown', ({ target }) => {
    // What is deaf lets a tap fall through: it is a sign of life and nothing else.
    if (!(target instanceof Element && target.closest('button'))) onTouchBesideButtons();
  });
}

/** Scanners type STX, ETX or TAB as Ctrl+B, Ctrl+C or Ctrl+I. With Alt as well it is AltGr, which spells signs. */
function keyOf({ key, ctrlKey, altKey }: KeyboardEvent): string {
  if (!ctrlKey || altKey || !/^[@A-Z[\\\]^_]$/i.test(key)) return key;
  return String.fromCharCode(key.toUpperCase().charCodeAt(0) - 64);
}

function on<Type extends keyof DocumentEventMap>(type: Type, listener: (event: DocumentEventMap[Type]) => void): void {
  document.addEventListener(type, listener, { capture: true, passive: false });
}

function swallow(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}

function pressFocused(): void {
  const focused = document.activeElement;
  if (focused instanceof HTMLButtonElement && !focused.closest('[inert]')) focused.click();
}
