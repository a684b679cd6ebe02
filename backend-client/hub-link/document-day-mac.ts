import { createHash, createHmac } from 'node:crypto';
import type { BusinessDay } from '#config/agreements/ids.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { readSecretFile } from '../connection/tls-files.ts';
import type { Patient } from '../contract/patient.ts';
import type { SecretFileProblem } from '../contract/secret-problem.ts';
import { documentsOf, type VisitDocument } from '../store/document-mac.ts';

/**
 * The facility's document key: the same on all kiosks, and on no other machine (design §14). Card numbers can be enumerated, so whoever
 * held it and the hub's database would know who has come. 32 random bytes, base64url, one line.
 */
export interface DocumentKey {
  /** HMAC-SHA-256(k_day, kind ‖ 0 ‖ number) of each document, base64url, at most `mostDocuments`. */
  macsOf(patient: Patient, day: BusinessDay): readonly string[];
  /** Tells two keys apart, and leads back to neither: 16 hexadecimal digits. */
  readonly fingerprint: string;
}

/** A patient has a citizen card, an insurance card, an old card, a passport and a code of the hospital. */
const mostDocuments = 8;
const keyLength = 43;
const dayLabel = 'tiep-don documents of a day 1';
const fingerprintLabel = 'tiep-don document key fingerprint 1';

export function readDocumentKey(path: string): Result<DocumentKey, SecretFileProblem> {
  const text = readSecretFile(path, keyLength);
  if (!text.ok) return text;
  if (!/^[A-Za-z0-9_-]{43}$/.test(text.value)) return problem({ kind: 'not-a-token', path });
  return ok(documentKeyFrom(Buffer.from(text.value, 'base64url')));
}

/** Temporary cards of newborns may have the same digits; who holds which, a kiosk sees by the names, and a hub cannot. */
function isOnePersons({ kind, number }: VisitDocument): boolean {
  return kind !== 'insurance' || !number.startsWith('TE');
}

export function documentKeyFrom(key: Uint8Array): DocumentKey {
  const fingerprint = createHash('sha256').update(`${fingerprintLabel}\0`).update(key).digest('hex').slice(0, 16);
  let ofDay: { readonly day: BusinessDay; readonly key: Uint8Array } | undefined;

  function keyOf(day: BusinessDay): Uint8Array {
    if (ofDay?.day !== day) ofDay = { day, key: createHmac('sha256', key).update(`${dayLabel}\0${day}`).digest() };
    return ofDay.key;
  }

  return {
    fingerprint,
    macsOf: (patient, day) =>
      documentsOf(patient)
        .filter(isOnePersons)
        .slice(0, mostDocuments)
        .map(({ kind, number }) => createHmac('sha256', keyOf(day)).update(`${kind}\0${number}`).digest('base64url')),
  };
}
