import type { Clock } from '#config/agreements/clock.ts';
import type { RandomBytes } from '#config/agreements/ids.ts';
import type { Log } from '#config/agreements/log-events.ts';
import type { Result } from '#config/agreements/result.ts';
import type { SiteFile } from '#config/settings/site-file.ts';
import type { AlertChannel } from './alert.ts';
import type { DeliveryProblem, Endpoint } from './delivery.ts';
import type { ReadingFact, RegistrationFact } from './fact.ts';
import type { HospitalLookUps } from './look-up.ts';
import type { SecretProblem } from './secret-problem.ts';
import type { MessageRenderer } from './store.ts';
import type { SystemMemory } from './system-memory.ts';

/**
 * What a protocol offers for one system of the hospital. Each protocol is one folder that exports one `open…`; the table of them is
 * `hospital-systems.ts`, and kiosk, conformance kit and console know a system by nothing else.
 */
export interface HospitalSystem {
  /** Facts → bytes of this protocol. Pure. */
  readonly renderer: MessageRenderer;
  /** Takes those bytes there. Its `close` closes everything else of the system, too. */
  readonly endpoint: Endpoint;
  /** Whether anybody answers: a question that says nothing about any patient (NMD^N02, `metadata`, a signed ping). */
  askHarmless(): Promise<Result<'answered', DeliveryProblem>>;
  /** Only what the capabilities of the site file name. */
  readonly lookUps: Partial<HospitalLookUps>;
  readonly alertChannel?: AlertChannel;
  readonly address: SystemAddress;
  readonly conformance: ProtocolConformance;
}

/** Reads certificates and secrets; opens no connection yet. */
export type OpenHospitalSystem<Settings> = (
  settings: Settings,
  needs: SystemNeeds,
) => Result<HospitalSystem, SecretProblem>;

export interface SystemNeeds {
  readonly site: SendingSite;
  /** How long a patient waits for one question. */
  readonly lookUpDeadlineMs: number;
  readonly clock: Clock;
  readonly randomBytes: RandomBytes;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly log: Log;
  readonly memory: SystemMemory;
}

/** What messages say of the kiosk that sends them. */
export interface SendingSite {
  readonly facilityCode: string;
  readonly kioskId: string;
  /** IANA name. */
  readonly timeZone: string;
  /** A demo's messages say that they are tests. */
  readonly profile: SiteFile['profile'];
  /** The site file has patients asked more than their service: answers go along. Left out: it has not. */
  readonly asksMore?: boolean;
}

export interface SystemAddress {
  /** As people know it: `mllp://10.0.0.5:2575`, `https://his.example/fhir`. */
  readonly text: string;
  /** Without port. */
  readonly host: string;
  readonly isTls: boolean;
}

/** What the conformance kit says of a protocol, and may do with it beyond what a kiosk does. */
export interface ProtocolConformance {
  /** As on the report: `HL7 v2.5.1 (MLLP)`. */
  readonly name: string;
  /** The chapter of the guide for HIS teams. */
  readonly guide: string;
  /** Names of the keys in the site file. */
  readonly keys: {
    readonly address: string;
    readonly credentials: string;
    readonly timeout: string;
  };
  /** How to answer a message. */
  readonly answerForm: Advised;
  /** Where to look when the content of a message is refused. */
  readonly contentRefused: Advised;
  /** Of what crosses the wire. */
  readonly encoding: 'utf-8' | 'latin1';
  /** Where credentials are exchanged: never shown. */
  readonly secretAddress?: string;
  /** Whether an arrival is refused unless the appointment is in their calendar. */
  readonly arrivalNeedsAppointment: boolean;
  /** Where a found person is a record of theirs. Absent where the number in an answer is an echo of the question. */
  readonly records?: { isPatient(answer: string): boolean; readonly patientCodeKey: string };
  /** Absent where a protocol cannot ask what was kept. Closed with the endpoint. */
  readonly readBack?: ReadBack;
  /** Opens clients that sign wrongly. Absent where nothing is signed. */
  readonly openForgeries?: () => Forgeries;
}

/** Vietnamese for the hospital, English for whoever helps from elsewhere. */
export interface Advised {
  readonly vi: string;
  readonly en: string;
}

export interface ReadBack {
  visit(fact: RegistrationFact): Promise<Result<readonly KeptVisit[], ReadBackProblem>>;
  reading(fact: ReadingFact): Promise<Result<readonly KeptReading[], ReadBackProblem>>;
}

/** A visit as the hospital has it now, with its patient. */
export interface KeptVisit {
  readonly citizenNumbers: readonly string[];
  readonly fullName: string | undefined;
  readonly address: string | undefined;
  readonly phones: readonly string[];
  /** Of the questions that were sent, the codes of those whose answer is there as it was sent; left out: none were sent, or none are kept. */
  readonly answered?: readonly string[] | undefined;
}

/** A blood pressure, or a mean, as the hospital has it now, in mm[Hg]; `undefined`: not there, or in another unit. */
export interface KeptReading {
  readonly systolic: number | undefined;
  readonly diastolic: number | undefined;
  /** Of how it was taken, the name of the protocol; `undefined`: that is lost. */
  readonly protocol: string | undefined;
}

/** `refused`: searching is not allowed or not offered. */
export interface ReadBackProblem {
  readonly kind: 'no-answer' | 'refused' | 'not-understood';
}

/** Requests that a receiver must refuse. */
export interface Forgeries {
  /** Resolves with the status; `undefined`: no answer. */
  send(forgery: Forgery, target: 'facts' | 'look-ups', body: Uint8Array): Promise<number | undefined>;
  close(): Promise<void>;
}

export type Forgery = 'unsigned' | 'wrong-signature' | 'old-signature';
