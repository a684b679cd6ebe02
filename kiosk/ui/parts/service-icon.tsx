import {
  Baby,
  Bone,
  Brain,
  ClipboardList,
  Ear,
  Eye,
  Hand,
  HeartPulse,
  type LucideIcon,
  Stethoscope,
  Venus,
} from 'lucide-preact';
import type { JSX } from 'preact';

/** The pictograms of the site file. Tooth and lungs are drawn here, in the same strokes, because lucide has none. */
const icons: Readonly<Record<string, LucideIcon>> = {
  stethoscope: Stethoscope,
  eye: Eye,
  heart: HeartPulse,
  child: Baby,
  ear: Ear,
  bone: Bone,
  brain: Brain,
  woman: Venus,
  skin: Hand,
};

const drawn: Readonly<Record<string, readonly string[]>> = {
  tooth: [
    'M7.5 3C4.800 3 3.500 5.200 4 8c.4 2.200 1.200 3.400 1.500 6 .4 3 .7 7 2.300 7 2 0 1.700-6.500 4.200-6.500S14.200 21 16.200 21c1.600 0 1.900-4 2.300-7 .3-2.600 1.100-3.800 1.500-6 .5-2.800-.8-5-3.500-5-2 0-2.600 1.200-4.500 1.200S9.500 3 7.500 3z',
  ],
  lungs: [
    'M12 3v8.500',
    'M12 11.500 9 13.500M12 11.500l3 2',
    'M9 7.500c0-1-.6-1.500-1.400-1.500C5 6 3 12 3 17.500 3 19.500 4 20.500 5.500 20.500c2.300 0 3.500-1.600 3.500-4z',
    'M15 7.500c0-1 .6-1.500 1.400-1.500C19 6 21 12 21 17.500c0 2-1 3-2.500 3-2.300 0-3.500-1.600-3.500-4z',
  ],
};

export function ServiceIcon({ name }: { readonly name: string }): JSX.Element {
  const paths = Object.hasOwn(drawn, name) ? drawn[name] : undefined;
  const Icon = (Object.hasOwn(icons, name) ? icons[name] : undefined) ?? ClipboardList;
  if (!paths) return <Icon aria-hidden="true" class="icon" />;
  return (
    <svg
      class="icon"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {paths.map((d) => (
        <path key={d} d={d} />
      ))}
    </svg>
  );
}
