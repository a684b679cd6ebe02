import { IdCard, Network, Printer, Stethoscope, Thermometer } from 'lucide-preact';
import type { ComponentChildren, JSX } from 'preact';
import type { TableName } from './drawers/drawer.ts';
import { useWords } from './language.tsx';

interface Table {
  readonly name: TableName;
  readonly icon: ComponentChildren;
  readonly shortcut: string;
}

export const tables: readonly Table[] = [
  { name: 'desk', icon: <Printer />, shortcut: ',' },
  { name: 'chip', icon: <IdCard />, shortcut: '.' },
  { name: 'vitals', icon: <Stethoscope />, shortcut: '/' },
  { name: 'forehead', icon: <Thermometer />, shortcut: "'" },
  { name: 'hub', icon: <Network />, shortcut: '\\' },
];

const words = {
  en: {
    label: 'Devices',
    desk: 'Ticket and cuff',
    chip: 'Chip card',
    vitals: 'Other vital signs',
    forehead: 'Temperature',
    hub: 'Counter and hub',
  },
  vi: {
    label: 'Thiết bị',
    desk: 'Phiếu và huyết áp',
    chip: 'Thẻ chip',
    vitals: 'Chỉ số khác',
    forehead: 'Nhiệt độ',
    hub: 'Quầy và hub',
  },
};

interface TablesProps {
  readonly offered: readonly Table[];
  readonly shown: TableName;
  readonly onShow: (table: TableName) => void;
}

/**
 * Chooses the table that is looked at. More drawers than one table holds would not fit on a screen, have no keys left, and
 * take more event streams than a browser gives one page.
 */
export function Tables({ offered, shown, onShow }: TablesProps): JSX.Element {
  const said = useWords(words);
  return (
    <nav class="tables" aria-label={said.label}>
      {offered.map(({ name, icon, shortcut }) => (
        <button
          type="button"
          key={name}
          aria-pressed={name === shown}
          aria-keyshortcuts={shortcut}
          data-table={name}
          onClick={() => onShow(name)}
        >
          {icon}
          {said[name]}
          <kbd>{shortcut}</kbd>
        </button>
      ))}
    </nav>
  );
}
