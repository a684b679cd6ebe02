import * as z from 'zod';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import {
  offeredRoles,
  type PeopleCalls,
  type PeopleProblemKind,
  type PeopleTopics,
  type PersonOnPage,
  type StaffState,
} from '#kiosk/bridge/console/people-words.ts';
import type { Act } from '#kiosk/staff/audit/acts.ts';
import { machineOwner } from '#kiosk/staff/machine-owner.ts';
import type { PeopleProblem } from '#kiosk/staff/people.ts';
import type { Person } from '#kiosk/staff/person.ts';
import { mayAct } from '#kiosk/staff/roles.ts';
import type { Staff, StaffDamage } from '#kiosk/staff/staff.ts';
import { staffName } from '#kiosk/staff/staff-name.ts';
import type { Caller, ConsolePart } from '../console-part.ts';

const own = z.strictObject({ pin: z.string().max(512), code: z.string().max(32).optional() });
const id = z.string().regex(/^[0-9a-f]{16}$/);
const name = z.string().max(200);
const pin = z.string().max(512);
const roles = z.array(z.enum(offeredRoles)).max(offeredRoles.length);

type Refused = { readonly refused: PeopleProblemKind };
type Done = Result<undefined, { readonly kind: PeopleProblemKind }>;

/** Who may sign in. Whoever changes themselves stays signed in, under a new session. */
export function peoplePart(staff: Staff, issuer: string): ConsolePart<PeopleCalls, PeopleTopics> {
  const { people } = staff;

  /** About somebody who is there; `mine`: a technician may, about themselves. */
  function about(
    personId: string,
    by: Caller,
    mine: 'mine-too' | 'supervisors-alone',
    act: (person: { readonly personId: string; readonly name: string }, found: Person) => Act | Refused,
  ): Act | Refused {
    const found = people.find(personId);
    if (!found) return { refused: 'unknown-person' };
    if (!mayChange(personId, by, mine)) return { refused: 'only-own' };
    return act({ personId, name: found.name }, found);
  }

  function done(changed: Result<Person, PeopleProblem>, by: Caller): Done {
    if (!changed.ok) return problem({ kind: kindOf(changed.problem) });
    if (by.who.kind === 'person' && by.who.id === changed.value.id)
      by.signIn({ kind: 'person', ...shown(changed.value) });
    return ok(undefined);
  }

  return {
    topics: {
      staff: () => ({
        people: people.list().map((person) => ({
          ...shown(person),
          secretKind: person.secretKind,
          hasApp: person.hasTotp,
        })),
        hasLobbyPin: people.hasLobbyPin(),
        damage: damageOnPage(staff.damage()),
      }),
    },
    calls: {
      'people/first': {
        access: 'set-up',
        asks: z.strictObject({ name, pin }),
        audit(asked) {
          if (people.list().length > 0) return { refused: 'set-up-is-over' };
          const given = staffName(asked.name);
          return given === undefined
            ? { refused: 'no-name' }
            : { act: 'person-added', details: { name: given, roles: ['supervisor'] } };
        },
        async answer(asked, { signIn }) {
          const added = await people.add({ name: asked.name, roles: ['supervisor'], secret: asked.pin });
          if (!added.ok) return problem({ kind: kindOf(added.problem) });
          const person = shown(added.value);
          signIn({ kind: 'person', ...person });
          return ok(person);
        },
      },
      'people/add': {
        access: 'supervisor',
        asks: z.strictObject({ name, roles, pin, own }),
        audit(asked) {
          const given = staffName(asked.name);
          if (given === undefined) return { refused: 'no-name' };
          return { act: 'person-added', details: { name: given, roles: [...asked.roles] } };
        },
        async answer(asked, by) {
          return done(await people.add({ name: asked.name, roles: asked.roles, secret: asked.pin }), by);
        },
      },
      'people/rename': {
        access: 'supervisor',
        asks: z.strictObject({ id, name, own }),
        audit: (asked, by) =>
          about(asked.id, by, 'supervisors-alone', ({ personId, name: before }) => {
            const given = staffName(asked.name);
            if (given === undefined) return { refused: 'no-name' };
            return { act: 'person-renamed', details: { personId, name: given, before } };
          }),
        answer: (asked, by) => done(people.rename(asked.id, asked.name), by),
      },
      'people/set-roles': {
        access: 'supervisor',
        asks: z.strictObject({ id, roles, own }),
        audit: (asked, by) =>
          about(asked.id, by, 'supervisors-alone', (person, { roles: before }) => ({
            act: 'roles-changed',
            details: { ...person, roles: [...asked.roles], before: [...before] },
          })),
        answer: (asked, by) => done(people.setRoles(asked.id, asked.roles), by),
      },
      'people/set-pin': {
        access: 'technician',
        asks: z.strictObject({ id, pin, own }),
        audit: (asked, by) => about(asked.id, by, 'mine-too', (details) => ({ act: 'secret-changed', details })),
        async answer(asked, by) {
          return done(await people.setSecret(asked.id, asked.pin), by);
        },
      },
      'people/remove': {
        access: 'supervisor',
        asks: z.strictObject({ id, own }),
        audit: (asked, by) =>
          about(asked.id, by, 'supervisors-alone', (details) => ({ act: 'person-removed', details })),
        answer(asked) {
          const removed = people.remove(asked.id);
          return removed.ok ? ok(undefined) : problem({ kind: kindOf(removed.problem) });
        },
      },
      'people/begin-app': {
        access: 'technician',
        asks: z.strictObject({ id, own }),
        // Nothing counts before a code of it has come, and that is noted.
        audit: 'none',
        answer(asked, by) {
          if (!mayChange(asked.id, by, 'mine-too')) return problem({ kind: 'only-own' });
          const begun = people.beginTotp(asked.id, `Tiep Don ${issuer}`);
          return begun.ok ? ok(begun.value) : problem({ kind: kindOf(begun.problem) });
        },
      },
      'people/confirm-app': {
        access: 'technician',
        asks: z.strictObject({ id, code: z.string().max(32) }),
        audit: (asked, by) => about(asked.id, by, 'mine-too', (details) => ({ act: 'totp-set', details })),
        answer: (asked, by) => done(people.confirmTotp(asked.id, asked.code), by),
      },
      'people/remove-app': {
        access: 'technician',
        asks: z.strictObject({ id, own }),
        audit: (asked, by) => about(asked.id, by, 'mine-too', (details) => ({ act: 'totp-removed', details })),
        answer: (asked, by) => done(people.removeTotp(asked.id), by),
      },
      'people/set-lobby-pin': {
        access: 'supervisor',
        asks: z.strictObject({ pin: pin.nullable(), own }),
        audit: (asked) => ({ act: 'lobby-pin-changed', details: { to: asked.pin === null ? 'none' : 'set' } }),
        async answer(asked) {
          const set = await people.setLobbyPin(asked.pin ?? undefined);
          return set.ok ? ok(undefined) : problem({ kind: kindOf(set.problem) });
        },
      },
    },
  };
}

function mayChange(personId: string, { who }: Caller, mine: 'mine-too' | 'supervisors-alone'): boolean {
  if (who.kind !== 'person') return false;
  return mayAct(who.roles, 'supervisor') || (mine === 'mine-too' && who.id === personId && who.id !== machineOwner.id);
}

function shown({ id: personId, name: called, roles: held }: Person): PersonOnPage {
  return { id: personId, name: called, roles: held };
}

function damageOnPage({ audit, lockOut, people, key }: StaffDamage): StaffState['damage'] {
  return {
    audit: audit !== undefined,
    lockOut: lockOut !== undefined,
    people: people && { isLater: people.why === 'newer-version', file: people.aside ?? null },
    key: key !== undefined && (key.why === 'no-master-key' ? 'no-master-key' : 'set-aside'),
  };
}

function kindOf(trouble: PeopleProblem): PeopleProblemKind {
  return trouble.kind === 'secret-refused' ? trouble.why : trouble.kind;
}
