import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * How both sides know that a request is ours and fresh. The scheme is that of Stripe's webhooks: HMAC-SHA256 with the shared
 * secret over `<t>.<content>`, where t is the time of sending in seconds since 1970.
 *
 * `content` is the body as sent, byte for byte. A GET has no body: there it is the last part of the path (the alert's id).
 */
export const signatureHeader = 'TiepDon-Signature';
export const idempotencyHeader = 'Idempotency-Key';

/** `t=1763773920,v1=<64 hexadecimal digits>`. Made at each sending: a retry hours later must not look like a replay. */
export function signatureOf(content: Uint8Array | string, secret: string, nowMs: number): string {
  const seconds = Math.floor(nowMs / 1000);
  return `t=${seconds},v1=${digest(content, secret, String(seconds)).toString('hex')}`;
}

/** Longest difference between the clocks of the two sides that a receiver should accept. */
export const signatureToleranceSeconds = 300;

export type SignatureVerdict = 'valid' | 'missing' | 'wrong' | 'too-old';

/** The receiver's side, for the simulated hospital and for tests. `header` is the value of `TiepDon-Signature`. */
export function checkSignature(
  header: string | undefined,
  content: Uint8Array | string,
  secret: string,
  nowMs: number,
): SignatureVerdict {
  const { seconds, given } = /^t=(?<seconds>\d{1,12}),v1=(?<given>[0-9a-f]{64})$/.exec(header ?? '')?.groups ?? {};
  if (seconds === undefined || given === undefined) return 'missing';
  if (!timingSafeEqual(digest(content, secret, seconds), Buffer.from(given, 'hex'))) return 'wrong';
  return Math.abs(Math.floor(nowMs / 1000) - Number(seconds)) > signatureToleranceSeconds ? 'too-old' : 'valid';
}

function digest(content: Uint8Array | string, secret: string, seconds: string): Buffer {
  return createHmac('sha256', secret).update(`${seconds}.`).update(content).digest();
}
