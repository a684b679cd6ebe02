import type { Clock } from '#config/agreements/clock.ts';
import type { HubLog } from '#config/agreements/hub-log-events.ts';
import type { Decider } from '../deciding/decider.ts';
import type { EnrolledKiosk, Enrolment } from '../log/enrolment.ts';

/** How the kiosks do, as they tell it every half minute. Nothing about a person; gone with the process. */
export interface Fleet {
  heard(kiosk: EnrolledKiosk, told: Told): void;
  /** Every kiosk that is enrolled, whoever needs somebody most first. */
  kiosks(): readonly KioskInFleet[];
  /** The fingerprint of the facility document key that most kiosks have; `undefined`: none has told one. */
  documentKey(): string | undefined;
  /** Returns the way to stop listening. */
  onChange(heard: () => void): () => void;
  close(): void;
}

export interface Told {
  readonly program: string;
  readonly condition: Condition;
  readonly documentKey: string | undefined;
}

/** A kiosk's own short words and counts (`kiosk-condition.ts` of the kiosk). */
export type Condition = Readonly<Record<string, string | number | boolean>>;

export interface KioskInFleet {
  readonly kioskId: string;
  readonly mark: string;
  readonly need: KioskNeed;
  /** Epoch ms, by the hub's clock; `undefined`: not since the hub has started. */
  readonly heardAt: number | undefined;
  readonly program: string | undefined;
  readonly condition: Condition;
  readonly hasOtherDocumentKey: boolean;
}

/**
 * The most urgent first. `silent`: for a minute. `out-of-service`, `degraded`: it says so itself. `not-heard`: not yet, and the hub has
 * just started. `other-document-key`: cards that it has seen are not known elsewhere.
 */
export const kioskNeeds = [
  'silent',
  'out-of-service',
  'degraded',
  'other-document-key',
  'not-heard',
  'well',
  'revoked',
] as const;
export type KioskNeed = (typeof kioskNeeds)[number];

interface Needs {
  readonly enrolment: Pick<Enrolment, 'list'>;
  readonly decider: Pick<Decider, 'standing'>;
  readonly clock: Clock;
  readonly log: HubLog;
}

interface Heard extends Told {
  /** Of monotonic time. */
  readonly at: number;
  readonly when: number;
}

/** A kiosk speaks every half minute; the alarm is there within a minute of its last word. */
const silentAfterMs = 50_000;
const lookEveryMs = 5_000;

/** Silence is measured only while this hub decides: kiosks speak to whoever does. */
export function createFleet({ enrolment, decider, clock, log }: Needs): Fleet {
  const heard = new Map<string, Heard>();
  const listeners = new Set<() => void>();
  const saidNeeds = new Map<string, KioskNeed>();
  let enrolled: readonly EnrolledKiosk[] = [];
  let decidingSince: number | undefined;
  let isClosed = false;
  let callOff = () => {};
  void look();

  return {
    heard(kiosk, told) {
      const isFirst = !heard.has(kiosk.kioskId);
      heard.set(kiosk.kioskId, { ...told, at: clock.monotonic(), when: clock.now() });
      if (!enrolled.some(({ kioskId }) => kioskId === kiosk.kioskId)) enrolled = [...enrolled, kiosk];
      if (isFirst || saidNeeds.get(kiosk.kioskId) === 'silent')
        log('kiosk-heard', { kioskId: kiosk.kioskId, program: told.program });
      sayNeeds();
      for (const each of listeners) each();
    },
    kiosks: () =>
      enrolled
        .map(inFleet)
        .toSorted(
          (a, b) => kioskNeeds.indexOf(a.need) - kioskNeeds.indexOf(b.need) || (a.kioskId < b.kioskId ? -1 : 1),
        ),
    documentKey,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      isClosed = true;
      callOff();
    },
  };

  async function look(): Promise<void> {
    const listed = await enrolment.list();
    if (isClosed) return;
    if (listed.ok) enrolled = listed.value;
    const isDeciding = decider.standing().is === 'deciding';
    decidingSince = isDeciding ? (decidingSince ?? clock.monotonic()) : undefined;
    sayNeeds();
    for (const each of listeners) each();
    callOff = clock.after(lookEveryMs, () => void look());
  }

  /** Once for each change to the worse. */
  function sayNeeds(): void {
    for (const { kioskId, need } of enrolled.map(inFleet)) {
      if (saidNeeds.get(kioskId) === need) continue;
      saidNeeds.set(kioskId, need);
      if (need === 'silent') log('kiosk-silent', { kioskId, seconds: Math.round(silenceOf(kioskId) / 1_000) });
      if (need === 'out-of-service' || need === 'degraded') log('kiosk-in-need', { kioskId, need });
      if (need === 'other-document-key') log('document-keys-differ', { kioskId });
    }
  }

  /** Ms; 0 while this hub does not decide. */
  function silenceOf(kioskId: string): number {
    if (decidingSince === undefined) return 0;
    return clock.monotonic() - Math.max(decidingSince, heard.get(kioskId)?.at ?? decidingSince);
  }

  function inFleet({ kioskId, mark, isRevoked }: EnrolledKiosk): KioskInFleet {
    const told = heard.get(kioskId);
    const hasOtherDocumentKey = told?.documentKey !== undefined && told.documentKey !== documentKey();
    return {
      kioskId,
      mark,
      need: isRevoked ? 'revoked' : needOf(kioskId, told, hasOtherDocumentKey),
      heardAt: told?.when,
      program: told?.program,
      condition: told?.condition ?? {},
      hasOtherDocumentKey,
    };
  }

  function needOf(kioskId: string, told: Heard | undefined, hasOtherDocumentKey: boolean): KioskNeed {
    if (silenceOf(kioskId) > silentAfterMs) return 'silent';
    if (!told) return 'not-heard';
    const { status } = told.condition;
    if (status === 'out-of-service' || status === 'degraded') return status;
    return hasOtherDocumentKey ? 'other-document-key' : 'well';
  }

  /** Of two that are told equally often, the one that was told first. */
  function documentKey(): string | undefined {
    const told = [...heard.values()].flatMap((each) => each.documentKey ?? []);
    const counts = Map.groupBy(told, (key) => key);
    return [...counts].toSorted(([, a], [, b]) => b.length - a.length)[0]?.[0];
  }
}
