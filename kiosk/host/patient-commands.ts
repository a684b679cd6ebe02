import type { Invitation } from '#backend-client/hub-link/chair-keeper.ts';
import type { BusinessDay, CallerId, SessionId } from '#config/agreements/ids.ts';
import { ok, problem, type Result, unreachable } from '#config/agreements/result.ts';
import type { CommandProblem, PageMessage, Snapshot } from '#kiosk/bridge/words.ts';
import type { EventOf, PatientEvent } from '#kiosk/flow/events.ts';

/** What staff say at the patient's screen. */
export type LobbyCommand = 'open-lobby' | 'lobby-key' | 'lobby-pin' | 'lobby-act' | 'end-crisis' | 'close-lobby';
export type LobbyMessage = Extract<PageMessage, { readonly command: LobbyCommand }>;

/** Everything that a patient's finger can say. */
export type PatientMessage = Exclude<PageMessage, { readonly command: 'typed-code' | 'page-failed' | LobbyCommand }>;

/** What a command needs of the world to become an event. */
export interface CommandSurroundings {
  newSessionId(): SessionId;
  newCallerId(): CallerId;
  today(): BusinessDay;
  /** Whom the hub has called here to be measured. */
  invited(): Invitation | undefined;
  /** What a number that was typed is, on this site. */
  readNumber(text: string, of: 'card' | 'passport'): EventOf<'number-typed'>['read'];
}

/** Whoever needs a person is heard, whatever the screen has become meanwhile. */
const neverStale: readonly PatientMessage['command'][] = ['call-for-help', 'call-emergency'];

/**
 * Turns a tap into an event, if the finger was looking at what is shown now: the same session and the same screen. A tap
 * from the last patient's page, or the second half of a double tap, is refused (law 5).
 */
export function eventFromCommand(
  message: PatientMessage,
  shown: Snapshot,
  { newSessionId, newCallerId, today, invited, readNumber }: CommandSurroundings,
): Result<PatientEvent, CommandProblem> {
  const { session, screen } = message.input;
  const isStale = session !== shown.session || screen !== shown.screen.show;
  if (isStale && !neverStale.includes(message.command)) return problem({ kind: 'stale' });
  switch (message.command) {
    case 'start-without-papers':
      return ok({ type: 'started-without-papers', sessionId: newSessionId(), today: today() });
    case 'come-as-invited': {
      const invitation = invited();
      // Another one was called meanwhile: the finger meant the first.
      if (invitation?.number !== message.input.number) return problem({ kind: 'stale' });
      const { visitId, number } = invitation;
      return ok({ type: 'came-as-invited', visitId, number, sessionId: newSessionId(), today: today() });
    }
    case 'choose-way-in':
      return ok({ type: 'way-in-chosen', way: message.input.way });
    case 'give-up-scan':
      return ok({ type: 'scan-given-up' });
    case 'type-number': {
      const of = shown.screen.show === 'type-number' ? shown.screen.of : 'card';
      return ok({ type: 'number-typed', text: message.input.text, read: readNumber(message.input.text, of) });
    }
    case 'confirm-number':
      return ok({ type: 'number-confirmed' });
    case 'tell-name':
      return ok({ type: 'name-told', text: message.input.text });
    case 'prefer-phone':
      return ok({ type: 'phone-preferred' });
    case 'tell-birth-year':
      return ok({ type: 'birth-year-told', year: message.input.year ?? undefined });
    case 'tell-phone':
      return ok({ type: 'phone-told', text: message.input.text });
    case 'confirm-identity':
      return ok({ type: 'identity-confirmed', by: message.input.by });
    case 'show-number':
      return ok({ type: 'number-wanted' });
    case 'answer':
      return ok({ type: 'answered', answer: { ...message.input.answer } });
    case 'change-service':
      return ok({ type: 'service-change-asked' });
    case 'give-up-number':
      return ok({ type: 'give-up-asked' });
    case 'keep-number':
      return ok({ type: 'number-kept' });
    case 'family-goes-on':
      return ok({ type: 'family-goes-on', sessionId: newSessionId(), today: today() });
    case 'finish':
      return ok({ type: 'finished' });
    case 'print-copy':
      return ok({ type: 'copy-asked' });
    case 'take-by-phone':
      return ok({ type: 'taken-by-phone' });
    case 'give-opinion':
      return ok({ type: 'opinion-given', score: message.input.score });
    case 'want-number':
      return ok({ type: 'number-wanted' });
    case 'measure':
      return ok({ type: 'measuring-asked' });
    case 'start-measuring':
      return ok({ type: 'measuring-begun' });
    case 'stop-measuring':
      return ok({ type: 'measuring-stopped' });
    case 'answer-while-resting': {
      const { question, answer } = message.input;
      return ok({ type: 'answered-while-resting', question, answer });
    }
    case 'measure-next':
      return ok({ type: 'next-measured' });
    case 'print-reading':
      return ok({ type: 'reading-paper-asked' });
    case 'go-back':
      return ok({ type: 'went-back' });
    case 'start-over':
      return ok({ type: 'started-over' });
    case 'call-for-help':
      return ok({ type: 'help-called', caller: newCallerId() });
    case 'close-help':
      return ok({ type: 'help-closed' });
    case 'call-emergency':
      return ok({ type: 'emergency-called', caller: newCallerId() });
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

const lobbyCommands = {
  'open-lobby': true,
  'lobby-key': true,
  'lobby-pin': true,
  'lobby-act': true,
  'end-crisis': true,
  'close-lobby': true,
} as const satisfies Readonly<Record<LobbyCommand, true>>;

export function isLobbyMessage<Message extends PageMessage>(
  message: Message,
): message is Extract<Message, { readonly command: LobbyCommand }> {
  return Object.hasOwn(lobbyCommands, message.command);
}
