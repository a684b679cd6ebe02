import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { openVirtualReader } from '#drivers/card-reader/virtual-reader.simulator.ts';
import { type SimulatedVpcdCards, startSimulatedVpcdCards } from '#drivers/card-reader/vpcd-card.simulator.ts';
import { watchPcsc } from '#drivers/transport/pcsc.ts';
import type { Snapshot } from '#kiosk/bridge/words.ts';
import { type KioskBench, openKioskBench } from './bench/kiosk-bench.simulator.ts';
import { screen as atScreen } from './bench/page-driver.ts';
import { ticketOf } from './bench/patient.ts';

/** vpcd has two slots, each a reader of its own to PC/SC, as a dual reader or two readers at one kiosk are. */
const readers = ['Virtual PCD 00 00', 'Virtual PCD 00 01'] as const;
const opened = await openVirtualReader();
const longestTestMs = 60_000;

if (!opened.ok && process.env.CI) {
  test('a kiosk with two card readers over a real pcscd', () => {
    throw new Error(opened.problem.reason);
  });
}

describe.skipIf(!opened.ok)('a kiosk with two card readers over a real pcscd', () => {
  const virtualReader = opened.ok ? opened.value : undefined;
  afterAll(() => virtualReader?.close());
  let cscaDir = '';
  let kiosk: KioskBench;
  let hands: readonly [SimulatedVpcdCards, SimulatedVpcdCards];
  let slots: ReturnType<typeof watchSlots>;

  beforeEach(async () => {
    const port = virtualReader?.port ?? 0;
    cscaDir = await mkdtemp(join(tmpdir(), 'tiep-don-csca-'));
    const hand = (slot: number) =>
      startSimulatedVpcdCards({
        vpcdPort: port + slot,
        controlPort: 0,
        cscaFile: join(cscaDir, `country-${slot}.cer`),
      });
    hands = [await hand(0), await hand(1)];
    slots = watchSlots();
    await slots.see([false, false]);
    kiosk = await openKioskBench(['check-in'], { reader: '*', cscaDir });
  }, longestTestMs);

  afterEach(async () => {
    await kiosk.close();
    for (const hand of hands) await hand.close();
    await slots.see([false, false]);
    await slots.close();
    await rm(cscaDir, { recursive: true });
  }, longestTestMs);

  const chip = (says: string) => (snapshot: Snapshot) => 'chip' in snapshot.screen && snapshot.screen.chip === says;
  const nameOn = ({ screen }: Snapshot) => (screen.show === 'confirm-identity' ? screen.person.fullName : undefined);

  async function scan(cardId: string): Promise<Snapshot> {
    await kiosk.scan(cardId);
    return kiosk.shown(atScreen('confirm-identity'));
  }

  /** To the ticket, and what the hospital has heard of whom. */
  async function checkedIn(): Promise<string> {
    await kiosk.page().tap('confirm-identity', {});
    await kiosk.shown(atScreen('choose-service'));
    await kiosk.page().tap('answer', { answer: { serviceCode: 'noi' } });
    await kiosk.shown((snapshot) => ticketOf(snapshot)?.paper === 'printed');
    await kiosk.his.until((arrivals) => arrivals.length > 0);
    return JSON.stringify(kiosk.his.arrivals());
  }

  test(
    'a card that the last patient forgot on one reader is left alone, and the one that is laid on the other is read',
    async () => {
      await scan('child');
      await hands[0].act({ do: 'insert', cardId: 'child' });
      await kiosk.shown(chip('genuine'));
      await kiosk.page().tap('start-over', {});
      await kiosk.shown(atScreen('attract'));
      const { triesLeft } = hands[0].state();
      await scan('old-person');
      await kiosk.shown(chip('lay-card'));
      await hands[1].act({ do: 'insert', cardId: 'old-person' });
      expect(nameOn(await kiosk.shown(chip('genuine')))).toBe('Nguyễn Thị Ví Dụ');
      expect(hands[0].state().triesLeft).toBe(triesLeft);
    },
    longestTestMs,
  );

  test(
    'two cards that are laid at once, one of them a stranger’s, are never one person',
    async () => {
      await scan('old-person');
      await kiosk.shown(chip('lay-card'));
      await Promise.all([
        hands[0].act({ do: 'insert', cardId: 'new-card' }),
        hands[1].act({ do: 'insert', cardId: 'old-person' }),
      ]);
      await slots.see([true, true]);
      const after = await kiosk.shown(
        (snapshot) => chip('genuine')(snapshot) || snapshot.notice === 'chip-of-other-card',
      );
      expect(nameOn(after)).toBe('Nguyễn Thị Ví Dụ');
      const registration = await checkedIn();
      expect(registration).toContain('Ví Dụ');
      expect(registration).not.toMatch(/Đặng|121000005/);
    },
    longestTestMs,
  );

  test(
    'a stranger’s card on the other reader, in the middle of the reading, costs a new try and mixes nobody',
    async () => {
      await hands[0].act({ do: 'set-delay', ms: 60 });
      await scan('old-person');
      await hands[0].act({ do: 'insert', cardId: 'old-person' });
      await kiosk.shown(chip('reading'));
      await hands[1].act({ do: 'insert', cardId: 'new-card' });
      await slots.see([true, true]);
      await hands[0].act({ do: 'set-delay', ms: 0 });
      const after = await kiosk.shown(
        (snapshot) => chip('genuine')(snapshot) || snapshot.notice === 'chip-of-other-card',
      );
      expect(nameOn(after)).toBe('Nguyễn Thị Ví Dụ');
      expect(await checkedIn()).not.toMatch(/Đặng|121000005/);
    },
    longestTestMs,
  );

  test(
    'readers that go away in the middle of a reading cost no patient, and are read from again once they are back',
    async () => {
      await hands[1].act({ do: 'set-delay', ms: 60 });
      await scan('old-person');
      await hands[1].act({ do: 'insert', cardId: 'old-person' });
      await kiosk.shown(chip('reading'));
      await virtualReader?.stop();
      await hands[1].act({ do: 'remove' });
      await hands[1].act({ do: 'set-delay', ms: 0 });
      await virtualReader?.start();
      await slots.see([false, false]);
      await hands[0].act({ do: 'insert', cardId: 'old-person' });
      await slots.see([true, false]);
      expect(nameOn(await kiosk.shown(chip('genuine')))).toBe('Nguyễn Thị Ví Dụ');
      expect(await checkedIn()).toContain('Ví Dụ');
    },
    longestTestMs,
  );
});

/** pcscd looks at its readers every 400 ms: what a hand does before that was seen never happened. */
function watchSlots() {
  const has = new Map<string, boolean>();
  const waiting = new Set<() => void>();
  const watches = readers.map((reader) =>
    watchPcsc({
      reader,
      clock: machineClock,
      random: Math.random,
      onEvent({ type }) {
        if (type === 'reader-present' || type === 'card-removed') has.set(reader, false);
        else if (type === 'card-inserted') has.set(reader, true);
        else has.delete(reader);
        queueMicrotask(() => {
          for (const look of [...waiting]) look();
        });
      },
    }),
  );
  return {
    async close() {
      for (const watch of watches) await watch.close();
    },
    see: (wanted: readonly [boolean, boolean]) =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (!readers.every((reader, at) => has.get(reader) === wanted[at])) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
  };
}
