import type { StoredReading } from '#backend-client/contract/reading.ts';
import type { VisitId } from '#config/agreements/ids.ts';
import type { MonitorName } from '#drivers/blood-pressure/monitors.ts';
import { createAccount, type DeviceAccount } from './device-account.ts';
import { openMeasuringKiosk } from './measuring-kiosk.ts';
import { openMonitorOnWire, strangerAfter, strangerMeasures, valuesOf } from './monitor-on-wire.ts';

/** What goes wrong in somebody's sitting, at a moment of it that nobody chose. */
const faults = [
  'nothing',
  'stop, and once more',
  'gone without a word',
  'started over',
  'cable pulled and put back',
  'kiosk restarted',
  'record comes late',
  'device hears nothing for up to a minute',
  'somebody else is measured while the patient rests',
] as const;
type Fault = (typeof faults)[number];

/** A sitting that is not over by then is left. */
const longestMs = 12 * 60_000;
const strangersAmongPatients = 0.2;

/**
 * Sittings by protocol, on the flow, the host's measuring and a store on disk, with the driver on a wire that breaks: two or three readings a
 * gap apart and their mean for each patient. Nobody's reading and nobody's mean is made of somebody else's (law 11).
 */
export async function soakSittings(
  driver: MonitorName,
  measuring: { readonly restSeconds: number; readonly gapSeconds: number },
  patients: number,
  random: () => number,
): Promise<DeviceAccount & { readonly means: number }> {
  const account = createAccount(`${driver} by protocol, ${measuring.restSeconds} s of rest`);
  const wired = openMonitorOnWire(driver);
  const { clock, body, pass } = wired;
  const kiosk = openMeasuringKiosk({
    clock,
    driver,
    measuring,
    device: wired.monitor,
  });
  let means = 0;

  await pass(2_000);
  for (let patient = 1; patient <= patients; patient++) {
    const fault = faults[Math.floor(random() * faults.length)] ?? 'nothing';
    const visitId = `VISIT-${patient}` as VisitId;
    await wired.until(() => wired.monitor().condition() !== 'absent');
    wired.seat(patient);
    kiosk.sitDown(visitId);
    kiosk.tell({ type: 'measuring-begun' });
    const strikesAt = clock.monotonic() + random() * 200_000;
    let hasStruck = fault === 'nothing';
    let hasPressed = false;
    for (const begun = clock.monotonic(); clock.monotonic() - begun < longestMs; await pass(1_000)) {
      if (!hasStruck && clock.monotonic() >= strikesAt && canStrike(fault)) {
        hasStruck = true;
        await strike(fault, patient);
        if (fault === 'gone without a word' || fault === 'started over' || fault === 'kiosk restarted') break;
      }
      const at = kiosk.at();
      if (at === 'showing-reading' || at === 'waiting-for-card' || at === 'in-crisis') break;
      // Only the button starts the cuff of some: it is pressed when the screen asks for it, once, and then waited for.
      if (at !== 'measuring') hasPressed = false;
      else if (kiosk.asksForButton() && !hasPressed && random() < 0.3) {
        hasPressed = true;
        wired.pressButton();
      }
      if (at === 'not-measured') {
        if (random() < 0.2) break;
        kiosk.tell({ type: 'measuring-begun' });
      }
    }
    if (fault === 'nothing' && kiosk.at() !== 'showing-reading')
      account.broken.push(`${driver}: patient ${patient} was not measured although all was well: ${kiosk.at()}`);
    kiosk.tell(random() < 0.5 ? { type: 'finished' } : { type: 'started-over' });
    wired.setLateMs(0);
    wired.setDeaf(false);
    wired.plugIn();
    await pass(random() * 10_000);
    check(patient, kiosk.readingsOf(visitId));
    if (random() < strangersAmongPatients) await strangerMeasures(wired, patient + strangerAfter, random);
  }
  // What was stored late stands in the store by now.
  await pass(60_000);
  for (let patient = 1; patient <= patients; patient++) {
    const stored = kiosk.readingsOf(`VISIT-${patient}` as VisitId);
    account.measured += stored.filter(({ values }) => values.kind === 'blood-pressure').length;
    means += stored.filter(({ values }) => values.kind === 'blood-pressure-average').length;
    check(patient, stored);
  }
  kiosk.close();
  await wired.close();
  return Object.assign(account, { means });

  /**
   * Whoever is measured while the patient rests is done before the rest is over: a cuff that works for another one while the patient is asked
   * to press its button is the patient's, for all that a kiosk can know.
   */
  function canStrike(fault: Fault): boolean {
    if (fault !== 'somebody else is measured while the patient rests') return true;
    return kiosk.restLeftMs() > 45_000 && !body.isWorking() && wired.monitor().freeInMs() === 0;
  }

  async function strike(fault: Fault, patient: number): Promise<void> {
    switch (fault) {
      case 'nothing':
      case 'gone without a word':
        break;
      case 'stop, and once more':
        kiosk.tell({ type: 'measuring-stopped' });
        await pass(random() * 5_000);
        kiosk.tell({ type: 'measuring-begun' });
        break;
      case 'started over':
        kiosk.tell({ type: 'started-over' });
        break;
      case 'cable pulled and put back':
        wired.unplug();
        await pass(random() * 20_000);
        wired.plugIn();
        break;
      case 'kiosk restarted':
        await wired.restart();
        kiosk.restart();
        break;
      case 'record comes late':
        wired.setLateMs(random() * 8_000);
        break;
      case 'device hears nothing for up to a minute':
        wired.setDeaf(true);
        clock.after(random() * 60_000, () => wired.setDeaf(false));
        break;
      case 'somebody else is measured while the patient rests':
        await strangerMeasures(wired, patient + strangerAfter, random);
        wired.seat(patient);
        wired.setLateMs(0);
        break;
    }
  }

  function check(patient: number, stored: readonly StoredReading[]): void {
    const theirs = valuesOf(patient);
    for (const { values } of stored) {
      if (values.kind === 'quantities') continue;
      const isTheirs = (['systolic', 'diastolic', 'pulse'] as const).every((name) => values[name] === theirs[name]);
      const what = values.kind === 'blood-pressure' ? 'reading' : 'mean';
      if (!isTheirs) account.broken.push(`${driver}: patient ${patient} was given somebody else's ${what}`);
    }
  }
}
