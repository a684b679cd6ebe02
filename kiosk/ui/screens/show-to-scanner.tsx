import { Hourglass, Keyboard, ScanQrCode, SunMedium, UserRoundCheck } from 'lucide-preact';
import type { JSX } from 'preact';
import type { MessageKey } from '#config/strings/messages.ts';
import { Button } from '../parts/button.tsx';
import { ScanPicture } from '../parts/scan-picture.tsx';
import { type Tip, Tips } from '../parts/tips.tsx';
import { Title } from '../parts/title.tsx';
import type { ScreenProps } from './screen-props.ts';

/** A phone or a passport held under the scanner. What reads goes on by itself; what does not has another way. */
export function ShowToScanner({ screen, say, act }: ScreenProps<'show-to-scanner'>): JSX.Element {
  const { what, scanner } = screen;
  const isSlow = screen.isSlow || scanner === 'unavailable';
  const { title, lead, slowTitle, slowLead, picture, giveUp, tips } = words[what];
  return (
    <main class="screen scan-again">
      <Title text={say(isSlow ? slowTitle : title)}>
        <p class="lead">{say(isSlow ? slowLead : lead)}</p>
      </Title>
      <ScanPicture holds={what} label={say(picture)} />
      <Tips tips={tips} say={say} />
      <div class="actions">
        <Button
          look={isSlow ? 'primary' : 'secondary'}
          icon={what === 'phone' ? UserRoundCheck : Keyboard}
          choice="does-not-read"
          label={say(giveUp)}
          onPress={() => act({ command: 'give-up-scan' })}
        />
      </div>
    </main>
  );
}

interface Words {
  readonly title: MessageKey;
  readonly lead: MessageKey;
  readonly slowTitle: MessageKey;
  readonly slowLead: MessageKey;
  readonly picture: MessageKey;
  readonly giveUp: MessageKey;
  readonly tips: readonly Tip[];
}

const words: Readonly<Record<'phone' | 'passport', Words>> = {
  phone: {
    title: 'screens.showPhone.title',
    lead: 'screens.showPhone.lead',
    slowTitle: 'screens.showPhone.slowTitle',
    slowLead: 'screens.showPhone.slowLead',
    picture: 'screens.showPhone.picture',
    giveUp: 'screens.showPhone.giveUp',
    tips: [
      { icon: ScanQrCode, words: 'screens.showPhone.tipOpen' },
      { icon: SunMedium, words: 'screens.showPhone.tipBright' },
      { icon: Hourglass, words: 'screens.scanAgain.tipStill' },
    ],
  },
  passport: {
    title: 'screens.showPassport.title',
    lead: 'screens.showPassport.lead',
    slowTitle: 'screens.showPassport.slowTitle',
    slowLead: 'screens.showPassport.slowLead',
    picture: 'screens.showPassport.picture',
    giveUp: 'screens.showPassport.giveUp',
    tips: [
      { icon: ScanQrCode, words: 'screens.showPassport.tipLines' },
      { icon: Hourglass, words: 'screens.scanAgain.tipStill' },
    ],
  },
};
