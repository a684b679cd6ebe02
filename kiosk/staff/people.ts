import { join } from 'node:path';
import type { RandomBytes } from '#config/agreements/ids.ts';
import { asideOf, putAside } from '#config/agreements/put-aside.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { type LostFile, lost, lostBefore } from './lost-file.ts';
import { isOwnersName } from './machine-owner.ts';
import { type NotWritable, readPeopleFile, writePeopleFile } from './people-file.ts';
import {
  createPersonId,
  isLookedAfter,
  mostPeople,
  type PeopleFile,
  type Person,
  type PersonId,
  type StoredPerson,
  shownPerson,
} from './person.ts';
import type { Role } from './roles.ts';
import type { Busy, SecretHash, SecretHasher } from './secret-hash.ts';
import { checkSecret, type SecretKind, type SecretProblem } from './secret-rules.ts';
import { deriveStaffKey, openBytes, sealBytes } from './staff-key.ts';
import { nameKey, staffName } from './staff-name.ts';
import { base32, otpauthUri, totpSecretBytes, totpStepOf } from './totp.ts';

/**
 * Why a change of people was not made; nothing has changed then.
 *
 * - `no-name`: not 2 to 60 letters. - `name-taken`: somebody's, or the machine owner's. - `no-role`. - `too-many`: 200 people.
 * - `secret-refused`: `why` says what is wrong with it. - `unknown-person`: gone meanwhile.
 * - `last-supervisor`: nobody would be left who may make people. - `code-wrong`: the app shows another code; is its clock right?
 * - `not-a-pin`: the pad of the lobby has digits only.
 */
export type PeopleProblem =
  | Busy
  | NotWritable
  | { readonly kind: 'no-name' | 'name-taken' | 'no-role' | 'too-many' | 'unknown-person' | 'last-supervisor' }
  | { readonly kind: 'code-wrong' | 'not-a-pin' }
  | { readonly kind: 'secret-refused'; readonly why: SecretProblem['kind'] };

export interface NewPerson {
  readonly name: string;
  readonly roles: readonly Role[];
  readonly secret: string;
}

/** For the QR code and for typing; shown once, kept sealed. */
export interface NewTotp {
  readonly secret: string;
  readonly uri: string;
}

/** Everybody who may sign in. Each change is on disk before it is said to be made. */
export interface People {
  list(): readonly Person[];
  find(id: PersonId): Person | undefined;
  hasLobbyPin(): boolean;
  /** Whoever may do more than call numbers comes behind a supervisor. */
  add(person: NewPerson): Promise<Result<Person, PeopleProblem>>;
  rename(id: PersonId, name: string): Result<Person, PeopleProblem>;
  setRoles(id: PersonId, roles: readonly Role[]): Result<Person, PeopleProblem>;
  setSecret(id: PersonId, secret: string): Promise<Result<Person, PeopleProblem>>;
  /** Begins an app's set-up. Nothing counts before `confirmTotp` has seen a code of it; another beginning forgets this one. */
  beginTotp(id: PersonId, issuer: string): Result<NewTotp, PeopleProblem>;
  confirmTotp(id: PersonId, code: string): Result<Person, PeopleProblem>;
  removeTotp(id: PersonId): Result<Person, PeopleProblem>;
  remove(id: PersonId): Result<Person, PeopleProblem>;
  setLobbyPin(pin: string | undefined): Promise<Result<void, PeopleProblem>>;
}

/** What only sign-in may ask. */
export interface PeopleSecrets {
  byName(name: string): StoredPerson | undefined;
  lobbyPin(): SecretHash | undefined;
  /** Uses a code up. `not-writable`: it was right, and could come a second time after a restart, so it does not count. */
  useTotp(id: PersonId, code: string): Result<void, { readonly kind: 'code-wrong' } | NotWritable>;
}

export interface PeopleNeeds {
  readonly dataDir: string;
  readonly staffKey: Uint8Array;
  /** False: what is sealed under it opens nowhere tomorrow, so nobody is changed. */
  readonly isKeyKept: boolean;
  readonly randomBytes: RandomBytes;
  /** Epoch ms, as good as the machine knows it: an app's codes go by it. */
  readonly now: () => number;
  readonly hasher: SecretHasher;
  /** Of whoever is made; usual: a random one, which is also taken where somebody has this one. */
  readonly idOfName?: (name: string) => PersonId;
  /** Somebody's name, roles, secret or app has changed, or they are gone: whatever they have open ends. */
  readonly onChanged?: (id: PersonId) => void;
}

export interface OpenedPeople {
  readonly people: People;
  readonly secrets: PeopleSecrets;
  /** Nobody can sign in by name since a file was lost; it is over as soon as somebody is made. */
  lost(): LostFile | undefined;
}

/**
 * A file that does not read is put aside and there is nobody: no name and no PIN opens anything, and neither does the lobby's pad. Who
 * is let in then is the owner of the machine alone (`machine-owner.ts`). That nobody is there is never a reason for set-up: whoever can
 * damage a file must not get a code on the screen by it, so `lost` says it also at later starts, as long as nobody is made.
 *
 * A file of a later version is no damage: it stays where it is, unread and never written over.
 */
export function openPeople(needs: PeopleNeeds): OpenedPeople {
  const { dataDir, randomBytes, now, hasher, isKeyKept, onChanged = () => undefined } = needs;
  const path = join(dataDir, 'staff', 'people.json');
  const totpKey = deriveStaffKey(needs.staffKey, 'totp');
  const read = readPeopleFile(path);
  const isLater = !read.ok && read.problem.kind === 'newer-version';
  const damage = read.ok ? undefined : lost(read.problem.kind, isLater ? undefined : putAside(path, needs));
  /** What could not be put aside is not written over. */
  const isWritable = isKeyKept && (read.ok || damage?.aside !== undefined);
  let file: PeopleFile = (read.ok && read.value) || { version: 1, people: [] };
  /** Apps that are being set up. */
  const begun = new Map<PersonId, Uint8Array>();

  const people: People = {
    list: () => file.people.map(shownPerson),
    find: (id) => {
      const found = stored(id);
      return found && shownPerson(found);
    },
    hasLobbyPin: () => file.lobbyPin !== undefined,
    async add({ name: typed, roles, secret }) {
      const name = staffName(typed);
      if (name === undefined) return problem({ kind: 'no-name' });
      const hashed = await hashOf(secret, name);
      if (!hashed.ok) return hashed;
      // Looked at behind the wait: somebody else may have been made meanwhile.
      if (file.people.length >= mostPeople) return problem({ kind: 'too-many' });
      const id = needs.idOfName?.(name);
      const isFree = id !== undefined && !stored(id);
      return put({ id: isFree ? id : createPersonId(randomBytes), name, roles: [...new Set(roles)], ...hashed.value });
    },
    rename(id, typed) {
      const name = staffName(typed);
      return name === undefined ? problem({ kind: 'no-name' }) : tell(change(id, (person) => ({ ...person, name })));
    },
    setRoles: (id, roles) => tell(change(id, (person) => ({ ...person, roles: [...new Set(roles)] }))),
    async setSecret(id, secret) {
      const hashed = await hashOf(secret, stored(id)?.name ?? '');
      return hashed.ok ? tell(change(id, (person) => ({ ...person, ...hashed.value }))) : hashed;
    },
    beginTotp(id, issuer) {
      const person = stored(id);
      if (!person) return problem({ kind: 'unknown-person' });
      const secret = Uint8Array.from(randomBytes(totpSecretBytes));
      begun.set(id, secret);
      return ok({ secret: base32(secret), uri: otpauthUri(secret, { issuer, name: person.name }) });
    },
    confirmTotp(id, code) {
      const secret = begun.get(id);
      const step = secret && totpStepOf(code, { secret, now: now(), lastStep: -1 });
      if (!secret || step === undefined) return problem({ kind: 'code-wrong' });
      const sealed = sealBytes(totpKey, id, secret, randomBytes);
      const changed = change(id, (person) => ({ ...person, totp: { sealed, lastStep: step } }));
      if (changed.ok) begun.delete(id);
      return tell(changed);
    },
    removeTotp: (id) => tell(change(id, ({ totp: _, ...person }) => person)),
    remove(id) {
      const person = stored(id);
      if (!person) return problem({ kind: 'unknown-person' });
      const saved = save({ ...file, people: file.people.filter((each) => each.id !== id) });
      begun.delete(id);
      return tell(saved.ok ? ok(shownPerson(person)) : saved);
    },
    async setLobbyPin(pin) {
      if (pin === undefined) {
        const { lobbyPin: _, ...rest } = file;
        return save(rest);
      }
      const hashed = await hashOf(pin, '');
      if (!hashed.ok) return hashed;
      if (hashed.value.secretKind !== 'pin') return problem({ kind: 'not-a-pin' });
      return save({ ...file, lobbyPin: hashed.value.secret });
    },
  };

  const secrets: PeopleSecrets = {
    byName: (name) => {
      const key = nameKey(name);
      return file.people.find((person) => nameKey(person.name) === key);
    },
    lobbyPin: () => file.lobbyPin,
    useTotp(id, code) {
      const totp = stored(id)?.totp;
      const secret = totp && openBytes(totpKey, id, totp.sealed);
      if (!secret) return problem({ kind: 'code-wrong' });
      const step = totpStepOf(code, { secret, now: now(), lastStep: totp.lastStep });
      secret.fill(0);
      if (step === undefined) return problem({ kind: 'code-wrong' });
      const used = change(id, (person) => ({ ...person, totp: { ...totp, lastStep: step } }));
      if (used.ok) return ok(undefined);
      return used.problem.kind === 'not-writable' ? problem(used.problem) : problem({ kind: 'code-wrong' });
    },
  };
  return {
    people,
    secrets,
    lost() {
      if (file.people.length > 0) return undefined;
      const aside = asideOf(path).at(-1);
      return damage ?? (aside === undefined ? undefined : lost(lostBefore, aside));
    },
  };

  function tell(changed: Result<Person, PeopleProblem>): Result<Person, PeopleProblem> {
    if (changed.ok) onChanged(changed.value.id);
    return changed;
  }

  function stored(id: PersonId): StoredPerson | undefined {
    return file.people.find((person) => person.id === id);
  }

  async function hashOf(
    secret: string,
    name: string,
  ): Promise<Result<{ readonly secret: SecretHash; readonly secretKind: SecretKind }, PeopleProblem>> {
    const kind = checkSecret(secret, name);
    if (!kind.ok) return problem({ kind: 'secret-refused', why: kind.problem.kind });
    const hash = await hasher.hash(secret);
    return hash.ok ? ok({ secret: hash.value, secretKind: kind.value }) : hash;
  }

  function change(id: PersonId, to: (person: StoredPerson) => StoredPerson): Result<Person, PeopleProblem> {
    const person = stored(id);
    return person ? put(to(person)) : problem({ kind: 'unknown-person' });
  }

  /** In the place of the person with this id, or behind all others. */
  function put(person: StoredPerson): Result<Person, PeopleProblem> {
    const { id, name, roles } = person;
    if (roles.length === 0) return problem({ kind: 'no-role' });
    if (isOwnersName(name) || file.people.some((each) => each.id !== id && nameKey(each.name) === nameKey(name)))
      return problem({ kind: 'name-taken' });
    const isNew = stored(id) === undefined;
    const next = isNew ? [...file.people, person] : file.people.map((each) => (each.id === id ? person : each));
    const saved = save({ ...file, people: next });
    return saved.ok ? ok(shownPerson(person)) : saved;
  }

  function save(next: PeopleFile): Result<void, PeopleProblem> {
    const hadSupervisor = file.people.some(({ roles }) => roles.includes('supervisor'));
    const hasSupervisor = next.people.some(({ roles }) => roles.includes('supervisor'));
    if ((hadSupervisor && !hasSupervisor) || !isLookedAfter(next.people)) return problem({ kind: 'last-supervisor' });
    if (!isWritable) return problem({ kind: 'not-writable', path });
    const written = writePeopleFile(path, next);
    if (written.ok) file = next;
    return written;
  }
}
