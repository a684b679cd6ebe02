import type { MessageKey } from '#config/strings/messages.ts';
import type { DeviceOnPage } from '#kiosk/bridge/console/upkeep-words.ts';
import type { Mending } from './mending.ts';

/** What the console says of a device. Pure. */

/** Whether nobody needs to look at this device. */
export function isDeviceWell({ condition, hints }: Pick<DeviceOnPage, 'condition' | 'hints'>): boolean {
  return (condition === 'ready' || condition === 'measuring') && hints.length === 0;
}

type Standing = Pick<DeviceOnPage, 'condition' | 'whyAbsent'>;

export function deviceWords({ kind, condition }: Pick<DeviceOnPage, 'kind' | 'condition'>): {
  readonly name: MessageKey;
  readonly stands: MessageKey;
} {
  return { name: kinds[kind], stands: conditions[condition].words };
}

/** What to do next; `undefined`: nothing. */
export function deviceAdvice({ condition, whyAbsent }: Standing): Mending | undefined {
  return conditions[condition].advice ?? (whyAbsent && absences[whyAbsent]);
}

export const kinds: Readonly<Record<DeviceOnPage['kind'], MessageKey>> = {
  'barcode-scanner': 'technician.devices.kinds.barcodeScanner',
  'ticket-printer': 'technician.devices.kinds.ticketPrinter',
  'card-reader': 'technician.devices.kinds.cardReader',
  'blood-pressure-monitor': 'technician.devices.kinds.bloodPressureMonitor',
  'vital-signs': 'technician.devices.kinds.vitalSigns',
};

interface ConditionWords {
  readonly words: MessageKey;
  /** What to do next; conditions that ask nothing of anybody have none. */
  readonly advice?: Mending;
}

const test = ['test-device'] as const;
/** It is another one, or elsewhere. */
const elsewhere = { controls: ['settings', 'replace-device', 'test-device'], field: 'transport' } as const;

export const conditions: Readonly<Record<DeviceOnPage['condition'], ConditionWords>> = {
  connecting: {
    words: 'technician.devices.conditions.connecting',
    advice: { sentence: 'technician.devices.advice.connecting', hands: ['wait'], controls: [] },
  },
  ready: { words: 'technician.devices.conditions.ready' },
  measuring: { words: 'technician.devices.conditions.measuring' },
  'paper-low': {
    words: 'technician.devices.conditions.paperLow',
    advice: { sentence: 'technician.devices.advice.paperLow', hands: ['insert-paper'], controls: test },
  },
  'no-paper': {
    words: 'technician.devices.conditions.noPaper',
    advice: { sentence: 'technician.devices.advice.noPaper', hands: ['insert-paper'], controls: test },
  },
  'cover-open': {
    words: 'technician.devices.conditions.coverOpen',
    advice: { sentence: 'technician.devices.advice.coverOpen', hands: ['close-cover'], controls: test },
  },
  'cutter-error': {
    words: 'technician.devices.conditions.cutterError',
    advice: {
      sentence: 'technician.devices.advice.cutterError',
      hands: ['free-the-cutter', 'close-cover'],
      controls: test,
    },
  },
  'printer-error': {
    words: 'technician.devices.conditions.printerError',
    advice: { sentence: 'technician.devices.advice.printerError', hands: ['switch-off-and-on'], controls: test },
  },
  'no-answer': {
    words: 'technician.devices.conditions.noAnswer',
    advice: {
      sentence: 'technician.devices.advice.noAnswer',
      hands: ['plug-in', 'switch-off-and-on', 'read-off-device'],
      ...elsewhere,
    },
  },
  absent: { words: 'technician.devices.conditions.absent' },
};

const absences: Readonly<Record<NonNullable<DeviceOnPage['whyAbsent']>, Mending>> = {
  'not-found': {
    sentence: 'technician.devices.absences.notFound',
    hands: ['plug-in', 'read-off-device'],
    ...elsewhere,
  },
  busy: { sentence: 'technician.devices.absences.busy', hands: [], controls: test },
  'not-allowed': { sentence: 'technician.devices.absences.notAllowed', hands: [], controls: test },
  'timed-out': {
    sentence: 'technician.devices.absences.timedOut',
    hands: ['plug-in', 'read-off-device'],
    ...elsewhere,
  },
  lost: {
    sentence: 'technician.devices.absences.lost',
    hands: ['plug-in'],
    controls: ['test-device', 'replace-device'],
  },
  'no-service': { sentence: 'technician.devices.absences.noService', hands: [], controls: test },
};

export const hintWords: Readonly<Record<DeviceOnPage['hints'][number], Mending>> = {
  'scanner-adds-prefix': {
    sentence: 'technician.devices.hints.scannerAddsPrefix',
    hands: ['scan-set-up-code'],
    controls: test,
  },
  'scanner-sends-no-ending': {
    sentence: 'technician.devices.hints.scannerSendsNoEnding',
    hands: ['scan-set-up-code'],
    controls: test,
  },
  'wrong-line-settings': {
    sentence: 'technician.devices.hints.wrongLineSettings',
    hands: ['read-off-device'],
    ...elsewhere,
  },
  'set-the-clock': {
    sentence: 'technician.devices.hints.setTheClock',
    hands: ['set-device-clock', 'wait'],
    controls: test,
  },
  'print-not-confirmed': { sentence: 'technician.devices.hints.printNotConfirmed', hands: [], controls: test },
  'status-not-understood': {
    sentence: 'technician.devices.hints.statusNotUnderstood',
    hands: [],
    controls: ['settings', 'test-device'],
    field: 'profile',
  },
  'csca-folder-missing': {
    sentence: 'technician.devices.hints.cscaFolderMissing',
    hands: [],
    controls: ['settings'],
    field: 'cscaDir',
  },
  'csca-files-unreadable': {
    sentence: 'technician.devices.hints.cscaFilesUnreadable',
    hands: [],
    controls: ['settings'],
    field: 'cscaDir',
  },
  'no-csca-for-country': {
    sentence: 'technician.devices.hints.noCscaForCountry',
    hands: [],
    controls: ['settings'],
    field: 'cscaDir',
  },
};
