import { isDeepStrictEqual } from 'node:util';
import { CompactSign, compactVerify, importJWK } from 'jose';
import { parsedJson } from '#config/agreements/parsed-json.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { ReadinessReport, SignedReport } from '#kiosk/bridge/console/readiness-words.ts';
import type { SigningKey } from './signing-key.ts';

export async function signReport(report: ReadinessReport, key: SigningKey | undefined): Promise<SignedReport> {
  if (!key) return { report, jws: null, publicKey: null };
  const payload = new TextEncoder().encode(JSON.stringify(report));
  const jws = await new CompactSign(payload)
    .setProtectedHeader({ alg: 'EdDSA', typ: 'tiep-don-readiness+json' })
    .sign(key.privateKey);
  return { report, jws, publicKey: key.publicKey };
}

/**
 * - `not-a-report`: the file is no JSON of this form. - `not-signed`: the kiosk had no key. - `wrong-signature`: by another key, or changed.
 * - `not-what-was-signed`: what stands in `report` is not what was signed.
 */
export type ReportProblem = {
  readonly kind: 'not-a-report' | 'not-signed' | 'wrong-signature' | 'not-what-was-signed';
};

/** `publicKey`: as the readiness page shows it, taken from the kiosk itself and not from the file. */
export async function verifyReport(text: string, publicKey: string): Promise<Result<ReadinessReport, ReportProblem>> {
  const file = parsedJson(text);
  if (!isSignedReport(file)) return problem({ kind: 'not-a-report' });
  if (file.jws === null) return problem({ kind: 'not-signed' });
  try {
    const key = await importJWK({ kty: 'OKP', crv: 'Ed25519', x: publicKey }, 'EdDSA');
    const { payload } = await compactVerify(file.jws, key, { algorithms: ['EdDSA'] });
    const signed = parsedJson(new TextDecoder().decode(payload));
    return isDeepStrictEqual(signed, file.report) ? ok(file.report) : problem({ kind: 'not-what-was-signed' });
  } catch {
    return problem({ kind: 'wrong-signature' });
  }
}

function isSignedReport(value: unknown): value is Pick<SignedReport, 'report' | 'jws'> {
  if (typeof value !== 'object' || value === null || !('report' in value) || !('jws' in value)) return false;
  return (
    typeof value.report === 'object' && value.report !== null && (value.jws === null || typeof value.jws === 'string')
  );
}
