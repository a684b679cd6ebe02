import type { Clock } from '#config/agreements/clock.ts';
import type { RandomBytes } from '#config/agreements/ids.ts';
import { machineOwner } from '#kiosk/staff/machine-owner.ts';
import type { Role } from '#kiosk/staff/roles.ts';
import type { Route } from '#kiosk/web/routes.ts';

/** An address that nobody used in this time is dead. */
export const openingLifeMs = 12 * 3_600_000;
const mostAddresses = 16;

export interface Opening {
  readonly route: Route<Role>;
  /** `/open?token=…`: opens the console once. */
  newPath(): string;
}

/**
 * Who starts the kiosk's program, or reads its 0600 socket, owns the machine: an address opens the console once, as "owner of the
 * machine". A kiosk whose people have all forgotten their PINs is not lost.
 */
export function openingRoute({
  clock,
  randomBytes,
  note,
}: {
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly randomBytes: RandomBytes;
  /** False: it could not be noted, so nobody is let in. */
  readonly note: (source: string) => boolean;
}): Opening {
  /** With the moment when each ends. */
  const tokens = new Map<string, number>();
  return {
    newPath() {
      const token = Buffer.from(randomBytes(32)).toString('base64url');
      tokens.set(token, clock.monotonic() + openingLifeMs);
      const [oldest] = tokens.keys();
      if (tokens.size > mostAddresses && oldest !== undefined) tokens.delete(oldest);
      return `/open?token=${token}`;
    },
    route: {
      kind: 'answer',
      access: 'anybody',
      method: 'GET',
      path: '/open',
      handle({ query, source, reply, signIn }) {
        const token = typeof query.token === 'string' ? query.token : '';
        const endsAt = tokens.get(token);
        tokens.delete(token);
        if (endsAt === undefined || clock.monotonic() > endsAt || !note(source)) return reply.redirect('/sign-in', 303);
        signIn({ kind: 'person', ...machineOwner });
        return reply.redirect('/overview', 303);
      },
    },
  };
}
