import * as z from 'zod';
import type { Clock } from '#config/agreements/clock.ts';
import { unreachable } from '#config/agreements/result.ts';
import type { Unsubscribe } from '../contract/device.ts';
import type { CardReaderSimulatorAction, CardReaderSimulatorState, SimulatedCard } from '../contract/simulator.ts';
import type { SimulatedChip } from './emrtd/simulated-chip.simulator.ts';
import type { LaidCard, LaidOnReader } from './pcsc-readers.simulator.ts';
import type { SyntheticChipCard } from './synthetic-chip-cards.simulator.ts';

/** The hand that holds cards to a reader, pulls them away, or tears them out in the middle. */
export interface CardInserter {
  state(): CardReaderSimulatorState;
  act(action: CardReaderSimulatorAction): Promise<void>;
  readonly actionSchema: z.ZodType<CardReaderSimulatorAction>;
  onChange(listener: () => void): Unsubscribe;
}

export interface CardInserterParts {
  readonly cards: readonly SyntheticChipCard[];
  readonly clock: Clock;
  createChip(card: SyntheticChipCard): SimulatedChip;
  /** Lays a card on the reader, whichever that is; `onChange` when the reader notices or loses it. */
  lay(card: LaidCard, onChange: () => void): LaidOnReader;
}

interface HeldCard {
  readonly id: string;
  readonly chip: SimulatedChip;
  readonly laid: LaidOnReader;
}

export function createCardInserter({ cards, clock, createChip, lay }: CardInserterParts): CardInserter {
  const listeners = new Set<() => void>();
  const listed: readonly SimulatedCard[] = cards.map(({ id, title, remark }) => ({ id, title, remark }));
  /** A chip remembers its wrong keys while it lies in a pocket. */
  const chips = new Map<string, SimulatedChip>();
  let held: HeldCard | undefined;
  let apdus = 0;
  let powerCycles = 0;
  let delayMs = 0;
  let tearAfter: number | null = null;

  function changed(): void {
    for (const listener of listeners) listener();
  }

  function insert(cardId: string): void {
    const card = cards.find(({ id }) => id === cardId);
    if (!card) throw new Error(`No card ${cardId}`);
    remove();
    const chip = chips.get(cardId) ?? createChip(card);
    chips.set(cardId, chip);
    apdus = 0;
    const laid = lay({ onPower: () => power(chip), onApdu: (command) => answer(chip, command) }, changed);
    held = { id: cardId, chip, laid };
    changed();
  }

  function remove(): void {
    held?.laid.remove();
    held = undefined;
    changed();
  }

  function power(chip: SimulatedChip): void {
    powerCycles += 1;
    chip.reset();
  }

  async function answer(chip: SimulatedChip, command: Uint8Array): Promise<Uint8Array | undefined> {
    if (tearAfter === 0) {
      tearAfter = null;
      remove();
      return undefined;
    }
    if (tearAfter !== null) tearAfter -= 1;
    apdus += 1;
    changed();
    const cycle = powerCycles;
    if (delayMs > 0) await new Promise<void>((resolve) => void clock.after(delayMs, resolve));
    // Whatever a chip was computing ends with its power.
    if (cycle !== powerCycles) return undefined;
    return chip.transmit(command);
  }

  return {
    actionSchema: actionSchemaFor(cards),
    state: () => ({
      kind: 'card-reader',
      cardId: held?.id ?? null,
      reached: held?.laid.isReached() ?? false,
      apdus,
      triesLeft: held?.chip.triesLeft() ?? null,
      delayMs,
      tearAfter,
      cards: listed,
    }),
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async act(action) {
      switch (action.do) {
        case 'insert':
          return insert(action.cardId);
        case 'remove':
          return remove();
        case 'tear-after':
          tearAfter = action.apdus;
          return changed();
        case 'set-delay':
          delayMs = action.ms;
          return changed();
        default:
          return unreachable(action);
      }
    },
  };
}

function actionSchemaFor(cards: readonly SyntheticChipCard[]): z.ZodType<CardReaderSimulatorAction> {
  return z.discriminatedUnion('do', [
    z.strictObject({ do: z.literal('insert'), cardId: z.enum(cards.map(({ id }) => id)) }),
    z.strictObject({ do: z.literal('remove') }),
    z.strictObject({ do: z.literal('tear-after'), apdus: z.int().min(0).max(10_000).nullable() }),
    z.strictObject({ do: z.literal('set-delay'), ms: z.int().min(0).max(60_000) }),
  ]);
}
