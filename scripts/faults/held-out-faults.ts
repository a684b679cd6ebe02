import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { simulatedSecret } from '#backend-client/hospital-kit/simulator/webhook-receiver.ts';
import type { SiteFile } from '#config/settings/site-file.ts';
import type { FaultWorld, InjectedFault } from './injected-fault.ts';

/**
 * Twenty faults of a working day, kept apart: written before the sentences of the console were looked at, and changed by nobody
 * who writes sentences. Devices of the bench's site file: `scanner`, `printer`, `bp`; its hospital: `his`.
 */
const scannerPort = 'devices[0].transport.port';
const printerPort = 'devices[1].transport.port';
const monitorPort = 'devices[2].transport.port';

const nothingToTell = undefined;
const minuteMs = 60_000;

function withPorts(site: SiteFile, ports: Readonly<Record<string, number>>): SiteFile {
  const devices = site.devices.map((device) => {
    const port = ports[device.id];
    if (port === undefined || !('transport' in device) || device.transport.kind !== 'tcp') return device;
    return { ...device, transport: { ...device.transport, port } };
  });
  return { ...site, devices } as SiteFile;
}

function portOf(site: SiteFile, id: string): number {
  const device = site.devices.find((each) => each.id === id);
  return device && 'transport' in device && device.transport.kind === 'tcp' ? device.transport.port : 0;
}

const stays = (world: FaultWorld, id: string) => {
  const device = world.device(id);
  return device?.condition === 'ready' && device.hints.length === 0;
};

export const heldOutFaults: readonly InjectedFault[] = [
  {
    name: 'the cover was left open after the roll was changed',
    inject: (world) => world.printer.act({ do: 'set-cover', cover: 'open' }),
    truth: 'close the cover',
    isHealed: async (world) => stays(world, 'printer'),
  },
  {
    name: 'a scrap of paper blocks the cutter',
    inject: (world) => world.printer.act({ do: 'set-cutter', cutter: 'jammed' }),
    truth: 'take the scrap out',
    isHealed: async (world) => stays(world, 'printer'),
  },
  {
    name: 'the printer hangs behind its device server and says nothing any more',
    inject: (world) => world.printer.act({ do: 'set-silent', silent: true }),
    truth: 'switch it off and on',
    isHealed: async (world) => stays(world, 'printer'),
  },
  (() => {
    let port = 0;
    return {
      name: 'the printer got another address from the network',
      inject: async (world) => {
        ({ port } = await world.move('printer'));
      },
      truth: 'read its address off its own test page and write it into the settings',
      hands: { 'read-off-device': async () => ({ [printerPort]: port }) },
      isHealed: async (world) => stays(world, 'printer'),
    } satisfies InjectedFault;
  })(),
  {
    name: 'a spare scanner was plugged in that talks at another speed',
    scannerOn: 'serial',
    async inject(world) {
      world.setLineSpeed(115_200);
      await world.patientTries();
    },
    truth: 'write its speed into the settings, or set it back by a code of the maker',
    hands: {
      'read-off-device': async () => ({ 'devices[0].transport.baudRate': 115_200 }),
      'scan-set-up-code': async (world) => {
        world.setLineSpeed(9_600);
        return nothingToTell;
      },
    },
    isHealed: async (world) => stays(world, 'scanner'),
  },
  {
    name: 'somebody scanned a code of the manual: a name of the scanner stands before every code',
    async inject(world) {
      world.scannerSends((bytes) => Buffer.concat([Buffer.from('QUAY3/2|'), bytes]));
      await world.patientTries();
    },
    truth: 'the set-up code that takes the prefix off',
    hands: {
      'scan-set-up-code': async (world) => {
        world.scannerSends((bytes) => bytes);
        return nothingToTell;
      },
    },
    isHealed: async (world) => stays(world, 'scanner'),
  },
  (() => {
    let port = 0;
    return {
      name: 'the scanner broke and another one hangs on another port of the device server',
      inject: async (world) => {
        ({ port } = await world.move('scanner'));
      },
      truth: 'write its port into the settings',
      hands: { 'read-off-device': async () => ({ [scannerPort]: port }) },
      isHealed: async (world) => stays(world, 'scanner'),
    } satisfies InjectedFault;
  })(),
  {
    name: 'the monitor was switched off for the night and nobody switched it on',
    inject: (world) => world.monitor.act({ do: 'unplug' }),
    truth: 'switch it on',
    hands: {
      'switch-off-and-on': async (world, about) => {
        if (about === 'bp') await world.monitor.act({ do: 'plug-in' });
        return nothingToTell;
      },
    },
    isHealed: async (world) => stays(world, 'bp') && (await world.cuffTries()) === 'values',
  },
  {
    name: 'the monitor’s battery is empty: its clock is three years behind',
    async inject(world) {
      world.setMonitorClock(-3 * 365 * 24 * 60 * minuteMs);
      await world.cuffTries();
    },
    truth: 'set its clock',
    hands: {
      'set-device-clock': async (world) => {
        world.setMonitorClock(0);
        return nothingToTell;
      },
    },
    isHealed: async (world) => (await world.cuffTries()) === 'values' && stays(world, 'bp'),
  },
  {
    name: 'the hose has slipped off the cuff: nobody gets a value',
    async inject(world) {
      await world.monitor.act({ do: 'set-next-result', result: 'error' });
      await world.cuffTries();
      await world.cuffTries();
      await world.cuffTries();
    },
    truth: 'push the hose on',
    hands: {
      'seat-cuff-and-hose': async (world) => {
        await world.monitor.act({ do: 'set-next-result', result: 'normal' });
        return nothingToTell;
      },
    },
    isHealed: async (world) => (await world.cuffTries()) === 'values',
  },
  {
    name: 'the hospital’s program was ended for an update and not started again',
    async inject(world) {
      await world.hospitalStops();
      await world.patientTries();
    },
    truth: 'call them; they start it',
    hands: {
      'call-hospital': async (world) => {
        await world.hospitalStarts();
        return nothingToTell;
      },
    },
  },
  {
    name: 'the hospital does not know the code of a clinic and refuses every registration',
    async inject(world) {
      world.his.setMode({ kind: 'refuse-ae' });
      await world.patientTries();
      await world.patientTries();
    },
    truth: 'they enter the code; then the refused ones are sent once more',
    hands: {
      'call-hospital': async (world) => {
        world.his.setMode({ kind: 'answer' });
        return nothingToTell;
      },
    },
    isHealed: async (world) => {
      const registrations = world.his.arrivals().filter(({ kind }) => kind === 'registration');
      const taken = new Set(registrations.filter(({ answer }) => answer === 'AA').map(({ facts }) => facts.ticket));
      return registrations.every(({ facts }) => taken.has(facts.ticket));
    },
  },
  {
    name: 'the hospital has changed the secret of its interface',
    hospital: 'webhook',
    async inject(world) {
      writeFileSync(join(world.dataDir, 'secret'), 'the-secret-that-was-good-until-yesterday');
      await world.restart();
      await world.patientTries();
    },
    truth: 'ask them for the new one and enter it',
    hands: { 'call-hospital': async () => ({ 'hospital[0].secretFile': simulatedSecret }) },
  },
  {
    name: 'the hospital’s certificate ran out over night',
    hospital: 'fhir-over-tls',
    async inject(world) {
      world.showCertificate('expired');
      await world.patientTries();
    },
    truth: 'call them; they renew it',
    hands: {
      'call-hospital': async (world) => {
        world.showCertificate('valid');
        return nothingToTell;
      },
    },
  },
  (() => {
    let port = 0;
    return {
      name: 'the hospital’s new interface engine listens on another port',
      async inject(world) {
        await world.hospitalStops();
        ({ mllpPort: port } = await world.hospitalStarts(0));
        await world.patientTries();
      },
      truth: 'they tell the new port when they are called; it goes into the settings',
      hands: { 'call-hospital': async () => ({ 'hospital[0].port': port }) },
    } satisfies InjectedFault;
  })(),
  {
    name: 'somebody has copied films onto the kiosk’s disk',
    inject: async (world) => world.setFreeBytes(30_000_000),
    truth: 'make room',
    hands: {
      'make-room': async (world) => {
        world.setFreeBytes(5e9);
        return nothingToTell;
      },
    },
  },
  {
    name: 'somebody has set the computer’s clock nine hours ahead',
    async inject(world) {
      world.setKernel(false);
      await world.patientTries();
      world.clock.leap(9 * 60 * minuteMs);
    },
    truth: 'set the clock, or join the time server again',
    hands: {
      'set-machine-clock': async (world) => {
        world.clock.leap(-9 * 60 * minuteMs);
        world.setKernel(true);
        return nothingToTell;
      },
    },
  },
  (() => {
    let ports: Record<string, number> = {};
    return {
      name: 'two plugs of the device server were swapped: printer and monitor sit at each other’s port',
      site(site) {
        const [printer, bp] = [portOf(site, 'printer'), portOf(site, 'bp')];
        ports = { printer, bp };
        return withPorts(site, { printer: bp, bp: printer });
      },
      inject: async () => {},
      truth: 'each port where it belongs, in the settings',
      hands: { 'read-off-device': async () => ({ [printerPort]: ports.printer ?? 0, [monitorPort]: ports.bp ?? 0 }) },
      isHealed: async (world) => stays(world, 'printer') && (await world.cuffTries()) === 'values',
    } satisfies InjectedFault;
  })(),
  {
    name: 'somebody took the kiosk out of service at its screen on Friday and went home',
    async inject(world) {
      writeFileSync(
        join(world.dataDir, 'out-of-service.json'),
        JSON.stringify({ since: world.clock.now() - 60 * 60 * minuteMs, from: 'lobby' }),
      );
      await world.restart();
    },
    truth: 'put it back into service',
  },
  {
    name: 'a comma too many: the site file was edited by hand',
    async inject(world) {
      writeFileSync(join(world.dataDir, 'site.json'), '{ "profile": "demo",, }');
      await world.restart();
    },
    truth: 'put a version back that was good',
  },
];
