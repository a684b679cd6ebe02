import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { machineClock } from '#config/agreements/machine-clock.ts';
import type { Result } from '#config/agreements/result.ts';
import { type SiteFile, siteFile } from '#config/settings/site-file.ts';
import { syntheticSite } from '#config/settings/synthetic-site.ts';
import type { CallName, ConsoleCalls, ConsoleTopics, TopicName } from '#kiosk/bridge/console/calls.ts';
import { type Host, openHost } from '../../host.ts';

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
  const siteFilePath = join(dataDir, 'site.json');
  writeFileSync(siteFilePath, JSON.stringify(site));
  const opened = await openHost(
    { site, siteFile: join(dataDir, 'site.json'), dataDir, dataDirIsGiven: true },
    {
      clock: machineClock,
      randomBytes,
      random: Math.random,
      pageDir,
      workingDirectory: process.cwd(),
      credentialsDirectory: undefined,
      environment: {},
      version: '0.0.0-bench',
      stderr: { write: () => true },
    },
  );
  if (!opened.ok) throw new Error(opened.problem.kind);
  const host = opened.value;
  const launch = host.newTechnicianUrl();
  const { origin } = new URL(launch);
  const launched = await fetch(launch, { redirect: 'manual' });
  const cookie = launched.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const me: { readonly csrfToken: string } = JSON.parse(
    await (await fetch(`${origin}/api/me`, { headers: { cookie } })).text(),
  );
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
    ...{ host, dataDir, origin, cookie },
    async call(name, asks) {
      const answer = await fetch(`${origin}/api/call/${name}`, {
        method: 'POST',
        headers: { cookie, origin, 'content-type': 'application/json', 'x-csrf-token': me.csrfToken },
        body: JSON.stringify(asks),
      });
      const text = await answer.text();
      if (answer.status === 409) return { ok: false, problem: JSON.parse(text) };
      if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
      return { ok: true, value: answer.status === 204 ? undefined : JSON.parse(text) };
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
    get: (path) => fetch(`${origin}${path}`, { headers: { cookie } }),
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
