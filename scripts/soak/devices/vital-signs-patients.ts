import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import type { VitalSignsEvent } from '#drivers/contract/vital-signs.ts';
import type { SimulatedVitals } from '#drivers/contract/vital-signs-simulator.ts';
import { createMemoryWire } from '#drivers/transport/memory-wire.bench.ts';
import { createDevice } from '#drivers/vital-signs/open-vital-signs-device.ts';
import { simulatedModel } from '#drivers/vital-signs/vital-signs.bench.ts';
import type { VitalSignsName } from '#drivers/vital-signs/vital-signs-drivers.ts';
import { createAccount, type DeviceAccount } from './device-account.ts';

/** One scale, oximeter or meter on a wire of memory; every patient has numbers that their neighbours do not have. */
const faults = [
  'nothing',
  'answers come late',
  'stop, and measured after it',
  'cable pulled and put back',
  'finger left in',
] as const;

const stepMs = 250;
const longestTurnMs = 10 * 60_000;

export async function soakVitalSignsDriver(
  driver: VitalSignsName,
  patients: number,
  random: () => number,
): Promise<DeviceAccount> {
  const account = createAccount(driver);
  const clock = createHandCrankedClock(Date.UTC(2026, 6, 11, 1));
  let isPlugged = true;
  const machine = simulatedModel(driver).create({
    clock,
    say: deliver,
  });
  const wire = createMemoryWire((bytes) => {
    if (isPlugged) queueMicrotask(() => machine.receive(bytes));
  });
  /** In order, however late; what is said into a pulled cable is gone. */
  let lateMs = 0;
  let dueAt = 0;
  function deliver(message: Uint8Array): void {
    dueAt = Math.max(dueAt, clock.monotonic() + lateMs);
    clock.after(dueAt - clock.monotonic(), () => {
      if (isPlugged) wire.deliver(message);
    });
  }
  const open = async () => (isPlugged ? wire.open() : { ok: false as const, problem: { kind: 'not-found' as const } });
  const device = createDevice(driver, { id: 'device', open, clock, random: () => 0 });

  async function pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += stepMs) {
      clock.advance(stepMs);
      for (let turn = 0; turn < 8; turn++) await Promise.resolve();
    }
  }

  async function until(isSo: () => boolean): Promise<boolean> {
    for (let passed = 0; passed < longestTurnMs; passed += stepMs) {
      if (isSo()) return true;
      await pass(stepMs);
    }
    return false;
  }

  await pass(3_000);
  let last: string = 'nothing';
  let endedAt = clock.monotonic();
  for (let patient = 1; patient <= patients; patient++) {
    const fault = faults[Math.floor(random() * faults.length)] ?? 'nothing';
    const events: VitalSignsEvent[] = [];
    const has = (...types: readonly VitalSignsEvent['type'][]) => events.some(({ type }) => types.includes(type));
    while (device.condition() === 'absent') await pass(stepMs);
    const measurement = device.measure((event) => events.push(event), `patient-${patient}`);
    if (!(await until(() => has('measuring', 'failed'))))
      account.broken.push(`${driver}: patient ${patient} never had a turn after "${last}"`);
    account.healed(last, clock.monotonic() - endedAt);
    // Whoever left a finger in takes it out when the next patient is asked, or much later.
    await pass(last === 'finger left in' ? random() * 20_000 : 2_000);
    machine.takeOff();
    await pass(2_000);
    switch (fault) {
      case 'answers come late':
        lateMs = random() * 4_000;
        machine.measure(vitalsOf(patient));
        break;
      case 'nothing':
      case 'finger left in':
        machine.measure(vitalsOf(patient));
        break;
      case 'stop, and measured after it': {
        void measurement.stop();
        const afterMs = random() * 5_000;
        clock.after(afterMs, () => machine.measure(vitalsOf(patient)));
        // A finger that goes into an empty sensor while the next patient is measured is theirs, for all that a kiosk can know.
        if (machine.holdsFinger) await pass(afterMs);
        break;
      }
      case 'cable pulled and put back':
        isPlugged = false;
        wire.cut();
        machine.measure(vitalsOf(patient));
        await pass(random() * 10_000);
        isPlugged = true;
        break;
    }
    if (!(await until(() => has('result', 'failed'))))
      account.broken.push(`${driver}: patient ${patient} waits for ever`);
    for (const event of events) {
      if (event.type !== 'result') continue;
      account.measured += 1;
      const theirs = Object.values(vitalsOf(patient));
      if (!event.quantities.every(({ value }) => theirs.includes(value)))
        account.broken.push(`${driver}: patient ${patient} was given somebody else's reading`);
    }
    last = fault;
    endedAt = clock.monotonic();
    if (fault !== 'finger left in' && fault !== 'stop, and measured after it') machine.takeOff();
    await pass(random() * 6_000);
    lateMs = 0;
  }
  await device.close();
  machine.powerOff();
  return account;
}

function vitalsOf(patient: number) {
  return {
    'body-weight': 40 + (patient % 120) / 2,
    'body-height': 140 + (patient % 50),
    'oxygen-saturation': 90 + (patient % 10),
    'pulse-rate': 50 + ((patient * 7) % 100),
    glucose: 60 + (patient % 300),
    'body-temperature': 35 + (patient % 70) / 10,
  } satisfies SimulatedVitals;
}
