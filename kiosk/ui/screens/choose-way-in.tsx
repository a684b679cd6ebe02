import { BookUser, Hash, type LucideIcon, Smartphone, Ticket, UserRoundPen } from 'lucide-preact';
import type { JSX } from 'preact';
import type { MessageKey } from '#config/strings/messages.ts';
import type { WayIn } from '#kiosk/bridge/words.ts';
import { Button } from '../parts/button.tsx';
import { ChooseOne, densityOf } from '../parts/choose-one.tsx';
import type { ScreenProps } from './screen-props.ts';

const words: Readonly<
  Record<WayIn, { readonly icon: LucideIcon; readonly name: MessageKey; readonly more: MessageKey }>
> = {
  number: { icon: Hash, name: 'screens.waysIn.number', more: 'screens.waysIn.aboutNumber' },
  phone: { icon: Smartphone, name: 'screens.waysIn.phone', more: 'screens.waysIn.aboutPhone' },
  passport: { icon: BookUser, name: 'screens.waysIn.passport', more: 'screens.waysIn.aboutPassport' },
  name: { icon: UserRoundPen, name: 'screens.waysIn.name', more: 'screens.waysIn.aboutName' },
};

/** Without a card under the scanner: one of the ways that this site offers, or just a number. */
export function ChooseWayIn({ screen: { ways }, say, act }: ScreenProps<'choose-way-in'>): JSX.Element {
  return (
    <ChooseOne
      title={say('screens.waysIn.title')}
      lead={<p class="lead">{say('screens.waysIn.lead')}</p>}
      density={densityOf(Math.max(2, ways.length))}
      choices={ways.map((way) => {
        const { icon: Icon, name, more } = words[way];
        return { code: way, picture: <Icon class="icon" />, name: say(name), more: say(more) };
      })}
      onChoose={(code) => {
        const way = ways.find((each) => each === code);
        if (way) act({ command: 'choose-way-in', way });
      }}
    >
      <Button
        icon={Ticket}
        choice="nothing"
        label={say('screens.waysIn.nothing')}
        onPress={() => act({ command: 'start-without-papers' })}
      />
    </ChooseOne>
  );
}
