import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'vitest';
import { startHisSimulator } from './his-simulator.ts';

test('a frame that is no HL7 is counted and does no harm', async () => {
  const simulator = await startHisSimulator({ mllpPort: 0, webPort: 0 });
  const line = connect({ host: '127.0.0.1', port: simulator.mllpPort });
  line.write(Uint8Array.of(0x0b, 65, 0x1c, 13));
  while (simulator.state().received === 0) await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual([simulator.state().notUnderstood, simulator.arrivals()], [1, []]);
  line.destroy();
  await simulator.close();
});
