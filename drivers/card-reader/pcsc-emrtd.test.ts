import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { createCardInserter } from './card-inserter.simulator.ts';
import { type CardReaderBench, cardReaderExam } from './card-reader.exam.ts';
import { createPcscEmrtdReader } from './pcsc-emrtd.ts';
import { createSimulatedPcsc } from './pcsc-readers.simulator.ts';
import { createChipIssuers, syntheticChipCards } from './synthetic-chip-cards.simulator.ts';

const today = new Date();
const issuers = createChipIssuers(today, randomBytes);

cardReaderExam('a simulated PC/SC', async (): Promise<CardReaderBench> => {
  const cscaDir = await mkdtemp(join(tmpdir(), 'tiep-don-csca-'));
  await writeFile(join(cscaDir, 'country.cer'), issuers.trusted.csca);
  const pcsc = createSimulatedPcsc();
  const cards = syntheticChipCards(today.getFullYear());
  const hand = createCardInserter({
    cards,
    clock: machineClock,
    createChip: (card) => card.createChip(issuers),
    lay: pcsc.lay,
  });
  const reader = createPcscEmrtdReader({
    id: 'cccd',
    reader: '*',
    cscaDir,
    // Trusted certificates are read from a real disk, whose time no hand can crank.
    clock: machineClock,
    random: () => 0,
    randomBytes,
    spawnPcsc: pcsc.spawnPcsc,
  });
  return {
    reader,
    cards,
    act: hand.act,
    state: hand.state,
    forgetCountry: () => rm(join(cscaDir, 'country.cer')),
    killProcess: async () => pcsc.crash(),
    unplug: async () => pcsc.unplug(),
    plugIn: async () => pcsc.plugIn(),
    turn: () => new Promise((resolve) => setTimeout(resolve, 1)),
    async close() {
      await reader.close();
      await hand.act({ do: 'remove' });
      await rm(cscaDir, { recursive: true });
    },
  };
});
