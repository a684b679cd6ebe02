import type { BusinessDay, SessionId } from '#config/agreements/ids.ts';
import { ok, problem, type Result, unreachable } from '#config/agreements/result.ts';
import type { CommandProblem, PageMessage, Snapshot } from '#kiosk/bridge/words.ts';
import type { PatientEvent } from '#kiosk/flow/check-in/events.ts';

/** Everything that a finger can say. */
export type PatientMessage = Exclude<PageMessage, { readonly command: 'typed-code' | 'page-failed' }>;

/** What a command needs of the world to become an event. */
export interface CommandSurroundings {
  newSessionId(): SessionId;
  today(): BusinessDay;
}

/**
 * Turns a tap into an event, if the finger was looking at what is shown now: the same session and the same screen. A tap
 * from the last patient's page, or the second half of a double tap, is refused (law 5).
 */
export function eventFromCommand(
  message: PatientMessage,
  shown: Snapshot,
  { newSessionId, today }: CommandSurroundings,
): Result<PatientEvent, CommandProblem> {
  const { session, screen } = message.input;
  if (session !== shown.session || screen !== shown.screen.show) return problem({ kind: 'stale' });
  switch (message.command) {
    case 'start-without-papers':
      return ok({ type: 'started-without-papers', sessionId: newSessionId(), today: today() });
    case 'confirm-identity':
      return ok({ type: 'identity-confirmed' });
    case 'choose-service':
      return ok({ type: 'service-chosen', serviceCode: message.input.serviceCode });
    case 'ask-help-choosing':
      return ok({ type: 'help-choosing-asked' });
    case 'confirm-phone':
      return ok({ type: 'phone-confirmed', isRight: message.input.isRight });
    case 'choose-appointment':
      return ok({ type: 'appointment-chosen', appointmentId: message.input.appointmentId });
    case 'choose-no-appointment':
      return ok({ type: 'appointment-chosen', appointmentId: undefined });
    case 'finish':
      return ok({ type: 'finished' });
    case 'print-copy':
      return ok({ type: 'copy-asked' });
    case 'change-service':
      return problem({ kind: 'not-now' });
    case 'measure':
      return ok({ type: 'measuring-asked' });
    case 'start-measuring':
      return ok({ type: 'measuring-begun' });
    case 'stop-measuring':
      return ok({ type: 'measuring-stopped' });
    case 'go-back':
      return ok({ type: 'went-back' });
    case 'start-over':
      return ok({ type: 'started-over' });
    case 'call-for-help':
      return ok({ type: 'help-called' });
    case 'close-help':
      return ok({ type: 'help-closed' });
    case 'call-emergency':
      return ok({ type: 'emergency-called' });
    case 'call-off-help':
      return ok({ type: 'help-called-off' });
    case 'stay':
      return ok({ type: 'stayed' });
    case 'choose-language':
      return ok({ type: 'language-chosen', language: message.input.language });
    case 'touched':
      return ok({ type: 'touched' });
    default:
      return unreachable(message);
  }
}
