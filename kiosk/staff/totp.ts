import { createHmac, timingSafeEqual } from 'node:crypto';

/** RFC 6238 as every authenticator app has it: HMAC-SHA-1, 6 digits, steps of 30 s since 1970. */
export const totpStepMs = 30_000;
const digits = 6;
/** RFC 6238 §5.2: one step either way, for a slow typist and a clock that is a little off. */
const stepsOff = 1;

/** 160 bits (RFC 4226 §4 R6). */
export const totpSecretBytes = 20;

/** RFC 4226 §5.3. `counter` ≥ 0. */
export function hotp(secret: Uint8Array, counter: number, length = digits): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const mac = createHmac('sha1', secret).update(message).digest();
  const offset = (mac.at(-1) ?? 0) & 0x0f;
  const number = mac.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 10 ** length).padStart(length, '0');
}

/**
 * The step whose code this is, at `now` (epoch ms) give or take one; `undefined`: none. A step that is not behind `lastStep` has been
 * used. All candidates are compared in full, so that the time taken tells nothing.
 */
export function totpStepOf(
  code: string,
  { secret, now, lastStep }: { readonly secret: Uint8Array; readonly now: number; readonly lastStep: number },
): number | undefined {
  const given = Buffer.from(code.replace(/\s/g, ''));
  const step = Math.floor(now / totpStepMs);
  let found: number | undefined;
  for (let each = Math.max(0, step - stepsOff); each <= step + stepsOff; each += 1) {
    const expected = Buffer.from(hotp(secret, each));
    const fits = given.length === expected.length && timingSafeEqual(given, expected);
    if (fits && each > lastStep && found === undefined) found = each;
  }
  return found;
}

const base32Letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 4648 §6 without padding, as apps take it. */
export function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => base32Letters[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
}

/** What the QR code says that an app scans ("Key URI Format" of Google Authenticator). */
export function otpauthUri(
  secret: Uint8Array,
  { issuer, name }: { readonly issuer: string; readonly name: string },
): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(name)}`;
  return `otpauth://totp/${label}?secret=${base32(secret)}&issuer=${encodeURIComponent(issuer)}&algorithm=SHA1&digits=${digits}&period=${totpStepMs / 1000}`;
}
