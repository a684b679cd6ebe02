import type { Say } from '#config/strings/messages.ts';
import type { Screen, ScreenName } from '#kiosk/bridge/words.ts';
import type { Act } from '../parts/act.ts';

/** What every screen is drawn from: what the host shows, the words, and a hand to answer with. */
export interface ScreenProps<Name extends ScreenName = ScreenName> {
  readonly screen: Extract<Screen, { show: Name }>;
  readonly say: Say;
  readonly act: Act;
}
