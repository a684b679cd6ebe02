import { Droplet, Droplets } from 'lucide-preact';
import type { JSX } from 'preact';
import { useWords } from '../language.tsx';
import type { DrawerProps } from './drawer.ts';
import { VitalSignsDrawer } from './vital-signs.tsx';

const words = {
  en: { title: 'Glucose meter', name: 'Glucose', glucose: 'Glucose', drop: 'Give a drop' },
  vi: { title: 'Máy đo đường huyết', name: 'Glucose', glucose: 'Đường huyết', drop: 'Nhỏ giọt máu' },
};

/** It keeps what it has measured and is asked for it, so a result leaves when the kiosk looks. */
export function GlucoseMeterDrawer({ note }: DrawerProps): JSX.Element {
  const said = useWords(words);
  return (
    <VitalSignsDrawer
      note={note}
      kind="glucose-meter"
      title={said.title}
      name={said.name}
      icon={<Droplets />}
      fields={[{ of: 'glucoseMgPerDl', label: said.glucose, unit: 'mg/dL', usual: 105, step: 1, most: 999 }]}
      measure={{ label: said.drop, icon: <Droplet /> }}
      keys={{ measure: 'l', spoil: 'o', silent: 'p', noise: 'u', cable: '0' }}
    />
  );
}
