import type { Call, Route } from '#kiosk/web/routes.ts';
import type { HubMetrics } from '../program/hub-metrics.ts';
import type { HubParts, HubRole } from './hub-parts.ts';

interface Needs extends Pick<HubParts, 'decider' | 'fleet'> {
  readonly metrics: HubMetrics;
  readonly version: string;
}

/**
 * For programs that watch. `GET /healthz`: 200 while this hub decides, 503 otherwise, with a closed word why; a load balancer sends kiosks
 * to the one that decides by it. `GET /metrics`: Prometheus text. Nothing of a person.
 */
export function healthRoutes({ decider, fleet, metrics, version }: Needs): readonly Route<HubRole>[] {
  return [
    {
      kind: 'answer',
      access: 'anybody',
      method: 'GET',
      path: '/healthz',
      handle({ reply }: Call<unknown, HubRole>) {
        const standing = decider.standing();
        const today = decider.today();
        const kiosks = fleet.kiosks().filter(({ need }) => need !== 'revoked');
        return reply.code(standing.is === 'deciding' ? 200 : 503).send({
          status: standing.is,
          ...(standing.is === 'waiting' ? { waitingFor: standing.for.kind } : {}),
          version,
          ...(today ? { day: today.day, recovering: today.recovery !== undefined } : {}),
          kiosks: { enrolled: kiosks.length, silent: kiosks.filter(({ need }) => need === 'silent').length },
        });
      },
    },
    {
      kind: 'answer',
      access: 'anybody',
      method: 'GET',
      path: '/metrics',
      async handle({ reply }: Call<unknown, HubRole>) {
        const { contentType, text } = await metrics.text();
        return reply.type(contentType).send(text);
      },
    },
  ];
}
