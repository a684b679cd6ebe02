import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { RandomBytes } from '#config/agreements/ids.ts';
import { roles } from './roles.ts';
import { base64url, secretHash } from './secret-hash.ts';
import { secretKinds } from './secret-rules.ts';
import { nameKey, staffName } from './staff-name.ts';

/** One of the staff, 16 hexadecimal digits: at a kiosk random and never given again, at a hub of their name. */
export const personId = z.string().regex(/^[0-9a-f]{16}$/);
export type PersonId = z.infer<typeof personId>;

export function createPersonId(randomBytes: RandomBytes): PersonId {
  return Buffer.from(randomBytes(8)).toString('hex');
}

/**
 * Each hub of a hospital keeps its own people, and whoever signs in by the same name is one person to both: their seat, and an act that is
 * on its way, outlive the hub that they were signed in to. Whoever is removed and made anew has it again.
 */
export function personIdOfName(name: string): PersonId {
  return createHash('sha256')
    .update(`tiep-don person\0${nameKey(name)}`)
    .digest('hex')
    .slice(0, 16);
}

export const mostPeople = 200;

/** The authenticator app of a person: its secret sealed for this person, and the newest step whose code was used. */
const totp = z.strictObject({ sealed: base64url(48, 64), lastStep: z.int().min(-1).max(Number.MAX_SAFE_INTEGER) });

const person = z.strictObject({
  id: personId,
  name: z.string().refine((text) => staffName(text) === text, 'a name of 2 to 60 characters, composed (NFC)'),
  roles: z
    .array(z.enum(roles))
    .min(1)
    .refine((held) => new Set(held).size === held.length, 'each role once'),
  secret: secretHash,
  secretKind: z.enum(secretKinds),
  totp: totp.optional(),
});
export type StoredPerson = z.infer<typeof person>;

/** `people.json`: everybody who may sign in, and the PIN of the pad in the corner of the patient's screen. */
export const peopleFile = z
  .strictObject({
    version: z.literal(1),
    people: z.array(person).max(mostPeople),
    lobbyPin: secretHash.optional(),
  })
  .superRefine(({ people }, context) => {
    const twice = (what: string, keys: readonly string[]) => {
      if (new Set(keys).size < keys.length)
        context.addIssue({ code: 'custom', path: ['people'], message: `${what} twice` });
    };
    twice(
      'one id',
      people.map(({ id }) => id),
    );
    twice(
      'one name',
      people.map(({ name }) => nameKey(name)),
    );
    if (!isLookedAfter(people)) context.addIssue({ code: 'custom', path: ['people'], message: 'nobody is supervisor' });
  });
export type PeopleFile = z.infer<typeof peopleFile>;

/** Somebody may make people wherever anybody may do more than call numbers; those who only call them are made at the hub's machine. */
export function isLookedAfter(people: readonly Pick<StoredPerson, 'roles'>[]): boolean {
  const held = people.flatMap((each) => each.roles);
  return held.includes('supervisor') || !held.includes('technician');
}

/** What others see of a person: nothing that opens anything. */
export interface Person extends Pick<StoredPerson, 'id' | 'name' | 'roles' | 'secretKind'> {
  readonly hasTotp: boolean;
}

export function shownPerson({ id, name, roles, secretKind, totp }: StoredPerson): Person {
  return { id, name, roles: [...roles], secretKind, hasTotp: totp !== undefined };
}
