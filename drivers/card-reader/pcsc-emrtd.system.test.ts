import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, test } from 'vitest';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { type PcscProcess, spawnPcscChild } from '../transport/pcsc-process.ts';
import { type CardReaderBench, cardReaderExam } from './card-reader.exam.ts';
import { createPcscEmrtdReader } from './pcsc-emrtd.ts';
import { openVirtualReader, type VirtualReader } from './virtual-reader.simulator.ts';
import { startSimulatedVpcdCards } from './vpcd-card.simulator.ts';

const opened = await openVirtualReader();

if (opened.ok) {
  const virtualReader = opened.value;
  afterAll(virtualReader.close);
  cardReaderExam('a real pcscd', () => createPcscdBench(virtualReader));
} else if (process.env.CI) {
  test('a card reader over a real pcscd', () => {
    throw new Error(opened.problem.reason);
  });
} else {
  test.skip(`a card reader over a real pcscd: ${opened.problem.reason}`, () => {});
}

/** Simulated chip → TCP → vpcd → pcscd → pcsc-mini in its child process → the driver. */
async function createPcscdBench(virtualReader: VirtualReader): Promise<CardReaderBench> {
  const cscaDir = await mkdtemp(join(tmpdir(), 'tiep-don-csca-'));
  const cscaFile = join(cscaDir, 'country.cer');
  const { cards, act, state, close } = await startSimulatedVpcdCards({
    vpcdPort: virtualReader.port,
    controlPort: 0,
    cscaFile,
  });
  let holder: PcscProcess | undefined;
  const reader = createPcscEmrtdReader({
    id: 'cccd',
    reader: 'Virtual PCD',
    cscaDir,
    clock: machineClock,
    random: Math.random,
    randomBytes,
    spawnPcsc() {
      holder = spawnPcscChild();
      return holder;
    },
  });
  return {
    reader,
    cards,
    act,
    state,
    forgetCountry: () => rm(cscaFile),
    killProcess: async () => holder?.kill(),
    unplug: virtualReader.stop,
    plugIn: virtualReader.start,
    turn: () => new Promise((resolve) => setTimeout(resolve, 10)),
    async close() {
      await reader.close();
      await close();
      await rm(cscaDir, { recursive: true });
    },
  };
}
