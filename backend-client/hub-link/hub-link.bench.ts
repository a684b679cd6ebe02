import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { createHandCrankedClock, type HandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import type { BusinessDay } from '#config/agreements/ids.ts';
import type { LogEventId } from '#config/agreements/log-events.ts';
import type { HubLinkSettings } from '#config/settings/hub-link-settings.ts';
import { createOutbox, type Outbox } from '../outbox/outbox.ts';
import { citizen, morning, numberFor, request, services } from '../store/store.bench.ts';
import { openStore, type Store } from '../store/store.ts';
import { type HubSimulator, startHubSimulator } from './hub.simulator.ts';
import { type HubContact, type HubStanding, keepHubContact } from './hub-contact.ts';
import { type HubSystem, hubId, openHubSystem, tellHubAgain } from './hub-system.ts';
import { openHubMemory } from './hub-word.ts';
import { createLeaseKeeper } from './lease-keeper.ts';
import { createNumbersElsewhere } from './numbers-elsewhere.ts';

export const today = '2026-11-21' as BusinessDay;
export const tomorrow = '2026-11-22' as BusinessDay;

/** For tests: a hub on the wire, and kiosks with stores of their own. All people are made up. */
export interface HubBench {
  readonly hub: HubSimulator;
  readonly clock: HandCrankedClock;
  readonly directory: string;
  kiosk(id: string, changes?: KioskChanges): KioskAtHub;
  /** Time goes by until it is so, as slowly as sockets need. */
  later(check: () => void): Promise<void>;
  remove(): Promise<void>;
}

export interface KioskChanges {
  readonly settings?: Partial<HubLinkSettings>;
  readonly startsAlone?: boolean;
  /** Usual: `production`. */
  readonly profile?: 'production' | 'demo';
}

export interface KioskAtHub {
  readonly store: Store;
  readonly outbox: Outbox;
  readonly system: HubSystem;
  readonly lines: { readonly id: LogEventId; readonly fields: Readonly<Record<string, unknown>> }[];
  standing(): HubStanding;
  /** "Has this card a number today?", asked of the other kiosks. */
  elsewhere(who: number): Promise<readonly string[]>;
  /** Patients take numbers: `A001`. */
  arrive(...people: readonly number[]): readonly string[];
  close(): Promise<void>;
}

/** Until sockets have said what they had to say. */
export function eventually(check: () => void | Promise<void>): Promise<void> {
  return vi.waitFor(check, { timeout: 5_000, interval: 2 });
}

export async function createHubBench(): Promise<HubBench> {
  const directory = mkdtempSync(join(tmpdir(), 'tiep-don-hub-'));
  const clock = createHandCrankedClock(morning);
  const keys = new Map<string, string>();
  const kiosks = { [keyOf('kiosk-1')]: mark('kiosk-1', 'K1'), [keyOf('kiosk-2')]: mark('kiosk-2', 'K2') };
  const hub = await startHubSimulator({ day: today, at: morning, kiosks });
  const open: KioskAtHub[] = [];

  return {
    hub,
    clock,
    directory,
    kiosk,
    later: (check) =>
      vi.waitFor(
        () => {
          clock.advance(200);
          check();
        },
        { timeout: 20_000, interval: 5 },
      ),
    async remove() {
      for (const each of open) await each.close();
      await hub.close();
      rmSync(directory, { recursive: true });
    },
  };

  function keyOf(id: string): string {
    const key = keys.get(id) ?? randomBytes(32).toString('base64url');
    keys.set(id, key);
    return key;
  }

  function mark(kioskId: string, given: string) {
    return { kioskId, mark: given };
  }

  function kiosk(id: string, { settings, startsAlone = false, profile = 'production' }: KioskChanges = {}): KioskAtHub {
    const dataDir = join(directory, id);
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const keyFile = join(dataDir, 'hub.key');
    writeFileSync(keyFile, keyOf(id), { mode: 0o600 });
    const lines: KioskAtHub['lines'] = [];
    const log = (line: LogEventId, fields: Readonly<Record<string, unknown>>) => void lines.push({ id: line, fields });
    const system = openHubSystem(
      { url: hub.url, keyFile, ...settings },
      // Whoever numbers alone has heard no word of any hub.
      {
        ...{ profile, clock },
        memory: openHubMemory(startsAlone ? mkdtempSync(join(dataDir, 'no-hub-')) : dataDir, randomBytes, clock.now),
        priorityPrefixes: services.map(({ priorityPrefix }) => priorityPrefix),
      },
    );
    const opened = openStore({
      path: join(dataDir, 'store.sqlite'),
      masterKey: new Uint8Array(32).fill(7),
      facility: {
        timeZone: 'Asia/Ho_Chi_Minh',
        services,
        ...(startsAlone ? {} : { numbering: system.numbering }),
      },
      renderers: startsAlone ? [] : [system.renderer],
      endpoints: startsAlone ? [] : [system.endpoint],
      clock,
      randomBytes,
    });
    if (!opened.ok) throw new Error(opened.problem.kind);
    const store = opened.value;
    if (!startsAlone) store.tellOfToday(hubId);
    const outbox = createOutbox({
      store,
      endpoints: startsAlone ? [] : [system.endpoint],
      clock,
      random: () => 0.5,
      log,
    });
    const contact = startsAlone ? undefined : keepContact();
    outbox.start();
    let isOpen = true;
    const made: KioskAtHub = { store, outbox, system, lines, standing, elsewhere, arrive, close };
    open.push(made);
    return made;

    function keepContact(): HubContact {
      const leases = createLeaseKeeper({
        client: system.client,
        memory: system.memory,
        store,
        series: () => services.flatMap(({ prefix, priorityPrefix }) => [prefix, priorityPrefix]),
        isLateInTheDay: () => new Date(clock.now() + 7 * 3_600_000).getUTCHours() >= 12,
        tellAgain: () => tellHubAgain({ memory: system.memory, store, outbox }),
        kioskId: id,
        randomBytes,
        monotonic: clock.monotonic,
        log,
      });
      return keepHubContact({
        client: system.client,
        memory: system.memory,
        leases,
        program: 'test',
        condition: () => ({ status: 'ok', waiting: store.queuedFor(hubId) }),
        confirmedNow: clock.now,
        fingerprint: system.documentKey?.fingerprint,
        clock,
        log,
        onServices() {},
        onChange() {},
      });
    }

    function standing(): HubStanding {
      if (!contact) throw new Error('this kiosk has no hub');
      return contact.standing();
    }

    async function elsewhere(who: number): Promise<readonly string[]> {
      if (!system.documentKey) throw new Error('this kiosk has no document key');
      const ask = createNumbersElsewhere({
        client: system.client,
        documentKey: system.documentKey,
        kioskId: id,
        deadlineMs: 3_000,
        serviceOf: (code) => services.find((service) => service.code === code),
        monotonic: clock.monotonic,
        log,
      });
      return (await ask(citizen(who), today)).map(({ number }) => number.text);
    }

    function arrive(...people: readonly number[]): readonly string[] {
      return people.map((who) => {
        const number = numberFor(store, request(citizen(who)));
        outbox.wake();
        contact?.numberGiven();
        return number;
      });
    }

    async function close(): Promise<void> {
      if (!isOpen) return;
      isOpen = false;
      contact?.stop();
      await outbox.stop();
      await system.endpoint.close();
      store.close();
    }
  }
}
