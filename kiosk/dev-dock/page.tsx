import { ExternalLink, Languages } from 'lucide-preact';
import { type JSX, render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { DockAddresses, SimulatedKind } from './dock-words.ts';
import type { TableName } from './drawers/drawer.ts';
import { drawers } from './drawers/drawers.tsx';
import { type SeatedPatient, SeatedPatientContext } from './drawers/seated-patient.ts';
import { History, useHistory } from './history.tsx';
import { type DockLanguage, firstLanguage, LanguageContext, rememberLanguage, useWords } from './language.tsx';
import { useShortcuts } from './shortcuts.tsx';
import { Tables, tables } from './tables.tsx';

const words = {
  en: {
    name: 'dev dock',
    kiosk: 'Kiosk',
    kioskTitle: 'Opens the patient page in a new tab; one at a time',
    hospital: 'Hospital',
    hospitalTitle: 'What has arrived at the simulated hospital',
    otherLanguage: 'Tiếng Việt',
  },
  vi: {
    name: 'bàn thử thiết bị',
    kiosk: 'Kiosk',
    kioskTitle: 'Mở trang bệnh nhân trong thẻ mới; mỗi lúc một trang',
    hospital: 'Bệnh viện',
    hospitalTitle: 'Những gì đã đến bệnh viện mô phỏng',
    otherLanguage: 'English',
  },
};

const languageKey = ';';

/** The dev dock: the hands of a patient and of a technician, on every simulated device of this kiosk. */
function Dock(): JSX.Element {
  const [language, setLanguage] = useState<DockLanguage>(firstLanguage);
  useEffect(() => rememberLanguage(language), [language]);
  const turnLanguage = () => setLanguage(language === 'vi' ? 'en' : 'vi');
  useShortcuts({ [languageKey]: turnLanguage });
  return (
    <LanguageContext.Provider value={language}>
      <Room onOtherLanguage={turnLanguage} />
    </LanguageContext.Provider>
  );
}

function Room({ onOtherLanguage }: { readonly onOtherLanguage: () => void }): JSX.Element {
  const said = useWords(words);
  const [addresses, setAddresses] = useState<DockAddresses>();
  const [entries, note] = useHistory();
  const [looksAt, setLooksAt] = useState<TableName>();
  const [patient, seat] = useState<SeatedPatient['patient']>();
  useEffect(() => {
    void fetch('/api/dock').then(async (answer) => setAddresses(await answer.json()));
  }, []);

  const links = [
    { label: said.kiosk, href: addresses?.kioskUrl && '/open-kiosk', shortcut: 'k', title: said.kioskTitle },
    { label: said.hospital, href: addresses?.hospitalUrl, shortcut: 'h', title: said.hospitalTitle },
  ].flatMap(({ href, ...link }) => (href ? [{ ...link, href }] : []));

  const kinds = addresses?.kinds ?? [];
  const standing = (place: string) => kinds.filter((kind) => drawers[kind].place === place);
  const offered = tables.filter(({ name }) => standing(name).length > 0);
  const shown = looksAt ?? offered[0]?.name ?? 'desk';
  useShortcuts({
    ...Object.fromEntries(
      links.map(({ href, shortcut }) => [shortcut, () => void window.open(href, '_blank', 'noopener')]),
    ),
    ...Object.fromEntries(offered.map(({ name, shortcut }) => [shortcut, () => setLooksAt(name)])),
  });

  const drawerOf = (kind: SimulatedKind) => {
    const { View } = drawers[kind];
    return <View key={kind} note={note} />;
  };

  return (
    <SeatedPatientContext.Provider value={{ patient, seat }}>
      <header class="top">
        <img src={new URL('./dock.svg', import.meta.url).href} alt="" width="28" height="28" />
        <h1>
          Tiếp Đón <span>{said.name}</span>
        </h1>
        {offered.length > 1 && <Tables offered={offered} shown={shown} onShow={setLooksAt} />}
        <nav class="links">
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
          <button type="button" class="language" aria-keyshortcuts={languageKey} onClick={onOtherLanguage}>
            <Languages />
            {said.otherLanguage}
            <kbd>{languageKey}</kbd>
          </button>
        </nav>
      </header>
      <main>
        {standing('in-hand').map(drawerOf)}
        <div class={`machines ${shown}`}>{standing(shown).map(drawerOf)}</div>
        <History entries={entries} />
      </main>
    </SeatedPatientContext.Provider>
  );
}

const root = document.getElementById('dock');
if (root) render(<Dock />, root);
