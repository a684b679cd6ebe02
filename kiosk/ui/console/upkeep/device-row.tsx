import type { JSX } from 'preact';
import type { MessageKey, Say } from '#config/strings/messages.ts';
import type { DeviceOnPage } from '#kiosk/bridge/console/upkeep-words.ts';

/** Whether nobody needs to look at this device. */
export function isDeviceWell({ condition, hints }: DeviceOnPage): boolean {
  return (condition === 'ready' || condition === 'measuring') && hints.length === 0;
}

/** One device: where it stands, and what to do when it is not ready. */
export function DeviceRow({ device, say }: { readonly device: DeviceOnPage; readonly say: Say }): JSX.Element {
  const { id, kind } = device;
  return (
    <tr>
      <th scope="row">{id}</th>
      <td>{say(kinds[kind])}</td>
      <td>
        <Standing device={device} say={say} />
      </td>
    </tr>
  );
}

/** Where a device stands, in words. */
export function Standing({ device, say }: { readonly device: DeviceOnPage; readonly say: Say }): JSX.Element {
  const { condition, whyAbsent, hints: standing } = device;
  const { words, advice = whyAbsent && absences[whyAbsent] } = conditions[condition];
  return (
    <>
      <span class={`pill ${isDeviceWell(device) ? 'good' : 'careful'}`} data-condition={condition}>
        {say(words)}
      </span>
      {advice !== undefined && <small>{say(advice)}</small>}
      {standing.map((hint) => (
        <small key={hint} data-hint={hint}>
          {say(hints[hint])}
        </small>
      ))}
    </>
  );
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

const hints: Readonly<Record<DeviceOnPage['hints'][number], MessageKey>> = {
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
