import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { type SiteFile, siteFile } from '#config/settings/site-file.ts';
import { syntheticSite } from '#config/settings/synthetic-site.ts';
import type { startSimulatedScanner } from '#drivers/barcode-scanner/serial-scanner.simulator.ts';
import type { CallName, ConsoleCalls, ConsoleTopics, TopicName } from '#kiosk/bridge/console/calls.ts';
import { openConsoleAt } from '../../bench/console-driver.ts';
import { startHost } from '../../bench/start-kiosk.ts';
import type { Host } from '../../host.ts';

/** A whole host with its console, and somebody who is signed in there without a screen. */
export interface WholeHost {
  readonly host: Host;
  readonly dataDir: string;
  readonly origin: string;
  readonly cookie: string;
  call<Name extends CallName>(
    name: Name,
    asks: ConsoleCalls[Name]['asks'],
  ): Promise<Result<ConsoleCalls[Name]['answers'], { readonly kind: string }>>;
  /** Resolves with the first state that fits; throws after 15 s with the last one. */
  until<Name extends TopicName>(
    topic: Name,
    fits: (state: ConsoleTopics[Name] | null) => boolean,
    about?: string,
  ): Promise<ConsoleTopics[Name] | null>;
  get(path: string): Promise<Response>;
  close(): Promise<void>;
}

export async function openWholeHost(
  devices: readonly object[],
  pageDir: string = tmpdir(),
  hospital: readonly object[] = [],
): Promise<WholeHost> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tiep-don-console-'));
  const site: SiteFile = siteFile.parse({
    ...syntheticSite,
    kiosk: { ...syntheticSite.kiosk, dataDir },
    management: { listen: { host: '127.0.0.1', port: 0 } },
    devices,
    hospital,
  });
  writeFileSync(join(dataDir, 'site.json'), JSON.stringify(site));
  const host = await startHost({ site, dataDir }, { pageDir, random: Math.random });
  const console = await openConsoleAt(host.newTechnicianUrl());
  const { origin, cookie, get } = console;
  const states = new Map<string, unknown>();
  const listeners = new Set<() => void>();
  const watched = new Map<string, { topic: string; about?: string }>();
  // Node's WebSocket takes headers, which the standard one does not.
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/live`, { headers: { cookie, origin } } as never);
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true });
    socket.addEventListener('error', reject, { once: true });
  });
  socket.addEventListener('message', ({ data }) => {
    const { topic, about, state } = JSON.parse(String(data));
    states.set(`${topic} ${about ?? ''}`, state);
    for (const listener of [...listeners]) listener();
  });

  return {
    ...{ host, dataDir, origin, cookie, get },
    async call(name, asks) {
      const { status, body } = await console.call(name, asks);
      if (status !== 409 && status >= 400) throw new Error(`${name}: ${status}`);
      return status === 409 ? problem(body as never) : ok(body as never);
    },
    until(topic, fits, about) {
      const key = `${topic} ${about ?? ''}`;
      if (!watched.has(key)) {
        watched.set(key, { topic, ...(about === undefined ? {} : { about }) });
        socket.send(JSON.stringify({ watch: [...watched.values()] }));
      }
      return new Promise((resolve, reject) => {
        const callOff = machineClock.after(15_000, () => {
          listeners.delete(look);
          reject(new Error(`${key} stayed at ${JSON.stringify(states.get(key))}`));
        });
        const look = () => {
          const state = states.get(key) as never;
          if (!states.has(key) || !fits(state)) return;
          listeners.delete(look);
          callOff();
          resolve(state);
        };
        listeners.add(look);
        look();
      });
    },
    async close() {
      socket.close();
      await host.close('SIGTERM');
      rmSync(dataDir, { recursive: true });
    },
  };
}

export function wire(port: number) {
  return { kind: 'tcp' as const, host: '127.0.0.1', port };
}

/**
 * Shows a code to a simulated scanner. A kiosk calls its line ready when the cable has taken it, which may be before the scanner has: it sends
 * to whoever it knows, and what nobody hears is lost.
 */
export async function showCode(
  scanner: Awaited<ReturnType<typeof startSimulatedScanner>>,
  code: string | Uint8Array,
): Promise<void> {
  await expect.poll(() => scanner.state().connections, { timeout: 10_000, interval: 5 }).toBe(1);
  await scanner.act({ do: 'send-bytes', base64: Buffer.from(code).toString('base64') });
}
