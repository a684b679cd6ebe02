import type { MonitorName } from '#drivers/blood-pressure/monitors.ts';
import type { PressureEvent } from '#drivers/contract/blood-pressure-monitor.ts';
import { createAccount, type DeviceAccount } from './device-account.ts';
import { openMonitorOnWire, strangerAfter, strangerMeasures, valuesOf } from './monitor-on-wire.ts';

/** One measurement for each patient, on one monitor, with every fault that it brings. */
const faults = [
  'nothing',
  'stop',
  'stop, and the record comes late',
  'cable pulled and put back',
  'kiosk restarted',
  'wrong device clock',
  'device hears nothing for up to a minute',
  'device lost its power',
  'time ran out',
] as const;
type Fault = (typeof faults)[number];

/** So often somebody uses the monitor without the kiosk before the next patient, and their record may still be on its way. */
const strangersAmongPatients = 0.2;

export async function soakPressureDriver(
  driver: MonitorName,
  patients: number,
  random: () => number,
): Promise<DeviceAccount> {
  const account = createAccount(driver);
  const wired = openMonitorOnWire(driver);
  const { clock, body, pass } = wired;

  /** Until one of these events; false when it never came. */
  const heard = (events: readonly PressureEvent[], ...types: readonly PressureEvent['type'][]) =>
    wired.until(() => events.some(({ type }) => types.includes(type)));

  function check(patient: number, events: readonly PressureEvent[]): void {
    for (const event of events) {
      if (event.type !== 'result') continue;
      account.measured += 1;
      const theirs = valuesOf(patient);
      const isTheirs = (['systolic', 'diastolic', 'pulse'] as const).every(
        (name) => event.reading[name] === theirs[name],
      );
      if (!isTheirs) account.broken.push(`${driver}: patient ${patient} was given somebody else's reading`);
    }
  }

  await pass(2_000);
  let last: Fault = 'nothing';
  let endedAt = clock.monotonic();
  for (let patient = 1; patient <= patients; patient++) {
    const fault = faults[Math.floor(random() * faults.length)] ?? 'nothing';
    const owner = `patient-${patient}`;
    wired.setClockWrong(fault === 'wrong device clock');
    const events: PressureEvent[] = [];
    await wired.until(() => wired.monitor().condition() !== 'absent');
    wired.seat(patient);
    const monitor = wired.monitor();
    // Something of before may still lie on the line, or the device may still hear nothing.
    const isWell = wired.isAtRest() && (fault === 'nothing' || fault === 'wrong device clock');
    const measurement = monitor.measure((event) => events.push(event), owner);
    const hasTurn = await heard(events, 'waiting-for-button', 'measuring', 'failed');
    if (!hasTurn) account.broken.push(`${driver}: patient ${patient} never had a turn after "${last}"`);
    account.healed(last, clock.monotonic() - endedAt);
    // Only the button starts the cuff of the others; whoever reads "press the button" may be slow.
    if (monitor.startedBy === 'button' && fault !== 'time ran out') {
      await pass(random() * 5_000);
      wired.pressButton();
    }
    switch (fault) {
      case 'nothing':
      case 'wrong device clock':
        break;
      case 'stop':
        await pass(random() * 30_000);
        void measurement.stop();
        break;
      case 'stop, and the record comes late':
        wired.setLateMs(random() * 8_000);
        await pass(random() * 40_000);
        void measurement.stop();
        break;
      case 'cable pulled and put back':
        await pass(random() * 30_000);
        wired.unplug();
        await pass(random() * 20_000);
        wired.plugIn();
        break;
      case 'kiosk restarted':
        await pass(random() * 30_000);
        await wired.restart();
        await pass(1_000);
        break;
      case 'device hears nothing for up to a minute':
        wired.setDeaf(true);
        await pass(random() * 30_000);
        void measurement.stop();
        clock.after(random() * 60_000, () => wired.setDeaf(false));
        break;
      case 'device lost its power':
        // What it keeps survives, what it was about to measure does not; the patient waits a while and gives up.
        await pass(random() * 30_000);
        body.emptyCuff();
        await pass(random() * 120_000);
        void measurement.stop();
        break;
      case 'time ran out':
        wired.setDeaf(monitor.startedBy === 'host');
        break;
    }
    if (!(await heard(events, 'result', 'failed'))) account.broken.push(`${driver}: patient ${patient} waits for ever`);
    if (fault === 'time ran out') {
      wired.setDeaf(false);
      // Pressed at the last moment.
      if (monitor.startedBy === 'button') wired.pressButton();
    }
    check(patient, events);
    if (isWell && !events.some(({ type }) => type === 'result'))
      account.broken.push(`${driver}: patient ${patient} was not measured although all was well, after "${last}"`);
    const known = events.length;
    last = fault;
    endedAt = clock.monotonic();
    await pass(random() * 10_000);
    if (events.length !== known) account.broken.push(`${driver}: patient ${patient} was told something after the end`);
    wired.setLateMs(0);
    if (random() < strangersAmongPatients) await strangerMeasures(wired, patient + strangerAfter, random);
  }
  await wired.close();
  return account;
}
