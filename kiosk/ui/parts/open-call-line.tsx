import { BellRing, Siren } from 'lucide-preact';
import type { JSX } from 'preact';
import type { Say } from '#config/strings/messages.ts';
import type { OpenCall } from '#kiosk/bridge/words.ts';
import { Note } from './note.tsx';

/** Tells the next in the queue that a person has been called to this kiosk already. */
export function OpenCallLine({ call, say }: { readonly call: OpenCall; readonly say: Say }): JSX.Element | null {
  switch (call) {
    case 'none':
      return null;
    case 'help':
      return <Note tone="plain" icon={BellRing} text={say('screens.openCall.help')} />;
    case 'emergency':
      return <Note tone="priority" icon={Siren} text={say('screens.openCall.emergency')} />;
  }
}
