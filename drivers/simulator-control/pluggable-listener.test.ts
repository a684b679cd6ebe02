import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { listenPluggably } from './pluggable-listener.ts';

test('an unplugged device is gone for every host, and comes back at the same place', async () => {
  const seen: string[] = [];
  const listener = await listenPluggably({
    port: 0,
    onConnection: () => {},
  });
  listener.onChange(() => seen.push(`${listener.pluggedIn() ? 'in' : 'out'} ${listener.connections().size}`));
  const host = connect(listener.port, '127.0.0.1');
  host.on('error', () => {});
  await once(host, 'connect');
  while (listener.connections().size === 0) await new Promise((resolve) => setImmediate(resolve));
  const gone = new Promise((resolve) => host.on('close', resolve));
  listener.unplug();
  await gone;

  const refused = connect(listener.port, '127.0.0.1');
  const [error] = await once(refused, 'error');
  expect((error as NodeJS.ErrnoException).code).toBe('ECONNREFUSED');

  await listener.plugIn();
  const again = connect(listener.port, '127.0.0.1');
  await once(again, 'connect');
  again.destroy();
  listener.unplug();
  expect(seen.slice(0, 3)).toEqual(['in 1', 'out 0', 'in 0']);
});
