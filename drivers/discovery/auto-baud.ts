import type { OpenTransport } from '../contract/transport.ts';
import { droppable } from '../ticket-printer/escpos-line.ts';

/**
 * One line to one device, of which the settings may be any of several: 2,400 or 9,600 baud, one stop bit or two. The
 * supervisor opens it as any other line; the driver, who alone can tell whether it understands the device, asks for the
 * next settings.
 */
export interface AutoBaud {
  readonly count: number;
  /** Opens with the settings whose turn it is. */
  readonly open: OpenTransport;
  /** The device was understood at least once with the settings whose turn it is. */
  understood(): boolean;
  noteUnderstood(): void;
  /** Gives up the line that stands; the supervisor hears that it is lost and opens it with the next settings. */
  tryNext(): void;
}

export function createAutoBaud(open: OpenTransport | readonly OpenTransport[]): AutoBaud {
  const candidates = typeof open === 'function' ? [open] : open;
  let turn = 0;
  let understood = false;
  const line = droppable(() => {
    const candidate = candidates[turn % candidates.length];
    if (!candidate) throw new Error('A line needs at least one way to open it');
    return candidate();
  });

  return {
    count: candidates.length,
    open: line.open,
    understood: () => understood,
    noteUnderstood() {
      understood = true;
    },
    tryNext() {
      turn += 1;
      understood = false;
      line.drop();
    },
  };
}
