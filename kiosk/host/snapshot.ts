import { textIn } from '#config/agreements/language.ts';
import { noSession, type Snapshot } from '#kiosk/bridge/words.ts';
import { canGoBack, canStartOver, isLastCall } from '#kiosk/flow/places.ts';
import { type FlowState, hasSession } from '#kiosk/flow/state.ts';
import { numberOnScreenOnly } from '#kiosk/flow/timers.ts';
import { type ScreenSurroundings, screenFromState } from './screens.ts';

/** One state, one snapshot: the whole truth for the page, and nothing that the screen does not show (laws 5, 7). */
export function snapshotFromState(state: FlowState, surroundings: ScreenSurroundings, revision: number): Snapshot {
  const { language, notice } = state.frame;
  const { site } = surroundings;
  return {
    revision,
    session: hasSession(state) ? state.facts.sessionId : noSession,
    language,
    otherLanguages: site.kiosk.languages.filter((each) => each !== language),
    siteName: site.site.name,
    timeZone: site.site.timeZone,
    test: site.profile === 'demo',
    scannerTypes: site.devices.some((device) => device.kind === 'barcode-scanner' && device.driver === 'keyboard'),
    ...(site.devices.some((device) => device.kind === 'vital-signs' && device.transport.kind === 'keyboard')
      ? { measureTypes: true as const }
      : {}),
    screen: screenFromState(state, surroundings),
    overlay: overlayFromState(state, surroundings),
    notice: notice?.words,
    ...(surroundings.ring ? { ring: surroundings.ring } : {}),
    canGoBack: canGoBack(state),
    canStartOver: canStartOver(state),
  };
}

/** A help sheet stays on top of everything, and asks itself whether somebody is still there. */
function overlayFromState(state: FlowState, { site, call, secondsLeft }: ScreenSurroundings): Snapshot['overlay'] {
  const { turn, frame } = state;
  const isAsked = turn.asked !== undefined && !isLastCall(state);
  const left = isAsked
    ? secondsLeft('idle-countdown')
    : turn.next && !isLastCall(state)
      ? secondsLeft('next-waits')
      : undefined;
  if (frame.help) return { show: 'help', desk: textIn(frame.language, site.site.desk), call, secondsLeft: left };
  if (isLastCall(state)) {
    return { show: 'time-is-up', secondsLeft: secondsLeft('last-call'), number: numberOnScreenOnly(state) };
  }
  if (left === undefined) return undefined;
  if (turn.next) return { show: 'next-waits', secondsLeft: left, number: numberOnScreenOnly(state) };
  return { show: 'idle-warning', secondsLeft: left };
}
