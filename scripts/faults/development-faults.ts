import type { HisMode, HttpMode } from '#backend-client/hospital-kit/simulator/words.ts';
import type { PrinterSimulatorAction } from '#drivers/contract/simulator.ts';
import type { FaultWorld, InjectedFault } from './injected-fault.ts';

/** Faults that the sentences were written with: of each device, and of what the hospital's table of faults has. */

const well = (id: string) => async (world: FaultWorld) => {
  const device = world.device(id);
  return device?.condition === 'ready' && device.hints.length === 0;
};

const printer = (name: string, ...actions: readonly PrinterSimulatorAction[]): InjectedFault => ({
  name,
  async inject(world) {
    for (const action of actions) await world.printer.act(action);
  },
  truth: 'by hand',
  isHealed: well('printer'),
});

const theyMendIt = async (world: FaultWorld) => {
  world.his.setMode({ kind: 'answer' });
  for (const protocol of ['fhir', 'webhook'] as const) world.his.setHttpMode(protocol, { kind: 'answer' });
  return undefined;
};

const overMllp = (kind: Exclude<HisMode['kind'], 'slow' | 'cut-numbers'>): InjectedFault => ({
  name: `MLLP: ${kind}`,
  async inject(world) {
    world.his.setMode({ kind });
    await world.patientTries();
  },
  truth: 'they mend it when they are called',
  hands: { 'call-hospital': theyMendIt },
});

const overWebhook = (mode: HttpMode): InjectedFault => ({
  name: `webhook: ${mode.kind === 'status' ? mode.status : mode.kind}`,
  hospital: 'webhook',
  async inject(world) {
    world.his.setHttpMode('webhook', mode);
    await world.patientTries();
  },
  truth: 'they mend it when they are called, or it passes',
  hands: { 'call-hospital': theyMendIt, wait: theyMendIt },
});

export const developmentFaults: readonly InjectedFault[] = [
  printer('the paper is out', { do: 'set-paper', paper: 'out' }),
  printer('the paper is nearly out', { do: 'set-paper', paper: 'low' }),
  printer('the printer has no power', { do: 'unplug' }),
  printer('new paper, and the cover still open', { do: 'set-paper', paper: 'out' }, { do: 'set-cover', cover: 'open' }),
  {
    name: 'the scanner is unplugged',
    inject: (world) => world.scanner.act({ do: 'unplug' }),
    truth: 'plug it in',
    isHealed: well('scanner'),
  },
  {
    name: 'the scanner sends no ending',
    async inject(world) {
      world.scannerSends((bytes) => bytes.slice(0, -1));
      await world.patientTries();
    },
    truth: 'the set-up code for the ending',
    hands: {
      'scan-set-up-code': async (world) => {
        world.scannerSends((bytes) => bytes);
        return undefined;
      },
    },
    isHealed: well('scanner'),
  },
  {
    name: 'the scanner’s window is dirty: half of each code comes',
    async inject(world) {
      world.scannerSends((bytes) => Uint8Array.of(...bytes.slice(0, 20), 0x0d));
      for (let patient = 0; patient < 3; patient += 1) await world.patientTries();
    },
    truth: 'wipe it',
    hands: {
      wipe: async (world) => {
        world.scannerSends((bytes) => bytes);
        return undefined;
      },
    },
  },
  {
    name: 'the cuff’s device server is unplugged',
    inject: (world) => world.monitor.act({ do: 'unplug' }),
    truth: 'plug it in',
    isHealed: async (world) => (await world.cuffTries()) === 'values',
  },
  ...(
    ['refuse-ae', 'refuse-without-reason', 'refuse-ar', 'record-locked', 'internal-error', 'other-version'] as const
  ).map(overMllp),
  ...(['stop-answering', 'drop-connection', 'garbage', 'wrong-msa-2'] as const).map(overMllp),
  ...([401, 404, 409, 422, 429, 503] as const).map((status) => overWebhook({ kind: 'status', status })),
  overWebhook({ kind: 'stop-answering' }),
];
