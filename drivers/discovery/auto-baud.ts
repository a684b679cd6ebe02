import type { OpenTransport } from '../contract/transport.ts';

/**
 * Auto-baud: one line to one device, of which the settings may be any of several (2,400 or 9,600 baud, one stop bit or two).
 * The supervisor opens it as any other line. The driver alone can tell whether it understands the device; it asks for the
 * next settings and lets the supervisor open the line anew.
 */
export interface AutoBaud {
  readonly count: number;
  /** Opens with the settings whose turn it is. */
  readonly open: OpenTransport;
  /** The device was understood at least once with the settings whose turn it is. */
  understood(): boolean;
  noteUnderstood(): void;
  /** From the next opening on. */
  tryNext(): void;
}

export function createAutoBaud(open: OpenTransport | readonly OpenTransport[]): AutoBaud {
  const candidates = typeof open === 'function' ? [open] : open;
  let turn = 0;
  let understood = false;

  return {
    count: candidates.length,
    open() {
      const candidate = candidates[turn % candidates.length];
      if (!candidate) throw new Error('A line needs at least one way to open it');
      return candidate();
    },
    understood: () => understood,
    noteUnderstood() {
      understood = true;
    },
    tryNext() {
      turn += 1;
      understood = false;
    },
  };
}
