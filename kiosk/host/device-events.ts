import type { BusinessDay, SessionId } from '#config/agreements/ids.ts';
import type { Log } from '#config/agreements/log-events.ts';
import type { PatientCodeForm } from '#drivers/contract/patient-code-form.ts';
import type { DeviceEvent, TicketStanding } from '#kiosk/flow/events.ts';
import type { Devices } from './devices.ts';
import { eventFromScan } from './scans.ts';
import type { TicketCode } from './ticket/ticket-code.ts';

interface Listening {
  readonly devices: Pick<Devices, 'measuring' | 'scanners' | 'keyboardScanner' | 'cardReader'>;
  readonly receive: (event: DeviceEvent) => void;
  /** What the screen says depends on whether a device is there. */
  readonly onCondition: () => void;
  readonly newSessionId: () => SessionId;
  readonly standingOf: (ticket: TicketCode) => TicketStanding;
  readonly today: () => BusinessDay;
  readonly patientCode: PatientCodeForm | undefined;
  readonly log: Log;
}

/** What devices say by themselves; what an effect asked them for, the effect hears. */
export function listenToDevices({
  devices,
  receive,
  onCondition,
  newSessionId,
  standingOf,
  today,
  patientCode,
  log,
}: Listening): void {
  const { measuring, scanners, keyboardScanner, cardReader } = devices;
  for (const scanner of scanners) {
    scanner.onScan((scan) => {
      const wasTyped = scanner === keyboardScanner;
      const { event, line } = eventFromScan(scan, scanner.id, {
        newSessionId,
        today,
        standingOf,
        wasTyped,
        patientCode,
      });
      // Nothing but the event needs them any more.
      if (scan.kind === 'code') scan.bytes.fill(0);
      line(log);
      receive(event);
    });
    scanner.onCondition(onCondition);
  }
  cardReader?.onCondition(onCondition);
  cardReader?.onCard(({ type }) => {
    if (type === 'card-inserted') receive({ type: 'chip-card-laid' });
  });
  for (const device of measuring) {
    device.onCondition(onCondition);
    device.onDiscarded(({ why }) => log('reading-discarded', { deviceId: device.id, reason: why }));
  }
}
