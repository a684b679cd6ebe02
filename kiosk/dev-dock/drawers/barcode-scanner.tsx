import { ScanLine } from 'lucide-preact';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Drawer } from '../controls.tsx';
import { useWords } from '../language.tsx';
import { useShortcuts } from '../shortcuts.tsx';
import { useSimulator } from '../simulator.tsx';
import { CableSwitch, useCableNews, useSay } from './cable.tsx';
import { useCodeWords } from './card-words.tsx';
import type { DrawerProps } from './drawer.ts';
import { NoiseButton, useNoise } from './noise.tsx';

/** Keys of the cards in their order: the digits, then what the other drawers leave of the letters below them. */
const cardKeys = [...'123456789qwertyi'];
const noiseKey = 'x';

const words = {
  en: { title: 'Barcode scanner', name: 'Scanner', scanned: (card: string) => `Scanned: ${card}` },
  vi: { title: 'Máy quét mã', name: 'Máy quét', scanned: (card: string) => `Đã quét: ${card}` },
};

export function BarcodeScannerDrawer({ note }: DrawerProps): JSX.Element {
  const { title, name, scanned: sayScanned } = useWords(words);
  const inWords = useCodeWords();
  const { say, refused } = useSay(note, name);
  const { state, answers, act } = useSimulator('barcode-scanner', (action) => refused(action.do));
  const [scanned, setScanned] = useState<{ readonly cardId: string; readonly times: number }>();
  const pluggedIn = state?.pluggedIn ?? false;
  const cards = (state?.cards ?? []).map(inWords);
  useCableNews(state, say);

  const scan = (cardId: string, card: string) => {
    act({ do: 'scan', cardId });
    setScanned((before) => ({ cardId, times: (before?.times ?? 0) + 1 }));
    say(sayScanned(card));
  };
  const sendNoise = useNoise(act, say);
  const plug = () => act({ do: pluggedIn ? 'unplug' : 'plug-in' });

  useShortcuts({
    ...Object.fromEntries(
      cards.flatMap((card, at) => (cardKeys[at] ? [[cardKeys[at], () => scan(card.id, card.title)]] : [])),
    ),
    [noiseKey]: sendNoise,
    s: plug,
  });

  return (
    <Drawer
      title={title}
      icon={<ScanLine />}
      answers={answers}
      pluggedIn={pluggedIn}
      connections={state?.connections ?? 0}
    >
      <ul class="cards">
        {cards.map((card, at) => (
          <li key={card.id}>
            <button
              type="button"
              class="person"
              data-card={card.id}
              disabled={!answers || !pluggedIn}
              aria-keyshortcuts={cardKeys[at]}
              onClick={() => scan(card.id, card.title)}
            >
              {cardKeys[at] ? <kbd>{cardKeys[at]}</kbd> : <span />}
              <span class="who">
                <b>{card.title}</b>
                <small>{card.remark}</small>
              </span>
              {scanned?.cardId === card.id && <span key={scanned.times} class="beam" aria-hidden="true" />}
            </button>
          </li>
        ))}
      </ul>
      <div class="row">
        <CableSwitch pluggedIn={pluggedIn} shortcut="s" disabled={!answers} onTurn={plug} />
        <NoiseButton shortcut={noiseKey} disabled={!answers || !pluggedIn} onPress={sendNoise} />
      </div>
    </Drawer>
  );
}
