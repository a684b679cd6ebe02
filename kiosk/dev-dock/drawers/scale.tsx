import { Footprints, Weight } from 'lucide-preact';
import type { JSX } from 'preact';
import { useWords } from '../language.tsx';
import type { DrawerProps } from './drawer.ts';
import { VitalSignsDrawer } from './vital-signs.tsx';

const words = {
  en: { title: 'Scale and height rod', name: 'Scale', height: 'Height', weight: 'Weight', stepOn: 'Step on it' },
  vi: { title: 'Cân và thước đo', name: 'Cân', height: 'Chiều cao', weight: 'Cân nặng', stepOn: 'Bước lên cân' },
};

export function ScaleDrawer({ note }: DrawerProps): JSX.Element {
  const said = useWords(words);
  return (
    <VitalSignsDrawer
      note={note}
      kind="scale"
      title={said.title}
      name={said.name}
      icon={<Weight />}
      fields={[
        { of: 'heightCm', label: said.height, unit: 'cm', usual: 158.5, step: 0.1, most: 999 },
        { of: 'weightKg', label: said.weight, unit: 'kg', usual: 54.3, step: 0.05, most: 999 },
      ]}
      measure={{ label: said.stepOn, icon: <Footprints /> }}
      keys={{ measure: 'a', spoil: 'd', silent: 'f', noise: 'g', cable: 'z' }}
    />
  );
}
