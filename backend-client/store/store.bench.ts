import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHandCrankedClock, type HandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import type { SessionId } from '#config/agreements/ids.ts';
import { ok, type Result } from '#config/agreements/result.ts';
import type { Patient } from '../contract/patient.ts';
import type { MessageRenderer, StoreProblem } from '../contract/store.ts';
import type { StoredVisit, VisitRequest } from '../contract/visit.ts';
import type { Claim, ClaimedMessage } from './message-queue.ts';
import type { ServiceOfSite } from './service-words.ts';
import { openStore, type Store, type StoreSettings } from './store.ts';

/** For tests: a store in a directory of its own, and a hand on the clock. All people are made up. */
export interface StoreBench {
  readonly directory: string;
  readonly path: string;
  readonly masterKey: Uint8Array;
  readonly clock: HandCrankedClock;
  /** What the store has said about the trust in the clock, from opening to opening. */
  readonly trusts: string[];
  readonly settings: StoreSettings;
  open(changes?: Partial<StoreSettings>): Store;
  /** Every byte of the store that is on disk, the log included. */
  rawBytes(): Buffer;
  remove(): void;
}

/** A Saturday, 08:00 in Vietnam. */
export const morning = Date.UTC(2026, 10, 21, 1);
export const hourMs = 60 * 60 * 1000;
export const dayMs = 24 * hourMs;

export const services: readonly ServiceOfSite[] = [
  { code: 'noi', prefix: 'A', priorityPrefix: 'UA', hisCode: 'K01', name: { vi: 'Khám Nội' }, room: 'P.101' },
  { code: 'mat', prefix: 'B', priorityPrefix: 'UB', hisCode: 'K30', name: { vi: 'Khám Mắt' }, room: 'P.205' },
];

export function createStoreBench(): StoreBench {
  const directory = mkdtempSync(join(tmpdir(), 'tiep-don-store-'));
  const path = join(directory, 'data', 'store.db');
  const masterKey = new Uint8Array(32).fill(7);
  const clock = createHandCrankedClock(morning);
  const trusts: string[] = [];
  const settings: StoreSettings = {
    path,
    masterKey,
    facility: { timeZone: 'Asia/Ho_Chi_Minh', services },
    renderers: [rendererTo('his')],
    endpoints: [{ id: 'his', deduplicates: true }],
    clock,
    randomBytes,
    onTrust: ({ is, why }) => trusts.push(`${is}: ${why}`),
  };
  return {
    directory,
    path,
    masterKey,
    clock,
    trusts,
    settings,
    open(changes) {
      const opened = openStore({ ...settings, ...changes });
      if (!opened.ok) throw new Error(opened.problem.kind);
      return opened.value;
    },
    rawBytes: () =>
      Buffer.concat(
        ['', '-wal', '-shm', '-journal']
          .map((end) => path + end)
          .filter((name) => existsSync(name))
          .map((name) => readFileSync(name)),
      ),
    remove: () => rmSync(directory, { recursive: true }),
  };
}

type Next =
  | { readonly kind: 'claimed'; readonly message: ClaimedMessage }
  | { readonly kind: 'unreadable' }
  | Exclude<Claim, { kind: 'claimed' }>;

/** The next message alone, marked on disk as on its way. */
export function claimNext(store: Pick<Store, 'claim'>, endpointId = 'his'): Result<Next, StoreProblem> {
  const claim = store.claim(endpointId, { most: 1, mark: 'on-disk' });
  if (!claim.ok) return claim;
  if (claim.value.kind !== 'claimed') return ok(claim.value);
  const [message] = claim.value.messages;
  return ok(message ? { kind: 'claimed', message } : { kind: 'unreadable' });
}

/** The next ones, as for a hospital that drops repeats. */
export function claimSome(store: Pick<Store, 'claim'>, endpointId = 'his', most = 64): Result<Claim, StoreProblem> {
  return store.claim(endpointId, { most, mark: 'in-memory' });
}

/** The hospital says how it liked the next message; `not-connected`: nobody listens. */
export function deliver(store: Store, how: 'accepted' | 'refused' | 'not-connected' = 'accepted'): void {
  const claim = claimNext(store);
  if (!claim.ok || claim.value.kind !== 'claimed') throw new Error('nothing is due');
  store.noteDelivery(claim.value.message.messageId, notes[how]);
}

const notes = {
  accepted: { state: 'accepted' },
  refused: { state: 'refused', reason: 'hospital-error-ae' },
  'not-connected': { state: 'queued', reason: 'not-connected', retryInMs: 1_000, counts: 'nothing' },
} as const;

/** Its bytes say everything that a real message would. */
export function rendererTo(endpointId: string, word = 'registration'): MessageRenderer {
  return {
    endpointId,
    takes: ['registration'],
    render(fact, controlId) {
      if (fact.kind !== 'registration') throw new Error(`unexpected ${fact.kind}`);
      const { visit, patient } = fact;
      return Buffer.from([word, controlId, visit.number.text, patient.fullName, patient.citizen?.number].join('|'));
    },
  };
}

export const lan: Patient = {
  fullName: 'Nguyễn Thị Lan Thử',
  birth: { precision: 'day', date: '1948-08-15' },
  sex: 'female',
  address: 'Số 1, Đường Thử Nghiệm, Bắc Ninh',
  citizen: { number: '027148000123', oldNumber: '125000123', issuedOn: '2021-05-01' },
  insurance: undefined,
  source: 'qr-cccd',
};

export function citizen(number: number): Patient {
  return {
    ...lan,
    fullName: `Người Thử ${number}`,
    citizen: { number: String(number).padStart(12, '0'), oldNumber: undefined, issuedOn: undefined },
  };
}

export function insured(patient: Patient, number: string): Patient {
  const none = {
    facilityCode: undefined,
    validFrom: undefined,
    validTo: undefined,
    fiveYearsOn: undefined,
    benefitLevel: undefined,
  };
  return { ...patient, insurance: { number, ...none } };
}

export function request(patient: Patient, changes: Partial<VisitRequest> = {}): VisitRequest {
  return {
    sessionId: 'SESSION' as SessionId,
    patient,
    serviceCode: 'noi',
    purpose: 'examination',
    priority: undefined,
    ...changes,
  };
}

/** Stores and says what the patient reads: `A001`, with a `=` before a number that was there already. */
export function numberFor(store: Store, wanted: VisitRequest): string {
  const stored = store.storeVisit(wanted);
  if (!stored.ok) return stored.problem.kind;
  return `${stored.value.found ? '=' : ''}${stored.value.visit.number.text}`;
}

export function storedVisit(store: Store, wanted: VisitRequest): StoredVisit {
  const stored = store.storeVisit(wanted);
  if (!stored.ok) throw new Error(stored.problem.kind);
  return stored.value.visit;
}
