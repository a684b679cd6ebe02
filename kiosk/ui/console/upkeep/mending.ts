import type { MessageKey } from '#config/strings/messages.ts';
import type { PageName } from '../page-names.ts';

/**
 * Everything that a technician does beside the console, closed. A sentence that wants one of them names it, and says so by this word
 * besides (`data-hands`). `read-off-device`: from its label, its menu or its own test page.
 */
export const hands = [
  'insert-paper',
  'close-cover',
  'free-the-cutter',
  'switch-off-and-on',
  'plug-in',
  'wipe',
  'seat-cuff-and-hose',
  'lay-card',
  'take-card',
  'read-off-device',
  'scan-set-up-code',
  'set-device-clock',
  'set-machine-clock',
  'make-room',
  'call-hospital',
  'wait',
] as const;
export type Hand = (typeof hands)[number];

/** What a sentence may lead to, and on which page it stands: there it carries `data-control`, the kind and which one. */
export const controlPages = {
  'take-call': 'overview',
  'look-at-time': 'overview',
  'look-at-window': 'overview',
  'test-device': 'devices',
  'replace-device': 'devices',
  settings: 'settings',
  'put-back': 'settings',
  'try-now': 'hospital',
  decide: 'hospital',
  'ask-system': 'hospital',
  'move-stranded': 'hospital',
  'take-expired': 'hospital',
  'end-maintenance': 'readiness',
  'run-self-test': 'readiness',
  'look-at-people': 'people',
  'look-at-log': 'logs',
} as const satisfies Readonly<Record<string, PageName>>;
export type ControlKind = keyof typeof controlPages;

/** `of`: a device, a system, a path in the site file; '' where there is only one. */
export interface Control {
  readonly kind: ControlKind;
  readonly of: string;
}

/** What to do: in words, by which hands, and by which controls, in the order in which they are tried. */
export interface Mending {
  readonly sentence: MessageKey;
  readonly hands: readonly Hand[];
  readonly controls: readonly ControlKind[];
  /** Where its `settings` lead, within the entry of the device or system. Default: the whole entry. */
  readonly field?: string;
}

export function controlName({ kind, of }: Control): string {
  return of === '' ? kind : `${kind} ${of}`;
}
