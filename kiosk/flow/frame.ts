import type { CallKind } from '#backend-client/contract/alert.ts';
import type { CallerId } from '#config/agreements/ids.ts';
import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import type { HelpSheet } from './above.ts';
import type { FlowEffect, FlowStep } from './effects.ts';
import type { EventOf } from './events.ts';
import { act, goTo, stay, withFrame } from './moves.ts';
import { type FlowState, hasSession } from './state.ts';

export type FrameEvent = EventOf<
  'help-called' | 'emergency-called' | 'help-called-off' | 'help-closed' | 'language-chosen'
>;

/** What a finger does to the frame, the same in every place. Help and emergency are never stale. */
export function frameChanged(settings: FlowSettings, state: FlowState, event: FrameEvent): FlowStep {
  const { frame } = state;
  switch (event.type) {
    case 'help-called':
      return called(settings, state, 'help-wanted', event.caller);
    case 'emergency-called':
      return called(settings, state, 'emergency', event.caller);
    case 'help-called-off':
      // An emergency is ended by a person with a name, and a call by whoever called.
      if (!frame.help?.isCallers || frame.help.isEmergency) return stay(state);
      return goTo(withFrame(act(state), { help: undefined }), { do: 'call-off-help', caller: frame.help.caller });
    case 'help-closed':
      return frame.help ? goTo(withFrame(act(state), { help: undefined })) : stay(state);
    case 'language-chosen':
      if (!settings.languages.includes(event.language)) return stay(state);
      return goTo(withFrame(act(state), { language: event.language }));
  }
}

function called(settings: FlowSettings, state: FlowState, kind: CallKind, freshCaller: CallerId): FlowStep {
  const open = state.frame.help;
  // Whoever opens the sheet anew in the same turn is the same caller.
  const caller = hasSession(state) ? state.facts.sessionId : open?.isCallers ? open.caller : freshCaller;
  const isEmergency = kind === 'emergency' || (open?.caller === caller && open.isEmergency);
  const sheet: HelpSheet = { caller, isEmergency, isCallers: true };
  const raised: readonly FlowEffect[] = settings.callsForHelp ? [{ do: 'raise-alert', kind, caller }] : [];
  return goTo(withFrame(act(state), { help: sheet }), ...raised);
}
