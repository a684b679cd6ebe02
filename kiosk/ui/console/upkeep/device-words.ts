import type { MessageKey } from '#config/strings/messages.ts';
import type { DeviceOnPage } from '#kiosk/bridge/console/upkeep-words.ts';

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
export function deviceAdvice({ condition, whyAbsent }: Standing): MessageKey | undefined {
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
  readonly advice?: MessageKey;
}

export const conditions: Readonly<Record<DeviceOnPage['condition'], ConditionWords>> = {
  connecting: { words: 'technician.devices.conditions.connecting', advice: 'technician.devices.advice.connecting' },
  ready: { words: 'technician.devices.conditions.ready' },
  measuring: { words: 'technician.devices.conditions.measuring' },
  'paper-low': { words: 'technician.devices.conditions.paperLow', advice: 'technician.devices.advice.paperLow' },
  'no-paper': { words: 'technician.devices.conditions.noPaper', advice: 'technician.devices.advice.noPaper' },
  'cover-open': { words: 'technician.devices.conditions.coverOpen', advice: 'technician.devices.advice.coverOpen' },
  'cutter-error': {
    words: 'technician.devices.conditions.cutterError',
    advice: 'technician.devices.advice.cutterError',
  },
  'printer-error': {
    words: 'technician.devices.conditions.printerError',
    advice: 'technician.devices.advice.printerError',
  },
  'no-answer': { words: 'technician.devices.conditions.noAnswer', advice: 'technician.devices.advice.noAnswer' },
  absent: { words: 'technician.devices.conditions.absent' },
};

const absences: Readonly<Record<NonNullable<DeviceOnPage['whyAbsent']>, MessageKey>> = {
  'not-found': 'technician.devices.absences.notFound',
  busy: 'technician.devices.absences.busy',
  'not-allowed': 'technician.devices.absences.notAllowed',
  'timed-out': 'technician.devices.absences.timedOut',
  lost: 'technician.devices.absences.lost',
  'no-service': 'technician.devices.absences.noService',
};

export const hintWords: Readonly<Record<DeviceOnPage['hints'][number], MessageKey>> = {
  'scanner-adds-prefix': 'technician.devices.hints.scannerAddsPrefix',
  'scanner-sends-no-ending': 'technician.devices.hints.scannerSendsNoEnding',
  'wrong-line-settings': 'technician.devices.hints.wrongLineSettings',
  'set-the-clock': 'technician.devices.hints.setTheClock',
  'print-not-confirmed': 'technician.devices.hints.printNotConfirmed',
  'status-not-understood': 'technician.devices.hints.statusNotUnderstood',
  'csca-folder-missing': 'technician.devices.hints.cscaFolderMissing',
  'csca-files-unreadable': 'technician.devices.hints.cscaFilesUnreadable',
  'no-csca-for-country': 'technician.devices.hints.noCscaForCountry',
};
