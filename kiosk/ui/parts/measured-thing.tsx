import {
  Armchair,
  ArrowLeftRight,
  Backpack,
  Droplet,
  Droplets,
  Fingerprint,
  Footprints,
  Hand,
  HandHelping,
  Heart,
  type LucideIcon,
  MessageCircleOff,
  PersonStanding,
  ScanFace,
  ScrollText,
  Sparkles,
  Sun,
  Toilet,
} from 'lucide-preact';
import type { JSX } from 'preact';
import type { MessageKey } from '#config/strings/messages.ts';
import type { MeasuredThing } from '#kiosk/bridge/measuring-words.ts';
import { CuffIcon } from './cuff-icon.tsx';
import { GlucosePicture } from './glucose-picture.tsx';
import { MonitorPicture } from './monitor-picture.tsx';
import { OximeterPicture } from './oximeter-picture.tsx';
import { ScalePicture } from './scale-picture.tsx';
import { SittingPicture } from './sitting-picture.tsx';
import { ThermometerPicture } from './thermometer-picture.tsx';
import type { Tip } from './tips.tsx';

type Picture = (parts: { readonly label: string }) => JSX.Element;

interface LookOfThing {
  /** How one does it right. */
  readonly picture: Picture;
  readonly tips: readonly Tip[];
}

const tip = (icon: LucideIcon, words: MessageKey): Tip => ({ icon, words });

/** What somebody has to do for each kind of measurement, in pictures; the words stand under the same name in the strings. */
export const looksOfThings: Readonly<Record<MeasuredThing, LookOfThing>> = {
  'blood-pressure': {
    picture: SittingPicture,
    tips: [
      tip(Armchair, 'screens.getReady.tips.back'),
      tip(Footprints, 'screens.getReady.tips.feet'),
      tip(CuffIcon, 'screens.getReady.tips.cuff'),
      tip(Heart, 'screens.getReady.tips.arm'),
      tip(Toilet, 'screens.getReady.tips.bladder'),
      tip(MessageCircleOff, 'screens.getReady.tips.quiet'),
    ],
  },
  scale: {
    picture: ScalePicture,
    tips: [
      tip(Footprints, 'screens.getReady.tips.shoes'),
      tip(Backpack, 'screens.getReady.tips.pockets'),
      tip(ArrowLeftRight, 'screens.getReady.tips.middle'),
      tip(PersonStanding, 'screens.getReady.tips.standStill'),
    ],
  },
  thermometer: {
    picture: ThermometerPicture,
    tips: [
      tip(ScanFace, 'screens.getReady.tips.forehead'),
      tip(ArrowLeftRight, 'screens.getReady.tips.near'),
      tip(PersonStanding, 'screens.getReady.tips.still'),
    ],
  },
  oximeter: {
    picture: OximeterPicture,
    tips: [
      tip(Sun, 'screens.getReady.tips.warmHand'),
      tip(Fingerprint, 'screens.getReady.tips.wholeFinger'),
      tip(Hand, 'screens.getReady.tips.restHand'),
    ],
  },
  'glucose-meter': {
    picture: GlucosePicture,
    tips: [
      tip(Droplets, 'screens.getReady.tips.washHands'),
      tip(Sparkles, 'screens.getReady.tips.newStrip'),
      tip(Droplet, 'screens.getReady.tips.drop'),
      tip(HandHelping, 'screens.getReady.tips.askStaff'),
    ],
  },
  other: {
    picture: MonitorPicture,
    tips: [
      tip(ScrollText, 'screens.getReady.tips.instructions'),
      tip(PersonStanding, 'screens.getReady.tips.still'),
      tip(HandHelping, 'screens.getReady.tips.askStaff'),
    ],
  },
};

/** The one picture that says how to do it. */
export function ThingPicture({ what, label }: { readonly what: MeasuredThing; readonly label: string }): JSX.Element {
  const { picture: Picture } = looksOfThings[what];
  return <Picture label={label} />;
}
