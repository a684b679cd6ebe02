import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import type { Patient } from '#backend-client/contract/patient.ts';
import { type HubContact, keepHubContact } from '#backend-client/hub-link/hub-contact.ts';
import { hubId, openHubSystem, tellHubAgain } from '#backend-client/hub-link/hub-system.ts';
import { openHubMemory } from '#backend-client/hub-link/hub-word.ts';
import { createLeaseKeeper } from '#backend-client/hub-link/lease-keeper.ts';
import { createNumbersElsewhere } from '#backend-client/hub-link/numbers-elsewhere.ts';
import { createOutbox, type Outbox } from '#backend-client/outbox/outbox.ts';
import { openStore, type Store } from '#backend-client/store/store.ts';
import type { BusinessDay, SessionId, VisitId } from '#config/agreements/ids.ts';
import { localTimeAt } from '#config/agreements/local-time.ts';
import { soakPerson } from '../people.ts';
import { type KioskAccount, numberName, type YearKiosk } from './kiosk.ts';
import { type LaterAct, services, timeZone, type Visitor } from './province.ts';
import { kioskClock, type ToldTime } from './told-time.ts';

interface Needs {
  readonly kioskId: string;
  readonly folder: string;
  readonly url: string;
  readonly keyFile: string;
  readonly time: ToldTime;
  readonly random: () => number;
  /** Another kiosk, where somebody scans a card that has a number of this one. */
  readonly neighbour: () => YearKiosk | undefined;
}

/** What runs from morning to evening. */
interface Running {
  readonly store: Store;
  readonly outbox: Outbox;
  readonly contact: HubContact;
  /** Facts in the outbox, and runs of numbers that were never needed. */
  readonly untold: () => number;
  readonly numbersOf: (patient: Patient) => Promise<readonly string[]>;
  end(): Promise<void>;
}

const words = services.map(({ code, prefix, name }) => ({
  ...{ code, prefix, hisCode: code, name: { vi: name }, room: code },
  priorityPrefix: `U${prefix}`,
}));
const mostQueued = 16;
const certain = { ground: 'age-75', certain: true } as const;

/**
 * A kiosk without screen and devices, with the store, outbox and hub link of every kiosk. It is switched off at night. What it says of its
 * day is read from its file, by SQL of our own.
 */
export function openStoreKiosk({ kioskId, folder, url, keyFile, time, random, neighbour }: Needs): YearKiosk {
  const dataDir = join(folder, kioskId);
  const path = join(dataDir, 'store.sqlite');
  const documentKeyFile = join(folder, 'documents.key');
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  if (!existsSync(documentKeyFile))
    writeFileSync(documentKeyFile, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 });
  let day: BusinessDay;
  let on: Running | undefined;
  let due: { readonly at: number; readonly act: LaterAct; readonly visitor: Visitor; readonly visitId: VisitId }[] = [];
  let raised = new Set<VisitId>();
  let looked = 0;
  let broken: string[] = [];

  return {
    kioskId,
    async open(of) {
      day = of;
      raised = new Set();
      broken = [];
      looked = 0;
      on ??= start();
    },
    arrive(visitor) {
      const { store, contact } = running();
      const stored = store.storeVisit({
        ...{ sessionId: 'SESSION' as SessionId, patient: patientOf(visitor), serviceCode: visitor.serviceCode },
        purpose: 'examination',
        priority: visitor.isPriority ? certain : undefined,
      });
      if (!stored.ok) return void broken.push(`nothing was stored: ${stored.problem.kind}`);
      contact.numberGiven();
      const { visitId } = stored.value.visit;
      if (visitor.later)
        due.push({ at: visitor.at + 120_000 + random() * 3_600_000, act: visitor.later, visitor, visitId });
    },
    async goOn() {
      const { store, outbox } = running();
      const now = time.now();
      const acts = due.filter(({ at }) => at <= now);
      due = due.filter(({ at }) => at > now);
      for (const each of acts) await doLater(each);
      outbox.wake();
      // The outbox works by itself; the day waits for one that does not keep up, as long as the hub answers at all.
      for (let looks = 0; looks < 50 && store.queuedFor(hubId) > mostQueued; looks += 1) await sleep(2);
    },
    left: () => due.length + (on?.untold() ?? 0),
    close,
    // No answer is as none.
    numbersOf: async (visitor) => on?.numbersOf(patientOf(visitor)),
  };

  function running(): Running {
    if (!on) throw new Error('the kiosk is switched off');
    return on;
  }

  async function doLater({ act, visitor, visitId }: (typeof due)[number]): Promise<void> {
    const { store, contact } = running();
    const patient = patientOf(visitor);
    switch (act) {
      case 'raise-lane': {
        if (visitor.isPriority) return;
        raised.add(visitId);
        return must(store.raisePriority(visitId, certain));
      }
      case 'another-card':
        return must(store.correctVisit(visitId, { ...patient, insurance: insuranceOf(visitor) }));
      case 'change-service': {
        const serviceCode = visitor.serviceCode === 'noi' ? 'sieu-am' : 'noi';
        must(store.changeService({ sessionId: 'SESSION' as SessionId, visitId, serviceCode }));
        return contact.numberGiven();
      }
      case 'scans-elsewhere': {
        const [here] = store.numbersToday(patient);
        const known = await neighbour()?.numbersOf(visitor);
        if (!known || known.length === 0) return;
        looked += 1;
        if (!here || !known.includes(here.number.text))
          broken.push(`${here?.number.text} was not known at another kiosk: ${known.join(' ')}`);
        return;
      }
      case 'give-up':
        return must(store.giveUp(visitId));
    }
  }

  function must({ ok, ...rest }: { readonly ok: boolean; readonly problem?: { readonly kind: string } }): void {
    if (!ok) broken.push(`not done: ${rest.problem?.kind}`);
  }

  function start(): Running {
    const clock = kioskClock(time);
    const system = openHubSystem(
      { url, keyFile, documentKeyFile },
      {
        profile: 'production',
        clock,
        memory: openHubMemory(dataDir, randomBytes, clock.now),
        priorityPrefixes: words.map(({ priorityPrefix }) => priorityPrefix),
      },
    );
    const { client, memory, endpoint, renderer, documentKey } = system;
    const opened = openStore({
      ...{ path, clock, randomBytes, renderers: [renderer], endpoints: [endpoint] },
      masterKey: new Uint8Array(32).fill(7),
      facility: { timeZone, services: words, numbering: system.numbering },
    });
    if (!opened.ok) throw new Error(opened.problem.kind);
    if (!documentKey) throw new Error('no document key');
    const store = opened.value;
    const log = () => {};
    const outbox = createOutbox({ store, endpoints: [endpoint], clock, random, log });
    const leases = createLeaseKeeper({
      ...{ client, memory, store, kioskId, randomBytes, log, monotonic: clock.monotonic },
      series: () => words.flatMap(({ prefix, priorityPrefix }) => [prefix, priorityPrefix]),
      isLateInTheDay: () => localTimeAt(store.time.now(), timeZone).hour >= 12,
      tellAgain: () => tellHubAgain({ memory, store, outbox }),
    });
    const contact = keepHubContact({
      ...{ client, memory, leases, clock, log, program: '0.1.0', fingerprint: documentKey.fingerprint },
      condition: () => ({ status: 'ok' }),
      confirmedNow: time.now,
      onServices: () => {},
      onChange: () => {},
    });
    const ask = createNumbersElsewhere({
      ...{ client, documentKey, kioskId, log, deadlineMs: 30_000, monotonic: clock.monotonic },
      serviceOf: (code) => words.find((service) => service.code === code),
    });
    outbox.start();
    return {
      ...{ store, outbox, contact },
      untold: () => store.queuedFor(hubId) + store.voidsSince(memory.word().voidsToldUpTo).length,
      numbersOf: async (patient) => (await ask(patient, day)).map(({ number }) => number.text),
      async end() {
        contact.stop();
        await outbox.stop();
        await endpoint.close();
        store.close();
      },
    };
  }

  async function close(): Promise<KioskAccount> {
    const facts = on?.outbox.accepted(hubId) ?? 0;
    await on?.end();
    on = undefined;
    const db = new Database(path, { readonly: true });
    const numbers = db
      .prepare<{ day: string }, { visit_id: VisitId; series: string; sequence: number; is_first: number }>(
        `select visit_id, series, sequence, 1 as is_first from withdrawn_number where day = :day
         union all select visit_id, series, sequence,
           not exists (select 1 from withdrawn_number w where w.visit_id = visit.visit_id) from visit where day = :day`,
      )
      .all({ day });
    const gaveUp = db
      .prepare<[string], VisitId>('select visit_id from visit where day = ? and given_up_at is not null')
      .pluck()
      .all(day);
    db.close();
    const named = (isFirst: boolean) =>
      new Map(
        numbers.filter((each) => (each.is_first === 1) === isFirst).map((each) => [each.visit_id, numberName(each)]),
      );
    const underMark = numbers.filter(({ series }) => series.includes('-')).length;
    return {
      ...{ kioskId, raised, broken, doubtful: undefined },
      entered: named(true),
      changed: named(false),
      gaveUp: new Set(gaveUp),
      tally: { facts, requests: 0, failed: 0, underMark, looked },
    };
  }
}

function patientOf({ card }: Visitor): Patient {
  const { fullName, number, address } = soakPerson(card);
  return {
    ...{ fullName, address, sex: card % 2 ? 'male' : 'female', source: 'qr-cccd', insurance: undefined },
    birth: { precision: 'year', year: 1930 + (card % 95) },
    citizen: { number, oldNumber: undefined, issuedOn: undefined },
  };
}

function insuranceOf({ card }: Visitor): NonNullable<Patient['insurance']> {
  return {
    ...{ number: `DN4010${String(card).padStart(9, '0')}`, facilityCode: '27005', benefitLevel: '4' },
    ...{ validFrom: '2028-01-01', validTo: undefined, fiveYearsOn: undefined },
  };
}
