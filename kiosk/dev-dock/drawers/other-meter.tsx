import { Gauge, Hand } from 'lucide-preact';
import type { JSX } from 'preact';
import { useWords } from '../language.tsx';
import type { DrawerProps } from './drawer.ts';
import { VitalSignsDrawer } from './vital-signs.tsx';

const words = {
  en: { title: 'Another measuring device', name: 'Meter', measure: 'Measure somebody' },
  vi: { title: 'Thiết bị đo khác', name: 'Máy đo', measure: 'Đo một người' },
};

/** Whatever measures and has no drawer of its own, such as a thermometer: the device itself says what it takes. */
export function OtherMeterDrawer({ note }: DrawerProps): JSX.Element {
  const said = useWords(words);
  return (
    <VitalSignsDrawer
      note={note}
      kind="other-meter"
      title={said.title}
      name={said.name}
      icon={<Gauge />}
      measure={{ label: said.measure, icon: <Hand /> }}
    />
  );
}
