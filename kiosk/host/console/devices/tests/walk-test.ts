import type { DeviceCondition } from '#drivers/contract/device.ts';
import type { TicketPrinter } from '#drivers/contract/ticket-printer.ts';
import { type WalkStep, type WalkTest, walkSteps } from '#kiosk/bridge/console/devices-words.ts';
import { drawTestTicket } from '../../../ticket/test-ticket.ts';
import { createEnding, type DeviceTest, type TestParts } from './device-test.ts';

/** Somebody has to find the roll. */
const walkWithinMs = 600_000;

type Shown = Exclude<WalkStep, 'cut'>;

/** What the printer itself says when the hand has done it. */
const seenAs = {
  'take-paper-out': (condition) => condition === 'no-paper',
  'put-paper-in': (condition) => condition === 'ready' || condition === 'paper-low',
  'open-cover': (condition) => condition === 'cover-open',
  'close-cover': (condition) => condition === 'ready' || condition === 'paper-low',
} as const satisfies Readonly<Record<Shown, (condition: DeviceCondition) => boolean>>;

/** Paper out and in, cover open and closed, a cut: each is waited for until the printer says so itself, or is skipped. */
export function beginWalkTest(printer: TicketPrinter, parts: TestParts): DeviceTest {
  const ending = createEnding(printer, parts, walkWithinMs);
  let steps: WalkTest['steps'] = walkSteps.map((step) => ({ step, stands: 'to-come' }));

  function now(): WalkStep | undefined {
    return steps.find(({ stands }) => stands === 'now')?.step;
  }

  function mark(stands: 'seen' | 'skipped'): void {
    const at = steps.findIndex((each) => each.stands === 'now');
    steps = steps.map((each, index) => {
      if (index === at) return { ...each, stands };
      return index === at + 1 ? { ...each, stands: 'now' } : each;
    });
    if (now() === undefined) ending.end(steps.some((each) => each.stands === 'seen') ? 'well' : 'stopped');
    else if (now() === 'cut') cut();
  }

  function cut(): void {
    const image = drawTestTicket(printer, { hospitalName: '', directions: undefined, issuedAt: '' });
    void printer.print(image).then((answer) => {
      if (ending.ended() || now() !== 'cut') return;
      if (answer.ok) mark('seen');
      else ending.end(answer.problem.kind === 'absent' ? 'lost' : 'failed');
    });
  }

  steps = steps.map((each, at) => (at === 0 ? { ...each, stands: 'now' } : each));
  ending.holds(
    printer.onCondition((condition) => {
      const step = now();
      if (step !== undefined && step !== 'cut' && seenAs[step](condition)) mark('seen');
    }),
  );
  return {
    state: () => ({ test: 'walk', ended: ending.ended(), steps }),
    skip() {
      if (ending.ended() === undefined) mark('skipped');
    },
    stop: () => ending.end('stopped'),
  };
}
