import { AudioWaveform, Plug, ScanLine, Unplug } from 'lucide-preact';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ActionButton, Drawer, Switch } from '../controls.tsx';
import { useShortcuts } from '../shortcuts.tsx';
import { useSimulator } from '../simulator.tsx';
import type { DrawerProps } from './drawers.tsx';
import { useChanges } from './use-changes.tsx';

/** Keys of the cards in their order: the digits, then what the printer leaves of the letters below them. */
const cardKeys = [...'123456789qwertyi'];
const noiseKey = 'x';
const noiseBytes = 200;

export function BarcodeScannerDrawer({ note }: DrawerProps): JSX.Element {
  const say = (says: string, trouble = false) => note({ of: 'Scanner', says, trouble });
  const { state, answers, act } = useSimulator('barcode-scanner', (action) => say(`"${action.do}" was refused`, true));
  const [scanned, setScanned] = useState<{ readonly cardId: string; readonly times: number }>();
  const pluggedIn = state?.pluggedIn ?? false;
  const cards = state?.cards ?? [];
  useChanges(state?.pluggedIn, (now) => say(now ? 'Plugged in' : 'Unplugged', !now));
  useChanges(state && state.connections > 0, (now) => say(now ? 'The host connected' : 'The host is gone', !now));

  const scan = (cardId: string, title: string) => {
    act({ do: 'scan', cardId });
    setScanned((before) => ({ cardId, times: (before?.times ?? 0) + 1 }));
    say(`Scanned: ${title}`);
  };
  const sendNoise = () => {
    act({ do: 'send-bytes', base64: base64(noise()) });
    say(`Sent: ${noiseBytes} random bytes`);
  };
  const plug = () => act({ do: pluggedIn ? 'unplug' : 'plug-in' });

  useShortcuts({
    ...Object.fromEntries(
      cards.flatMap(({ id, title }, at) => (cardKeys[at] ? [[cardKeys[at], () => scan(id, title)]] : [])),
    ),
    [noiseKey]: sendNoise,
    s: plug,
  });

  return (
    <Drawer
      title="Barcode scanner"
      icon={<ScanLine />}
      answers={answers}
      pluggedIn={pluggedIn}
      connections={state?.connections ?? 0}
    >
      <ul class="cards">
        {cards.map(({ id, title, remark }, at) => (
          <li key={id}>
            <button
              type="button"
              class="person"
              data-card={id}
              disabled={!answers || !pluggedIn}
              aria-keyshortcuts={cardKeys[at]}
              onClick={() => scan(id, title)}
            >
              {cardKeys[at] ? <kbd>{cardKeys[at]}</kbd> : <span />}
              <span class="who">
                <b>{title}</b>
                <small>{remark}</small>
              </span>
              {scanned?.cardId === id && <span key={scanned.times} class="beam" aria-hidden="true" />}
            </button>
          </li>
        ))}
      </ul>
      <div class="row">
        <Switch
          label="Cable"
          icon={pluggedIn ? <Plug /> : <Unplug />}
          on={pluggedIn}
          says={['unplugged', 'plugged in']}
          trouble="off"
          shortcut="s"
          disabled={!answers}
          onTurn={plug}
        />
        <ActionButton
          label="Noise"
          hint={`${noiseBytes} random bytes and a terminator`}
          icon={<AudioWaveform />}
          shortcut={noiseKey}
          disabled={!answers || !pluggedIn}
          onPress={sendNoise}
        />
      </div>
    </Drawer>
  );
}

function noise(): Uint8Array {
  const bytes = crypto.getRandomValues(new Uint8Array(noiseBytes + 1));
  bytes[noiseBytes] = 0x0d;
  return bytes;
}

function base64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}
