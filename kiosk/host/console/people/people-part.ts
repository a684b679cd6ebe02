import * as z from 'zod';
import { ok, problem } from '#config/agreements/result.ts';
import type { PeopleCalls } from '#kiosk/bridge/console/people-words.ts';
import type { People } from '#kiosk/staff/people.ts';
import type { ConsolePart } from '../console-part.ts';

/** Who may sign in. */
export function peoplePart(people: People): ConsolePart<PeopleCalls, object> {
  return {
    topics: {},
    calls: {
      'people/first': {
        access: 'set-up',
        asks: z.strictObject({ name: z.string().max(200), pin: z.string().max(512) }),
        async answer({ name, pin }, { signIn }) {
          if (people.list().length > 0) return problem({ kind: 'set-up-is-over' });
          const added = await people.add({ name, roles: ['supervisor'], secret: pin });
          if (!added.ok)
            return problem({ kind: added.problem.kind === 'secret-refused' ? added.problem.why : added.problem.kind });
          const person = { id: added.value.id, name: added.value.name, roles: added.value.roles };
          signIn({ kind: 'person', ...person });
          return ok(person);
        },
      },
    },
  };
}
