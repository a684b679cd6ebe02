import type { JSX } from 'preact';
import type { Say } from '#config/strings/messages.ts';
import { Button } from '../parts/button.tsx';
import { DeskPicture } from '../parts/desk-picture.tsx';
import type { Act } from '../screens/act.ts';
import { Sheet } from './sheet.tsx';

interface HelpProps {
  readonly desk: string;
  readonly say: Say;
  readonly act: Act;
}

export function Help({ desk, say, act }: HelpProps): JSX.Element {
  return (
    <Sheet title={say('screens.help.title')} picture={<DeskPicture />}>
      <p class="lead strong">{say('screens.help.lead', { desk })}</p>
      <Button
        look="primary"
        choice="close-help"
        label={say('screens.help.close')}
        onPress={() => act({ command: 'close-help' })}
      />
    </Sheet>
  );
}
