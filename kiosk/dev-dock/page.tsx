import { ExternalLink } from 'lucide-preact';
import { type JSX, render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { DockAddresses, SimulatedKind } from './dock-words.ts';
import { drawers } from './drawers/drawers.tsx';
import { History, useHistory } from './history.tsx';
import { useShortcuts } from './shortcuts.tsx';

/** The dev dock: the hands of a patient and of a technician, on every simulated device of this kiosk. */
function Dock(): JSX.Element {
  const [addresses, setAddresses] = useState<DockAddresses>();
  const [entries, note] = useHistory();
  useEffect(() => {
    void fetch('/api/dock').then(async (answer) => setAddresses(await answer.json()));
  }, []);

  const links = [
    {
      label: 'Kiosk',
      href: addresses?.kioskUrl && '/open-kiosk',
      shortcut: 'k',
      title: 'Opens the patient page in a new tab; one at a time',
    },
    {
      label: 'Hospital',
      href: addresses?.hospitalUrl,
      shortcut: 'h',
      title: 'What has arrived at the simulated hospital',
    },
  ].flatMap(({ href, ...link }) => (href ? [{ ...link, href }] : []));
  useShortcuts(
    Object.fromEntries(
      links.map(({ href, shortcut }) => [shortcut, () => void window.open(href, '_blank', 'noopener')]),
    ),
  );

  const [inHand, machines] = [addresses?.kinds.slice(0, 1) ?? [], addresses?.kinds.slice(1) ?? []];
  const drawerOf = (kind: SimulatedKind) => {
    const KindDrawer = drawers[kind];
    return <KindDrawer key={kind} note={note} />;
  };

  return (
    <>
      <header class="top">
        <img src={new URL('./dock.svg', import.meta.url).href} alt="" width="28" height="28" />
        <h1>
          Tiếp Đón <span>dev dock</span>
        </h1>
        <nav>
          {links.map(({ label, href, shortcut, title }) => (
            <a
              key={label}
              href={href}
              target="_blank"
              rel="noopener noreferrer"
              title={title}
              aria-keyshortcuts={shortcut}
            >
              {label}
              <ExternalLink />
              <kbd>{shortcut}</kbd>
            </a>
          ))}
        </nav>
      </header>
      <main>
        {inHand.map(drawerOf)}
        <div class="machines">{machines.map(drawerOf)}</div>
        <History entries={entries} />
      </main>
    </>
  );
}

const root = document.getElementById('dock');
if (root) render(<Dock />, root);
