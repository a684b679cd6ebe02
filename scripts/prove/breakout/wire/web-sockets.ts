import WebSocket from 'ws';
import { freshPerson } from '../kiosk-on-trial.ts';
import { attempt, type Tries, tryEach } from '../tried.ts';
import { type HostOnTrial, servesOn } from './host-on-trial.ts';

/** Row 39: somebody who has the page's cookie and speaks to its WebSocket. */
export async function webSocketAbuse(trial: HostOnTrial): Promise<Tries> {
  const abuses: readonly [Abuse, ...Abuse[]] = [
    { did: 'text that is no JSON', say: ['', '{', '[]', 'null', '1', '"x"', 'true', '\u0000', '{"id":'] },
    { did: 'JSON of other shapes', say: otherShapes },
    { did: 'prototype pollution', say: pollutions },
    { did: '30,000 brackets', say: ['['.repeat(30_000), `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`] },
    { did: 'a message of 1 MB', say: [`{"id":1,"command":"touched","input":"${'x'.repeat(1_000_000)}"}`] },
    { did: 'bytes instead of text', say: [Buffer.alloc(30_000, 0xff)] },
    { did: 'a flood of 20,000 messages', say: Array.from({ length: 20_000 }, (_, id) => command(id, 'touched')) },
    {
      did: 'a flood of 5,000 starts without papers',
      say: Array.from({ length: 5_000 }, (_, id) => command(id, 'start-without-papers')),
    },
    { did: '60 pages, one after the other', say: [command(1, 'touched')], sockets: 60 },
  ];
  return tryEach(abuses, ({ did, say, sockets = 1 }) =>
    attempt(
      did,
      async () => {
        for (let at = 0; at < sockets; at += 1) await talk(trial, say);
      },
      () => servesOn(trial, freshPerson()),
    ),
  );
}

interface Abuse {
  readonly did: string;
  readonly say: readonly (string | Buffer)[];
  readonly sockets?: number;
}

function command(id: unknown, name: unknown, input: unknown = { session: 'none', screen: 'attract' }): string {
  return JSON.stringify({ id, command: name, input });
}

const otherShapes = [
  ...[
    command('1', 'touched'),
    command(-1, 'touched'),
    command(1e308, 'touched'),
    command(1, 'no-such-command'),
    command(1, 7),
  ],
  ...[command(1, 'choose-service', { session: 'none', screen: 'attract', serviceCode: ['noi'] })],
  ...[
    command(1, 'choose-service', { session: 'none', screen: 'choose-service', serviceCode: "'; DROP TABLE visits;--" }),
  ],
  ...[command(1, 'typed-code', { session: 'none', screen: 'attract', text: 'x'.repeat(20_000), ended: true })],
  ...[command(1, 'choose-language', { session: 'none', screen: 'attract', language: '../../vi' })],
];

const pollutions = [
  '{"__proto__":{"isAdmin":true},"id":1,"command":"touched","input":{}}',
  '{"id":1,"command":"touched","input":{"__proto__":{"session":"none"},"constructor":{"prototype":{"x":1}}}}',
  '{"id":1,"command":"__proto__","input":{}}',
  '{"id":1,"command":"constructor","input":{}}',
  '{"id":1,"command":"toString","input":{"toString":1,"valueOf":2}}',
];

/** Says everything as fast as the line takes it, then hangs up without a word. */
async function talk(trial: HostOnTrial, say: Abuse['say']): Promise<void> {
  const own = `127.0.0.1:${trial.port}`;
  const headers = { cookie: await trial.cookie(), origin: `http://${own}` };
  const socket = new WebSocket(`ws://${own}/bridge`, { headers });
  await new Promise<void>((resolve) => {
    const end = () => {
      socket.terminate();
      resolve();
    };
    socket.on('error', () => undefined);
    socket.on('close', resolve);
    socket.on('open', () => {
      for (const each of say) socket.send(each);
      socket.ping(undefined, undefined, () => undefined);
      socket.once('pong', end);
    });
  });
}
