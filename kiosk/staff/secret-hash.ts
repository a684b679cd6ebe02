import { argon2, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import type { RandomBytes } from '#config/agreements/ids.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { normalSecret } from './secret-rules.ts';

/** Bytes as base64url without padding, `least` to `most` of them; one text for each, so that nothing can be written twice. */
export const base64url = (least: number, most = least) =>
  z.string().refine((text) => {
    const bytes = Buffer.from(text, 'base64url');
    return bytes.length >= least && bytes.length <= most && bytes.toString('base64url') === text;
  }, 'bytes as base64url');

/**
 * A secret that can be tried and not read: argon2id (RFC 9106), with what it was made with, so that a later version may choose
 * otherwise. Bounded, since whoever can write the file must not be able to fill the machine's memory.
 */
export const secretHash = z.strictObject({
  algorithm: z.literal('argon2id'),
  /** KiB. */
  memory: z.int().min(8_192).max(262_144),
  passes: z.int().min(1).max(10),
  parallelism: z.int().min(1).max(4),
  salt: base64url(16, 32),
  hash: base64url(32),
});
export type SecretHash = z.infer<typeof secretHash>;
export type HashCost = Pick<SecretHash, 'memory' | 'passes' | 'parallelism'>;

/** RFC 9106 §4, second recommended option, with one lane instead of four: 180 ms on a slow kiosk's processor (measured). */
export const hashCost: HashCost = { memory: 65_536, passes: 3, parallelism: 1 };

/** Too many are being tried at once; nothing was tried. */
export interface Busy {
  readonly kind: 'busy';
}

/** Hashing is made to be costly: few at once, and a short queue. */
export interface SecretHasher {
  hash(secret: string): Promise<Result<SecretHash, Busy>>;
  /** Takes as long for nobody (`undefined`) as for somebody. */
  verify(expected: SecretHash | undefined, secret: string): Promise<Result<boolean, Busy>>;
  isBusy(): boolean;
}

interface Needs {
  readonly randomBytes: RandomBytes;
  readonly cost?: HashCost;
  /** Each takes `cost.memory` and a thread. */
  readonly atOnce?: number;
  readonly waiting?: number;
}

export function createSecretHasher({ randomBytes, cost = hashCost, atOnce = 1, waiting = 7 }: Needs): SecretHasher {
  const nobody: SecretHash = {
    algorithm: 'argon2id',
    ...cost,
    salt: text(randomBytes(16)),
    hash: text(randomBytes(32)),
  };
  const queue: (() => void)[] = [];
  let running = 0;
  const isBusy = () => running >= atOnce && queue.length >= waiting;

  async function inTurn<Value>(work: () => Promise<Value>): Promise<Result<Value, Busy>> {
    if (isBusy()) return problem({ kind: 'busy' });
    if (running >= atOnce) await new Promise<void>((go) => queue.push(go));
    else running += 1;
    try {
      return ok(await work());
    } finally {
      // The place is handed on: nobody who comes meanwhile takes it.
      const next = queue.shift();
      if (next) next();
      else running -= 1;
    }
  }

  return {
    isBusy,
    hash: (secret) =>
      inTurn(async () => {
        const salt = Uint8Array.from(randomBytes(16));
        return { algorithm: 'argon2id', ...cost, salt: text(salt), hash: text(await derive(secret, salt, cost)) };
      }),
    verify: (expected, secret) =>
      inTurn(async () => {
        const { salt, hash, ...made } = expected ?? nobody;
        const given = await derive(secret, Buffer.from(salt, 'base64url'), made);
        return timingSafeEqual(given, Buffer.from(hash, 'base64url')) && expected !== undefined;
      }),
  };
}

function derive(secret: string, nonce: Uint8Array, { memory, passes, parallelism }: HashCost): Promise<Buffer> {
  const message = Buffer.from(normalSecret(secret));
  return new Promise((resolve, reject) => {
    argon2('argon2id', { message, nonce, parallelism, tagLength: 32, memory, passes }, (error, derived) => {
      message.fill(0);
      if (error) reject(error);
      else resolve(derived);
    });
  });
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}
