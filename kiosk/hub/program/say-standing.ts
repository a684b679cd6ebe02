import type { HubLog } from '#config/agreements/hub-log-events.ts';
import type { Decider, DecidingStanding } from '../deciding/decider.ts';
import { lineOfTrouble } from './database-sentences.ts';

/** Says in the log where the hub stands and what to do, once for each change. */
export function sayStanding(log: HubLog, decider: Pick<Decider, 'standing' | 'onStanding' | 'today'>): () => void {
  let said = '';
  const say = (standing: DecidingStanding) => {
    const now = standing.is === 'waiting' ? standing.for.kind : standing.is;
    if (now === said) return;
    said = now;
    sayOne(log, standing, decider.today());
  };
  return decider.onStanding(say);
}

function sayOne(log: HubLog, standing: DecidingStanding, today: ReturnType<Decider['today']>): void {
  if (standing.is === 'second') log('hub-stands-by', {});
  else if (standing.is === 'deciding')
    log('hub-decides', { day: today?.day ?? '', isRecovering: today?.recovery !== undefined });
  else {
    const { kind, line } = standing.for;
    const id = lineOfTrouble[kind];
    if (id === 'database-damaged') log(id, { day: line?.day ?? '', position: line?.position ?? 0 });
    else log(id, {});
  }
}
