import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { createCardInserter } from '#drivers/card-reader/card-inserter.simulator.ts';
import { createSimulatedPcsc } from '#drivers/card-reader/pcsc-readers.simulator.ts';
import { createChipIssuers, syntheticChipCards } from '#drivers/card-reader/synthetic-chip-cards.simulator.ts';
import { chipCheckInExam } from './bench/chip-check-in.exam.ts';
import { openKioskBench } from './bench/kiosk-bench.simulator.ts';

const issuers = createChipIssuers(new Date(), randomBytes);

chipCheckInExam('a simulated PC/SC', async () => {
  const cscaDir = await mkdtemp(join(tmpdir(), 'tiep-don-csca-'));
  await writeFile(join(cscaDir, 'country.cer'), issuers.trusted.csca);
  const pcsc = createSimulatedPcsc();
  const { act, state } = createCardInserter({
    cards: syntheticChipCards(new Date().getFullYear()),
    clock: machineClock,
    createChip: (card) => card.createChip(issuers),
    lay: pcsc.lay,
  });
  const kiosk = await openKioskBench(['check-in'], { reader: '*', cscaDir, spawnPcsc: pcsc.spawnPcsc });
  return {
    kiosk,
    act,
    state,
    async close() {
      await kiosk.close();
      await act({ do: 'remove' });
      await rm(cscaDir, { recursive: true });
    },
  };
});
