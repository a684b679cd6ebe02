import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { createCardHand } from '#drivers/card-reader/card-hand.simulator.ts';
import { createChipIssuers, syntheticChipCards } from '#drivers/card-reader/synthetic-chip-cards.simulator.ts';
import { createSimulatedPcsc } from '#drivers/transport/pcsc.simulator.ts';
import { chipCheckInContract } from './bench/chip-check-in.contract.ts';
import { openKioskBench } from './bench/kiosk-bench.simulator.ts';

const issuers = createChipIssuers(new Date(), randomBytes);

chipCheckInContract('a simulated PC/SC', async () => {
  const cscaDir = await mkdtemp(join(tmpdir(), 'tiep-don-csca-'));
  await writeFile(join(cscaDir, 'country.cer'), issuers.trusted.csca);
  const pcsc = createSimulatedPcsc();
  const { act, state } = createCardHand({
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
