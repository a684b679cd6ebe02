import type { Alerts } from '#backend-client/alerts/alerts.ts';
import type { AlertKind, CallAtKiosk } from '#backend-client/contract/alert.ts';
import { type CallerId, createCallerId, type RandomBytes, type SessionId } from '#config/agreements/ids.ts';
import type { CallOnScreen } from '#kiosk/bridge/words.ts';
import { callOnScreen } from './call-on-screen.ts';

/** Who calls from the screen: a session, or whoever has opened the help sheet while nobody is being served. */
export interface CallsAtScreen {
  raise(kind: AlertKind, session: SessionId | undefined): void;
  /** For whoever opened the sheet. */
  callOff(): void;
  onSheet(alerts: readonly CallAtKiosk[]): CallOnScreen | undefined;
}

interface Needs {
  readonly alerts: Pick<Alerts, 'raise' | 'callOff'>;
  readonly randomBytes: RandomBytes;
}

export function createCallsAtScreen({ alerts, randomBytes }: Needs): CallsAtScreen {
  /** Of the sheet that is open, or was open last: each opening calls for help first. */
  let caller: CallerId | undefined;
  return {
    raise(kind, session) {
      if (kind === 'hospital-standing') return;
      if (session !== undefined) caller = session;
      else if (kind === 'help-wanted' || caller === undefined) caller = createCallerId(randomBytes);
      alerts.raise(kind, caller);
    },
    callOff() {
      if (caller !== undefined) alerts.callOff(caller);
    },
    onSheet: (listed) => callOnScreen(listed, caller),
  };
}
