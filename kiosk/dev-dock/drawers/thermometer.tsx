import { LogOut, ScanFace, Thermometer } from 'lucide-preact';
import type { JSX } from 'preact';
import type { OffAndOn } from '../controls.tsx';
import { useWords } from '../language.tsx';
import type { DrawerProps } from './drawer.ts';
import { VitalSignsDrawer } from './vital-signs.tsx';

const words = {
  en: {
    title: 'Thermometer',
    name: 'Thermometer',
    temperature: 'Temperature',
    measure: 'Hold a forehead to it',
    stepBack: 'Step back',
    says: ['nobody stands there', 'somebody stands there'] satisfies OffAndOn,
  },
  vi: {
    title: 'Nhiệt kế',
    name: 'Nhiệt kế',
    temperature: 'Nhiệt độ',
    measure: 'Đưa trán lại gần',
    stepBack: 'Lùi ra',
    says: ['chưa có ai', 'có người đứng'] satisfies OffAndOn,
  },
};

export function ThermometerDrawer({ note }: DrawerProps): JSX.Element {
  const said = useWords(words);
  return (
    <VitalSignsDrawer
      note={note}
      kind="thermometer"
      title={said.title}
      name={said.name}
      icon={<Thermometer />}
      fields={[{ of: 'body-temperature', label: said.temperature, unit: '°C', usual: 36.6, step: 0.1, most: 99 }]}
      measure={{ label: said.measure, icon: <ScanFace /> }}
      takeOff={{ label: said.stepBack, icon: <LogOut />, says: said.says }}
      keys={{ measure: 'a', takeOff: 'd', spoil: 'f', silent: 'g', noise: 'z', cable: 'b' }}
    />
  );
}
