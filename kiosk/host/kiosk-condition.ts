import type { KioskCondition } from '#backend-client/hub-link/hub-contact.ts';
import type { Health } from './health.ts';

/** How this kiosk does, for whoever looks after all of them: closed words and counts, nothing about anybody. */
export function conditionOf({
  status,
  closedByStaff,
  devices,
  storage,
  outbox,
  time,
  siteFile,
  window,
}: Health): KioskCondition {
  const wanting = devices.filter(({ condition }) => condition !== 'ready' && condition !== 'measuring');
  const withHints = devices.filter(({ hints }) => hints.length > 0);
  return {
    status,
    closedByStaff,
    devicesWanting: wanting.length,
    ...(wanting[0] ? { deviceWanting: `${wanting[0].kind} ${wanting[0].condition}` } : {}),
    devicesWithHints: withHints.length,
    storage: storage.condition,
    waiting: outbox.queued,
    refused: outbox.refused + outbox.unsure,
    expired: outbox.expired,
    systemsStanding: outbox.systems.filter(({ stands }) => stands).length,
    timeTrust: time.trust,
    siteFile: siteFile.runs,
    isWindowLost: window.isLost,
  };
}
