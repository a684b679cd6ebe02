import * as z from 'zod';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { machineOwner } from '#kiosk/staff/machine-owner.ts';
import { roles } from '#kiosk/staff/roles.ts';
import { actorOf, type Staff } from '#kiosk/staff/staff.ts';
import { nameKey, staffName } from '#kiosk/staff/staff-name.ts';

/** What the owner of the machine wants done about people: `npm run hub-person`, to the hub that runs or by itself. */
export const peopleWish = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('set'), name: z.string().max(200), role: z.enum(roles), secret: z.string().max(512) }),
  z.strictObject({ do: z.literal('remove'), name: z.string().max(200) }),
  z.strictObject({ do: z.literal('list') }),
]);
export type PeopleWish = z.infer<typeof peopleWish>;

/** `why`: a kind of `PeopleProblem` or of `SecretProblem`, or `not-noted`: what cannot be noted is not done. */
export const peopleAnswer = z.union([
  z.strictObject({ done: z.enum(['added', 'changed', 'removed']) }),
  z.strictObject({ people: z.array(z.strictObject({ name: z.string(), roles: z.array(z.string()) })) }),
  z.strictObject({ refused: z.string() }),
]);
export type PeopleAnswer = z.infer<typeof peopleAnswer>;

/** Somebody who is there gets the new role and PIN, and is signed out. Noted as done by the owner of the machine. */
export async function changePeople({ people, audit }: Staff, wish: PeopleWish): Promise<PeopleAnswer> {
  if (wish.do === 'list') return { people: people.list().map(({ name, roles: held }) => ({ name, roles: [...held] })) };
  const name = staffName(wish.name);
  if (name === undefined) return { refused: 'no-name' };
  const there = people.list().find((each) => nameKey(each.name) === nameKey(name));
  const done = wish.do === 'remove' ? remove() : await set(wish);
  return done.ok ? { done: done.value } : { refused: done.problem };

  function remove(): Result<'removed', string> {
    if (!there) return problem('unknown-person');
    if (!note({ act: 'person-removed', details: { personId: there.id, name: there.name } }))
      return problem('not-noted');
    const removed = people.remove(there.id);
    return removed.ok ? ok('removed') : problem(whyOf(removed.problem));
  }

  async function set({
    role,
    secret,
  }: Extract<PeopleWish, { do: 'set' }>): Promise<Result<'added' | 'changed', string>> {
    if (!there) {
      if (!note({ act: 'person-added', details: { name: String(name), roles: [role] } })) return problem('not-noted');
      const added = await people.add({ name: String(name), roles: [role], secret });
      return added.ok ? ok('added') : problem(whyOf(added.problem));
    }
    const person = { personId: there.id, name: there.name };
    if (!note({ act: 'secret-changed', details: person })) return problem('not-noted');
    const changed = await people.setSecret(there.id, secret);
    if (!changed.ok) return problem(whyOf(changed.problem));
    if (there.roles.length === 1 && there.roles[0] === role) return ok('changed');
    if (!note({ act: 'roles-changed', details: { ...person, roles: [role], before: [...there.roles] } }))
      return problem('not-noted');
    const given = people.setRoles(there.id, [role]);
    return given.ok ? ok('changed') : problem(whyOf(given.problem));
  }

  function note(act: Parameters<typeof audit.append>[1]): boolean {
    return audit.append(actorOf(machineOwner), act).ok;
  }
}

function whyOf(trouble: { readonly kind: string } & ({ readonly why?: string } | object)): string {
  return 'why' in trouble && typeof trouble.why === 'string' ? trouble.why : trouble.kind;
}
