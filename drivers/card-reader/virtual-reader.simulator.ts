import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ok, problem, type Result } from '#config/agreements/result.ts';

/** A real pcscd of its own, with vpcd's virtual reader and nothing else (devices.md §6.1, CONFIRMED). */
export interface VirtualReader {
  /** vpcd listens here for a card. */
  readonly port: number;
  /** The service stops, as when its machine's reader is pulled or it crashes. */
  stop(): Promise<void>;
  /** It comes back, at the same port. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** A sentence for whoever wonders why nothing runs. */
export interface NoVirtualReader {
  readonly reason: string;
}

/** Debian's path: /usr/sbin is not on everybody's. */
const pcscdPaths = ['pcscd', '/usr/sbin/pcscd'];
/** Of Debian's vsmartcard-vpcd: the reader's entry, with the port in hexadecimal. */
const vpcdEntry = '/etc/reader.conf.d/vpcd';
const serviceSocket = '/run/pcscd/pcscd.comm';

export async function openVirtualReader(): Promise<Result<VirtualReader, NoVirtualReader>> {
  const pcscd = pcscdPaths.find((path) => spawnSync(path, ['--version']).status === 0);
  if (pcscd === undefined) return problem({ reason: 'pcscd is not installed (Debian package pcscd)' });
  const entry = await readFile(vpcdEntry, 'latin1').catch(() => undefined);
  if (entry === undefined) return problem({ reason: 'vpcd is not installed (Debian package vsmartcard-vpcd)' });
  // Its socket has one path for the whole machine.
  if (await isServed(serviceSocket)) return problem({ reason: 'another pcscd runs on this machine' });

  const directory = await mkdtemp(join(tmpdir(), 'tiep-don-pcscd-'));
  const config = join(directory, 'reader.conf');
  const port = await freePorts();
  await writeFile(config, entry.replaceAll(/0x8C7B/gi, `0x${port.toString(16)}`));
  let service: ChildProcess | undefined;

  async function stop(): Promise<void> {
    const running = service;
    service = undefined;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const ended = once(running, 'exit');
    running.kill();
    await ended;
  }

  function start(): Promise<boolean> {
    const started = spawn(pcscd ?? '', ['--foreground', '--info', '--config', config], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    service = started;
    return new Promise((resolve) => {
      started.once('exit', () => resolve(false));
      // Listened to for as long as it runs: a service whose words nobody takes would stop.
      let said = '';
      started.stdout.setEncoding('utf8').on('data', (text: string) => {
        if (said.length < longestStart) said += text;
        // Also ready without a reader, when somebody else has taken one of its ports meanwhile.
        if (said.includes('daemon ready')) resolve(!said.includes('Could not initialize connection'));
      });
    });
  }

  const isStarted = await start();
  if (!isStarted) {
    await stop();
    await rm(directory, { recursive: true });
    return problem({ reason: 'pcscd does not start with a reader; it needs to be run as root' });
  }
  return ok({
    port,
    stop,
    async start() {
      await start();
    },
    async close() {
      await stop();
      await rm(directory, { recursive: true });
    },
  });
}

async function isServed(path: string): Promise<boolean> {
  const socket = connect(path);
  const answer = await Promise.race([
    once(socket, 'connect').then(() => true),
    once(socket, 'error').then(() => false),
  ]).catch(() => false);
  socket.destroy();
  return answer;
}

/** A start says some two thousand letters. */
const longestStart = 16_384;

/** vpcd knows no "any port". Its second slot listens behind the first one; when either port is taken, there is no reader at all. */
async function freePorts(): Promise<number> {
  for (;;) {
    const first = createServer().listen(0);
    await once(first, 'listening');
    const address = first.address();
    if (typeof address !== 'object' || address === null) throw new Error('A TCP server has a port');
    const second = createServer().listen(address.port + 1);
    const isFree = await once(second, 'listening').then(
      () => true,
      () => false,
    );
    first.close();
    second.close();
    if (isFree) return address.port;
  }
}
