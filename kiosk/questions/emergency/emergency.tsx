import {
  Brain,
  CircleX,
  createLucideIcon,
  Droplets,
  HeartPulse,
  type LucideIcon,
  ThermometerSun,
  Zap,
} from 'lucide-preact';
import type { JSX } from 'preact';
import { ChooseOne } from '#kiosk/ui/parts/choose-one.tsx';
import type { QuestionProps, QuestionView } from '#kiosk/ui/parts/question.ts';
import { ServiceIcon } from '#kiosk/ui/parts/service-icon.tsx';
import './emergency.css';
import type { EmergencyScreen } from './words.ts';

type Sign = EmergencyScreen['signs'][number];

export const emergencyView: QuestionView<'emergency'> = { step: 1, draw: EmergencySigns, offers: () => [] };

/** "None of these" is one card among the others: as large, and no more inviting. */
function EmergencySigns({ screen: { signs }, say, answer }: QuestionProps<'emergency'>): JSX.Element {
  return (
    <ChooseOne
      title={say('emergency.title')}
      lead={<p class="lead">{say('emergency.lead')}</p>}
      density="many"
      choices={[
        ...signs.map((sign) => ({
          code: sign,
          picture: <SignIcon sign={sign} />,
          name: say(`emergency.signs.${sign}`),
          more: undefined,
        })),
        {
          code: 'none',
          picture: <CircleX aria-hidden="true" class="icon" />,
          name: say('emergency.none'),
          more: undefined,
        },
      ]}
      onChoose={(code) => answer({ sign: signs.find((sign) => sign === code) ?? 'none' })}
    />
  );
}

/** Somebody who lies on the floor, in lucide's strokes. */
const Fallen = createLucideIcon('fallen', [
  ['circle', { cx: '5', cy: '14.500', r: '2', key: 'head' }],
  ['path', { d: 'M9 15.500h6l5 1.500M11 15.500l2.500-3.500h3', key: 'body' }],
  ['path', { d: 'M2 20h20', key: 'floor' }],
  ['path', { d: 'M4.500 9.500 6 8M9 8.500 8.500 6.500M3 7.500 2 6', key: 'dizzy' }],
]);

const icons: Readonly<Record<Exclude<Sign, 'hard-to-breathe'>, LucideIcon>> = {
  'chest-pain': HeartPulse,
  'weakness-or-speech': Brain,
  'heavy-bleeding': Droplets,
  fainting: Fallen,
  fits: Zap,
  'fever-stiff-neck': ThermometerSun,
};

function SignIcon({ sign }: { readonly sign: Sign }): JSX.Element {
  if (sign === 'hard-to-breathe') return <ServiceIcon name="lungs" />;
  const Icon = icons[sign];
  return <Icon aria-hidden="true" class="icon" />;
}
