import { HeartPulse, LogOut, Pointer } from 'lucide-preact';
import type { JSX } from 'preact';
import type { OffAndOn } from '../controls.tsx';
import { useWords } from '../language.tsx';
import type { DrawerProps } from './drawer.ts';
import { VitalSignsDrawer } from './vital-signs.tsx';

const words = {
  en: {
    title: 'Pulse oximeter',
    name: 'Oximeter',
    saturation: 'SpO2',
    pulse: 'Pulse',
    perMinute: '/min',
    putIn: 'Put a finger in',
    takeOut: 'Take it out',
    says: ['no finger is in', 'a finger is in'] satisfies OffAndOn,
  },
  vi: {
    title: 'Máy đo SpO2',
    name: 'SpO2',
    saturation: 'SpO2',
    pulse: 'Mạch',
    perMinute: 'lần/phút',
    putIn: 'Kẹp ngón tay',
    takeOut: 'Rút ngón tay',
    says: ['chưa có ngón tay', 'đang kẹp ngón tay'] satisfies OffAndOn,
  },
};

export function OximeterDrawer({ note }: DrawerProps): JSX.Element {
  const said = useWords(words);
  return (
    <VitalSignsDrawer
      note={note}
      kind="oximeter"
      title={said.title}
      name={said.name}
      icon={<HeartPulse />}
      fields={[
        { of: 'saturation', label: said.saturation, unit: '%', usual: 97, step: 1, most: 127 },
        { of: 'pulse', label: said.pulse, unit: said.perMinute, usual: 76, step: 1, most: 511 },
      ]}
      measure={{ label: said.putIn, icon: <Pointer /> }}
      takeOff={{ label: said.takeOut, icon: <LogOut />, says: said.says }}
      keys={{ measure: 'c', takeOff: 'v', spoil: 'b', silent: 'n', noise: 'm', cable: 'j' }}
    />
  );
}
