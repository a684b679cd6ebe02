import type { HubService } from '#config/settings/hub-file.ts';
import { quotaLeft } from '../queue/opening-today.ts';
import { givenKey, type QueueDay } from '../queue/queue-day.ts';

/** The services as every kiosk gets them: prefix, room, hours and quota are the hub's word. */
export function wordOfServices(
  services: readonly HubService[],
  today: Pick<QueueDay, 'services' | 'givenBy'>,
  kioskId: string,
) {
  return services.map(({ code, hisCode, name, prefix, priorityPrefix, room, floor, directions, hours, quota }) => ({
    ...{ code, hisCode, name, prefix, room, hours },
    priorityPrefix: priorityPrefix ?? `U${prefix}`,
    ...(floor ? { floor } : {}),
    ...(directions ? { directions } : {}),
    ...(quota === undefined
      ? {}
      : {
          quota,
          quotaLeft: quotaLeft(today, { code, quota }),
          givenHere: today.givenBy.get(givenKey(code, kioskId)) ?? 0,
        }),
  }));
}
