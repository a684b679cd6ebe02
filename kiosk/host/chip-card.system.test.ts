import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, test } from 'vitest';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { watchPcsc } from '#drivers/card-reader/pcsc-readers.ts';
import { openVirtualReader, type VirtualReader } from '#drivers/card-reader/virtual-reader.simulator.ts';
import { startSimulatedVpcdCards } from '#drivers/card-reader/vpcd-card.simulator.ts';
import { type ChipBench, chipCheckInExam } from './bench/chip-check-in.exam.ts';
import { openKioskBench } from './bench/kiosk-bench.simulator.ts';

const readerName = 'Virtual PCD';
const opened = await openVirtualReader();

if (opened.ok) {
  const virtualReader = opened.value;
  afterAll(virtualReader.close);
  chipCheckInExam('a real pcscd', () => openChipBench(virtualReader));
} else if (process.env.CI) {
  test('a check-in with a chip card over a real pcscd', () => {
    throw new Error(opened.problem.reason);
  });
} else {
  test.skip(`a check-in with a chip card over a real pcscd: ${opened.problem.reason}`, () => {});
}

/** Simulated chip → TCP → vpcd → pcscd → pcsc-mini in its child process → the kiosk. */
async function openChipBench({ port }: VirtualReader): Promise<ChipBench> {
  const cscaDir = await mkdtemp(join(tmpdir(), 'tiep-don-csca-'));
  const cards = await startSimulatedVpcdCards({
    vpcdPort: port,
    controlPort: 0,
    cscaFile: join(cscaDir, 'country.cer'),
  });
  const service = watchService();
  // The last test's card may still be leaving.
  await service.sees(false);
  const kiosk = await openKioskBench(['check-in'], { reader: readerName, cscaDir });
  return {
    kiosk,
    state: cards.state,
    async act(action) {
      const moves = action.do === 'insert' || action.do === 'remove';
      if (moves) await cards.act({ do: 'remove' });
      if (moves) await service.sees(false);
      if (action.do !== 'remove') await cards.act(action);
      if (action.do === 'insert') await service.sees(true);
    },
    async close() {
      await kiosk.close();
      await cards.close();
      await service.sees(false);
      await service.close();
      await rm(cscaDir, { recursive: true });
    },
  };
}

/** pcscd looks at its readers every 400 ms: a card that is back before that never left. No hand is that quick. */
function watchService() {
  let present: boolean | undefined;
  const waiting = new Set<() => void>();
  const pcsc = watchPcsc({
    reader: readerName,
    clock: machineClock,
    random: Math.random,
    onEvent({ type }) {
      if (type === 'reader-present') present = false;
      else if (type === 'card-inserted') present = true;
      else if (type === 'card-removed') present = false;
      // A reader is told before the card that lies on it.
      queueMicrotask(() => {
        for (const look of [...waiting]) look();
      });
    },
  });
  return {
    close: pcsc.close,
    sees: (wanted: boolean) =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (present !== wanted) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
  };
}
