import type { Result } from '#config/agreements/result.ts';
import type { HospitalSettings } from '#config/settings/site-file.ts';
import type { Endpoint } from '../../contract/delivery.ts';
import type { ReadingFact, RegistrationFact } from '../../contract/fact.ts';
import type { HospitalLookUps } from '../../contract/look-up.ts';
import type { MessageRenderer } from '../../contract/store.ts';

/** One system of the hospital, reached as the kiosk reaches it, and what a test may do beyond that. */
export interface TestedSystem {
  readonly settings: HospitalSettings;
  readonly renderer: MessageRenderer;
  readonly endpoint: Endpoint;
  readonly lookUps: Partial<HospitalLookUps>;
  /** Absent where a protocol cannot ask what was kept. */
  readonly readBack?: (fact: RegistrationFact) => Promise<Result<readonly KeptVisit[], ReadBackProblem>>;
  readonly readBackReading?: (fact: ReadingFact) => Promise<Result<readonly KeptReading[], ReadBackProblem>>;
  /** Absent where nothing is signed. Resolves with the status; `undefined`: no answer. */
  readonly forge?: (forgery: Forgery, target: 'facts' | 'look-ups', body: Uint8Array) => Promise<number | undefined>;
}

/** A visit as the hospital has it now, with its patient. */
export interface KeptVisit {
  readonly citizenNumbers: readonly string[];
  readonly fullName: string | undefined;
  readonly address: string | undefined;
  readonly phones: readonly string[];
}

/** A blood pressure as the hospital has it now, in mm[Hg]; `undefined`: not there, or in another unit. */
export interface KeptReading {
  readonly systolic: number | undefined;
  readonly diastolic: number | undefined;
}

/** `refused`: searching is not allowed or not offered. */
export interface ReadBackProblem {
  readonly kind: 'no-answer' | 'refused' | 'not-understood';
}

export type Forgery = 'unsigned' | 'wrong-signature' | 'old-signature';
