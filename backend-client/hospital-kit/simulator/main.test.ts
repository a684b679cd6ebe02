import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, test } from 'vitest';

const openThings: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of openThings.splice(0).reverse()) await close();
});

function startProgram(...args: string[]) {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, ...args]);
  openThings.push(() => child.kill());
  return child;
}

test('the program says when it is ready, and stops when it is asked to', async () => {
  const child = startProgram('--mllp-port', '0', '--web-port', '0');
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const ready = JSON.parse(String(line));
  assert.deepEqual(Object.keys(ready), ['ready', 'mllpPort', 'url', 'fhirUrl', 'webhookUrl']);
  const state = await (await fetch(`${ready.url}api/state`)).json();
  assert.equal((state as { mllpPort: number }).mllpPort, ready.mllpPort);
  child.kill('SIGTERM');
  assert.deepEqual(await once(child, 'exit'), [0, null]);
});

test('a port that is taken, or is none, is said in one sentence', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  openThings.push(() => other.close());
  const address = other.address();
  const taken = typeof address === 'object' ? address?.port : undefined;
  const said = [];
  for (const webPort of [String(taken), 'http']) {
    const child = startProgram('--mllp-port', '0', '--web-port', webPort);
    said.push(await text(child.stderr));
    assert.deepEqual(await once(child, 'exit'), [1, null]);
  }
  assert.deepEqual(said, [
    `The simulated hospital cannot start: listen EADDRINUSE: address already in use 127.0.0.1:${taken}\n`,
    'The simulated hospital cannot start: --web-port expects a port from 0 to 65535, found "http"\n',
  ]);
});
