import { ok, type Result } from '#config/agreements/result.ts';
import { mayAct } from '#kiosk/staff/roles.ts';
import type { Certificate } from '#kiosk/web/certificate.ts';
import { connectionLimits } from '#kiosk/web/connection-limits.ts';
import type { ListenProblem } from '#kiosk/web/listen.ts';
import type { Call, Route } from '#kiosk/web/routes.ts';
import type { Sessions, SignedInPerson } from '#kiosk/web/sessions.ts';
import { signInRoutes } from '#kiosk/web/sign-in-routes.ts';
import { openStaffListener, type StaffListener } from '#kiosk/web/staff-listener.ts';
import type { HubMetrics } from '../program/hub-metrics.ts';
import { boardRoutes } from './board-routes.ts';
import { boardVoiceRoutes } from './board-voice-routes.ts';
import { counterRoutes } from './counter-routes.ts';
import { fleetRoutes } from './fleet-routes.ts';
import { healthRoutes } from './health-routes.ts';
import type { HubParts, HubRole, HubRoutes } from './hub-parts.ts';
import { kioskRoutes } from './kiosk-routes.ts';
import { systemRoutes } from './system-routes.ts';

export interface HubServerNeeds extends HubParts {
  readonly sessions: Sessions<HubRole>;
  /** Without it plain HTTP is spoken: on loopback. */
  readonly tls: Pick<Certificate, 'key' | 'certificate'> | undefined;
  readonly metrics: HubMetrics;
  readonly version: string;
  readonly onBug: (error: unknown) => void;
}

/** Everything that the hub answers stands in one of these. */
const routesOfParts: readonly HubRoutes[] = [
  kioskRoutes,
  systemRoutes,
  counterRoutes,
  boardRoutes,
  boardVoiceRoutes,
  fleetRoutes,
];

/** Fifty kiosks, three hundred counters and as many boards, some behind one address. */
const limits = { ...connectionLimits, keepAliveMs: 30_000, mostSockets: 2_048, mostOfOneAddress: 1_024 };
const mostLinks = 1_024;

/** The hub's one listener. */
export async function openHubServer(needs: HubServerNeeds): Promise<Result<StaffListener, ListenProblem>> {
  const { settings, sessions, clock, tls, onBug } = needs;
  return openStaffListener<HubRole>({
    listen: settings.listen,
    allowedHosts: settings.allowedHosts,
    tls,
    cookieName: 'tiep-don-hub',
    sessions,
    mayAct,
    clock,
    onBug,
    limits,
    mostLinks,
    sounds: true,
    signInPath: (asked) => `/sign-in?to=${encodeURIComponent(asked)}`,
    routes: [...doorRoutes(needs), ...healthRoutes(needs), ...routesOfParts.flatMap((routes) => routes(needs))],
  });
}

function doorRoutes({ staff, pageDir }: HubServerNeeds): readonly Route<HubRole>[] {
  return [
    ...signInRoutes<HubRole>({
      async signIn(wish) {
        const opened = await staff.signIn.signIn(wish);
        if (!opened.ok) return opened;
        const { id, name, roles } = opened.value;
        return ok({ kind: 'person', id, name, roles });
      },
    }),
    { kind: 'file', access: 'anybody', path: '/sign-in', folder: pageDir, file: 'sign-in/index.html' },
    {
      kind: 'answer',
      access: 'counter',
      method: 'GET',
      path: '/',
      handle: ({ who, reply }: Call<SignedInPerson<HubRole>, HubRole>) =>
        reply.redirect(mayAct(who.roles, 'technician') ? '/fleet' : '/counter', 303),
    },
    { kind: 'files', access: 'anybody', folder: `${pageDir}/assets`, under: '/assets/' },
  ];
}
