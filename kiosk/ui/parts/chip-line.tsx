import { BadgeCheck, CircleCheck, LoaderCircle, type LucideIcon, Nfc, UserRoundSearch } from 'lucide-preact';
import type { JSX } from 'preact';
import type { MessageKey, Say } from '#config/strings/messages.ts';
import type { ChipOnScreen } from '#kiosk/questions/chip-on-screen.ts';

/** One quiet line beside the screen's own question: nothing waits for the chip, and nothing is to be pressed for it. */
export function ChipLine({ chip, say }: { readonly chip: ChipOnScreen; readonly say: Say }): JSX.Element | null {
  if (chip === 'none') return null;
  const { icon: Icon, words } = lines[chip];
  return (
    <p class="chip-line" data-chip={chip}>
      <Icon aria-hidden="true" class="icon" />
      <span>{say(words)}</span>
    </p>
  );
}

const lines: Readonly<
  Record<Exclude<ChipOnScreen, 'none'>, { readonly icon: LucideIcon; readonly words: MessageKey }>
> = {
  'lay-card': { icon: Nfc, words: 'screens.chip.layCard' },
  reading: { icon: LoaderCircle, words: 'screens.chip.reading' },
  genuine: { icon: BadgeCheck, words: 'screens.chip.genuine' },
  read: { icon: CircleCheck, words: 'screens.chip.read' },
  'does-not-match': { icon: UserRoundSearch, words: 'screens.chip.doesNotMatch' },
};
