import type { HidAnswer, HidOrder } from './hid-messages.ts';

/**
 * Plays `hid-child.ts` for tests, without an addon: a device that gives back what is written to it and whose behaviour its
 * path tells. `/crash` ends the process while it is opened, `/deaf` never answers.
 */
let crashesOnWrite = false;

function say(answer: HidAnswer): void {
  process.send?.(answer);
}

process.on('message', (order: HidOrder) => {
  if (order.do === 'list') return say({ type: 'listed', devices: [] });
  if (order.do === 'end') return process.exit(0);
  if (order.do === 'write') {
    if (crashesOnWrite) return void process.kill(process.pid, 'SIGKILL');
    say({ type: 'written', taken: true });
    return say({ type: 'report', bytes: order.bytes });
  }
  const path = order.address.by === 'path' ? order.address.path : '/absent';
  if (path === '/crash') return void process.kill(process.pid, 'SIGKILL');
  if (path === '/deaf') return undefined;
  if (path === '/absent') return say({ type: 'refused', kind: 'not-found' });
  if (path === '/forbidden') return say({ type: 'refused', kind: 'not-allowed' });
  crashesOnWrite = path === '/fragile';
  say({ type: 'opened' });
  // The first report is there before anybody can have begun to listen.
  say({ type: 'report', bytes: Uint8Array.from([1, 2, 3]) });
  return undefined;
});
process.on('disconnect', () => process.exit(0));
