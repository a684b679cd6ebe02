import type { MessageKey } from '#config/strings/messages.ts';
import type { StaffState } from '#kiosk/bridge/console/people-words.ts';

type Damage = StaffState['damage'];

export function peopleLost({ isLater, file }: NonNullable<Damage['people']>): MessageKey {
  if (isLater) return 'console.damage.peopleLater';
  return file === null ? 'console.damage.peopleStuck' : 'console.damage.people';
}

export const keyLost = {
  'set-aside': 'console.damage.key',
  'no-master-key': 'console.damage.noMasterKey',
} as const satisfies Readonly<Record<Exclude<Damage['key'], false>, MessageKey>>;
