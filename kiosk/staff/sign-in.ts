import { isIPv6 } from 'node:net';
import { addressBytes } from '#config/agreements/ip-address.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { LockedOut, LockOut } from './lock-out.ts';
import type { PeopleSecrets } from './people.ts';
import type { NotWritable } from './people-file.ts';
import { type Person, shownPerson } from './person.ts';
import type { Busy, SecretHasher } from './secret-hash.ts';
import { longestSecret } from './secret-rules.ts';
import { nameKey } from './staff-name.ts';

export interface SignInWish {
  readonly name: string;
  readonly secret: string;
  /** Of the authenticator app. */
  readonly code?: string | undefined;
  /** The address from which it comes; for the lock-out alone. */
  readonly source: string;
}

/**
 * - `wrong`: name, secret or code. Which of them is told to nobody; `who` is for the audit log, never for the answer.
 * - `code-needed`: name and secret are right, and this person has an authenticator app.
 * - `locked-out`: nothing was looked at; again in `remainingMs`.
 * - `busy`: nothing was looked at; again at once.
 * - `not-writable`: the app's code could not be noted as used. The disk is full or broken.
 */
export type SignInProblem =
  | { readonly kind: 'wrong'; readonly who: Person | undefined; readonly locks: readonly LockedOut[] }
  | { readonly kind: 'code-needed' }
  | LockedOut
  | Busy
  | NotWritable;

export interface SignIn {
  signIn(wish: SignInWish): Promise<Result<Person, SignInProblem>>;
  /** Whoever is signed in shows that it is still them, before what cannot be taken back. */
  confirm(person: Pick<Person, 'name'>, wish: Omit<SignInWish, 'name'>): Promise<Result<Person, SignInProblem>>;
  /** The pad in the corner of the patient's screen. Without a lobby PIN every one is wrong. */
  lobbyPin(pin: string): Promise<Result<void, LobbyPinProblem>>;
}

export type LobbyPinProblem =
  | { readonly kind: 'wrong'; readonly locks: readonly LockedOut[] }
  | LockedOut
  | Busy
  | NotWritable;

interface Needs {
  readonly secrets: PeopleSecrets;
  readonly lockOut: LockOut;
  readonly hasher: SecretHasher;
}

/** Whoever is unknown, has a wrong secret or a wrong code gets the same answer, after the same work. */
export function createSignIn({ secrets, lockOut, hasher }: Needs): SignIn {
  async function signIn({ name, secret, code, source }: SignInWish): Promise<Result<Person, SignInProblem>> {
    if (hasher.isBusy()) return problem({ kind: 'busy' });
    const attempt = lockOut.attempt([
      { kind: 'name', of: nameKey(name) },
      { kind: 'source', of: networkOf(source) },
      { kind: 'everybody', of: '' },
    ]);
    if (!attempt.ok) return attempt;
    const { succeeded, failed, withdrawn } = attempt.value;
    const before = secrets.byName(name);
    const verified = await hasher.verify(before?.secret, bounded(secret));
    if (!verified.ok) {
      withdrawn();
      return verified;
    }
    // As it stands behind the wait: a secret that was changed, or a person who was removed meanwhile, opens nothing.
    const person = secrets.byName(name);
    if (!verified.value || !person || person.id !== before?.id || person.secret !== before.secret)
      return problem({ kind: 'wrong', who: before && shownPerson(before), locks: failed() });
    if (person.totp) {
      if (code === undefined || code.trim() === '') return problem({ kind: 'code-needed' });
      const used = secrets.useTotp(person.id, code);
      if (!used.ok) {
        if (used.problem.kind === 'not-writable') return problem(used.problem);
        return problem({ kind: 'wrong', who: shownPerson(person), locks: failed() });
      }
    }
    succeeded();
    return ok(shownPerson(person));
  }

  return {
    signIn,
    confirm: ({ name }, wish) => signIn({ ...wish, name }),
    async lobbyPin(pin) {
      if (hasher.isBusy()) return problem({ kind: 'busy' });
      const attempt = lockOut.attempt([{ kind: 'lobby', of: '' }]);
      if (!attempt.ok) return attempt;
      const verified = await hasher.verify(secrets.lobbyPin(), bounded(pin));
      if (!verified.ok) {
        attempt.value.withdrawn();
        return verified;
      }
      if (!verified.value) return problem({ kind: 'wrong', locks: attempt.value.failed() });
      attempt.value.succeeded();
      return ok(undefined);
    },
  };
}

/** Longer than any secret may be is wrong at any length; nobody makes us hash a book. */
function bounded(secret: string): string {
  return secret.slice(0, 2 * longestSecret + 1);
}

/** Whoever has one IPv6 address has 2^64 of them: what is told apart is the network (RFC 4291 §2.5.1). */
export function networkOf(source: string): string {
  const mapped = source.replace(/^::ffff:(?=\d+\.)/i, '');
  return isIPv6(mapped) ? Buffer.from(addressBytes(mapped).subarray(0, 8)).toString('hex') : mapped;
}
