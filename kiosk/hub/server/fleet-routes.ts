import type { FleetSnapshot } from '#kiosk/bridge/hub/fleet-words.ts';
import type { Call } from '#kiosk/web/routes.ts';
import type { HubParts, HubRole, HubRoutes } from './hub-parts.ts';

/** Which kiosk needs somebody: for whoever is signed in. `GET /fleet`, `GET /api/fleet`, and `/live/fleet` after each change. */
export const fleetRoutes: HubRoutes = (parts) => [
  { kind: 'file', access: 'counter', path: '/fleet', folder: parts.pageDir, file: 'fleet/index.html' },
  {
    kind: 'answer',
    access: 'counter',
    method: 'GET',
    path: '/api/fleet',
    isPolling: true,
    handle: ({ reply }: Call<unknown, HubRole>) => reply.send(snapshotOf(parts)),
  },
  {
    kind: 'socket',
    access: 'counter',
    path: '/live/fleet',
    connect(link) {
      const tell = () => link.send(JSON.stringify(snapshotOf(parts)));
      tell();
      const end = parts.fleet.onChange(tell);
      return { receive: (text) => text === 'touch' && link.touch(), disconnected: end };
    },
  },
];

function placeOf({ kiosks, places }: HubParts['settings'], kioskId: string): FleetSnapshot['kiosks'][number]['place'] {
  const place = kiosks.find(({ id }) => id === kioskId)?.place;
  return places.find(({ id }) => id === place)?.name ?? null;
}

function snapshotOf({ settings, fleet, boards, decider, clock }: HubParts): FleetSnapshot {
  const standing = decider.standing();
  return {
    test: settings.profile === 'demo',
    siteName: settings.site.name,
    timeZone: settings.site.timeZone,
    now: clock.now(),
    hub: standing.is === 'waiting' ? { is: 'waiting', for: standing.for.kind } : standing,
    isRecovering: decider.today()?.recovery !== undefined,
    voices: boards.voices(),
    kiosks: fleet.kiosks().map(({ heardAt, ...kiosk }) => ({
      ...kiosk,
      place: placeOf(settings, kiosk.kioskId),
      heardAt: heardAt ?? null,
      program: kiosk.program ?? null,
    })),
  };
}
