import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { CardReaderSimulatorState } from '../contract/simulator.ts';
import { startSimulatedVpcdCards } from './vpcd-card.simulator.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** vpcd's end of the wire, and the simulator's control port as a page uses it. */
async function createBench() {
  const vpcd = createServer();
  const port = await listen(vpcd);
  cleanUps.push(() => vpcd.close());
  const simulator = await startSimulatedVpcdCards({ vpcdPort: port, controlPort: 0 });
  cleanUps.push(simulator.close);
  const base = `http://127.0.0.1:${simulator.controlPort}`;

  return {
    simulator,
    async act(action: unknown): Promise<number> {
      const answer = await fetch(`${base}/do`, { method: 'POST', body: JSON.stringify(action) });
      return answer.status;
    },
    get: (path: string) => fetch(base + path),
    /** The next card that comes to the reader. */
    async nextCard(): Promise<{ ask(hex: string): Promise<string>; tell(hex: string): void; readonly socket: Socket }> {
      const [socket] = await once(vpcd, 'connection');
      socket.on('error', () => {});
      const tell = (hex: string) => void socket.write(frame(hex));
      return {
        socket,
        tell,
        async ask(hex) {
          tell(hex);
          const [answer] = await once(socket, 'data');
          return Buffer.from(answer).toString('hex');
        },
      };
    },
  };
}

const answerToReset = 4;

test('a card that is held to the virtual reader answers to power and to commands until it is taken away', async () => {
  const { act, nextCard, simulator } = await createBench();
  const arriving = nextCard();
  expect(await act({ do: 'insert', cardId: 'old-person' })).toBe(204);
  const { ask, tell, socket } = await arriving;
  tell('01');
  // Vietnamese cards refuse SELECT MF.
  expect([await ask(`0${answerToReset}`), await ask('00a4000c023f00')]).toEqual(['00053b80800101', '00026d00']);
  expect(simulator.state()).toMatchObject({ cardId: 'old-person', reached: true, apdus: 1 });
  const ended = once(socket, 'close');
  socket.resume();
  expect(await act({ do: 'remove' })).toBe(204);
  await ended;
  expect(simulator.state()).toMatchObject({ cardId: null, reached: false });
});

test('a card is torn out when it was told to be', async () => {
  const { act, nextCard, simulator } = await createBench();
  const arriving = nextCard();
  await act({ do: 'insert', cardId: 'child' });
  const { ask, tell, socket } = await arriving;
  await act({ do: 'tear-after', apdus: 1 });
  expect(await ask('00a4000c023f00')).toBe('00026d00');
  const ended = once(socket, 'close');
  tell('00a4000c023f00');
  socket.resume();
  await ended;
  expect(simulator.state()).toMatchObject({ cardId: null, tearAfter: null });
});

test('its control port tells its cards and its country, and refuses what it does not understand', async () => {
  const { act, get, simulator } = await createBench();
  expect([await act({ do: 'insert', cardId: 'nobody' }), await act({ do: 'tear-after', apdus: -1 })]).toEqual([
    400, 400,
  ]);
  const state = (await (await get('/state')).json()) as CardReaderSimulatorState;
  expect(state.cards.map(({ id }) => id)).toEqual(simulator.cards.map(({ id }) => id));
  const csca = await get('/csca.cer');
  expect(new Uint8Array(await csca.arrayBuffer())).toEqual(simulator.csca);
});

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A TCP server has a port');
  return address.port;
}

/** Two bytes of length, then the message. */
function frame(hex: string): Buffer {
  const message = Buffer.from(hex, 'hex');
  return Buffer.concat([Buffer.of(message.length >> 8, message.length & 0xff), message]);
}
