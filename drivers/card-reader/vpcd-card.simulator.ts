import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { machineClock } from '#config/agreements/machine-clock.ts';
import type { CardReaderSimulatorAction, CardReaderSimulatorState } from '../contract/simulator.ts';
import { type RunningSimulator, runSimulator } from '../simulator-control/run-simulator.ts';
import { serveControl } from '../simulator-control/serve-control.ts';
import { createCardInserter } from './card-inserter.simulator.ts';
import { createChipIssuers, type SyntheticChipCard, syntheticChipCards } from './synthetic-chip-cards.simulator.ts';
import { insertIntoVpcd } from './vpcd-wire.simulator.ts';

/**
 * A hand with chip cards at the virtual reader of vpcd, which pcscd shows as a real one. A program of its own:
 * `node drivers/card-reader/vpcd-card.simulator.ts --vpcd-port 35963 --control-port 7092 --csca-file ./csca/synthetic.cer`.
 * It makes a country of its own at each start; the file gets that country's certificate, for a reader to trust.
 */
export interface SimulatedVpcdCards extends RunningSimulator {
  /** DER of the country signing certificate that the genuine cards hang on. */
  readonly csca: Uint8Array;
  readonly cards: readonly SyntheticChipCard[];
  state(): CardReaderSimulatorState;
  act(action: CardReaderSimulatorAction): Promise<void>;
}

export interface VpcdCardsSettings {
  /** vpcd listens here. */
  readonly vpcdPort: number;
  /** 0 for any free port. */
  readonly controlPort: number;
  /** Where the country's certificate is written to; nowhere when left out. */
  readonly cscaFile?: string;
}

/**
 * Nobody changes cards faster. pcscd looks at a virtual reader every 0.4 s, and a card that comes before it has noticed that
 * the last one was torn out is never told as inserted (seen with pcscd 1.9.9).
 */
const handNeedsMs = 600;

export async function startSimulatedVpcdCards(settings: VpcdCardsSettings): Promise<SimulatedVpcdCards> {
  const { vpcdPort: port, controlPort, cscaFile } = settings;
  const now = new Date();
  const issuers = createChipIssuers(now, randomBytes);
  const { csca } = issuers.trusted;
  if (cscaFile) await writeFile(cscaFile, csca);
  const cards = syntheticChipCards(now.getFullYear());
  let lastLeftAt = Number.NEGATIVE_INFINITY;
  const { state, act, actionSchema, onChange } = createCardInserter({
    cards,
    clock: machineClock,
    createChip: (card) => card.createChip(issuers),
    lay(card, onChange) {
      const afterMs = Math.max(0, lastLeftAt + handNeedsMs - performance.now());
      const laid = insertIntoVpcd({ port, card, afterMs, onChange });
      return {
        ...laid,
        remove() {
          laid.remove();
          lastLeftAt = performance.now();
        },
      };
    },
  });
  const control = await serveControl({
    port: controlPort,
    state,
    actionSchema,
    act,
    onChange,
    files: async (path) => (path === '/csca.cer' ? { contentType: 'application/pkix-cert', bytes: csca } : undefined),
  });
  return {
    wirePort: port,
    controlPort: control.port,
    csca,
    cards,
    state,
    act,
    async close() {
      await act({ do: 'remove' });
      await control.close();
    },
  };
}

if (import.meta.main) {
  await runSimulator(
    ({ controlPort, options: { 'vpcd-port': vpcdPort, 'csca-file': cscaFile } }) =>
      startSimulatedVpcdCards({ vpcdPort: Number(vpcdPort), controlPort, ...(cscaFile ? { cscaFile } : {}) }),
    { 'vpcd-port': '35963', 'csca-file': '' },
  );
}
