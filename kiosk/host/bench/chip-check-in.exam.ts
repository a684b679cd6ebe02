import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CardReaderSimulatorAction, CardReaderSimulatorState } from '#drivers/contract/simulator.ts';
import type { Notice, Snapshot } from '#kiosk/bridge/words.ts';
import { type KioskBench, scanOf } from './kiosk-bench.simulator.ts';
import { ticketOf } from './patient.ts';

/** A whole kiosk with a reader of chip cards, and a hand with cards at it. */
export interface ChipBench {
  readonly kiosk: KioskBench;
  act(action: CardReaderSimulatorAction): Promise<void>;
  state(): CardReaderSimulatorState;
  close(): Promise<void>;
}

const name = 'Nguyễn Thị Ví Dụ';

/** What a kiosk with a reader must do, whatever wire the reader hangs on. */
export function chipCheckInExam(wire: string, openBench: () => Promise<ChipBench>): void {
  let bench: ChipBench;
  beforeEach(async () => {
    bench = await openBench();
  });
  afterEach(() => bench.close());

  async function shown(fits: (snapshot: Snapshot) => boolean): Promise<Snapshot> {
    const snapshot = await bench.kiosk.page().until(fits);
    if (!snapshot.ok) throw new Error(`${snapshot.problem.kind} at ${snapshot.problem.lastScreen}`);
    return snapshot.value;
  }
  const screen = (show: Snapshot['screen']['show']) => (snapshot: Snapshot) => snapshot.screen.show === show;
  const chip = (says: string) => (snapshot: Snapshot) => 'chip' in snapshot.screen && snapshot.screen.chip === says;
  const noticed = (notice: Notice) => (snapshot: Snapshot) => snapshot.notice === notice;
  const nameOn = ({ screen: current }: Snapshot) =>
    current.show === 'confirm-identity' ? current.person.fullName : undefined;
  const tap = (command: 'confirm-identity' | 'start-over') => bench.kiosk.page().tap(command, {});
  const lay = (cardId: string) => bench.act({ do: 'insert', cardId });

  /** The QR of a card, with the name as the scanner delivers it. */
  async function scan(cardId: string, nameAsScanned = name): Promise<Snapshot> {
    const bytes = Buffer.from(Buffer.from(scanOf(cardId)).toString().replace(name, nameAsScanned));
    await bench.kiosk.scanners[0].act({ do: 'send-bytes', base64: bytes.toString('base64') });
    return shown(screen('confirm-identity'));
  }

  /** From the confirm screen to the paper; the registration as the hospital has it. */
  async function checkedIn(): Promise<{ readonly end: Snapshot; readonly registration: string }> {
    await tap('confirm-identity');
    await shown(screen('choose-service'));
    await bench.kiosk.page().tap('answer', { answer: { serviceCode: 'noi' } });
    const end = await shown((snapshot) => ticketOf(snapshot)?.paper === 'printed');
    await bench.kiosk.his.until((arrivals) => arrivals.length > 0);
    return { end, registration: JSON.stringify(bench.kiosk.his.arrivals()) };
  }

  describe(`a check-in with a chip card over ${wire}`, () => {
    test('the scanned card’s chip says the name that the scanner lost, and the hospital hears it from the chip', async () => {
      expect(nameOn(await scan('old-person', 'Nguy?n Th? V? D?'))).toBeUndefined();
      await shown(chip('lay-card'));
      await lay('old-person');
      expect(nameOn(await shown(chip('genuine')))).toBe(name);
      const { end, registration } = await checkedIn();
      expect(end.screen.show).toBe('take-ticket');
      expect(registration).toContain('CHIP');
      expect(registration.normalize('NFC')).toContain('Ví Dụ');
    });

    test('a card torn out is told within two seconds, and laid again it is read', async () => {
      await scan('old-person');
      await bench.act({ do: 'tear-after', apdus: 9 });
      await lay('old-person');
      await shown(chip('reading'));
      const startedAt = performance.now();
      await shown(noticed('chip-card-taken'));
      expect(performance.now() - startedAt).toBeLessThan(2_000);
      await lay('old-person');
      await shown(chip('genuine'));
    });

    test('a chip whose details are of a layout that nobody knows is genuine all the same, and the name keeps its marks', async () => {
      await scan('old-person');
      await lay('unknown-details');
      expect(nameOn(await shown(chip('genuine')))).toBe(name);
      const { end, registration } = await checkedIn();
      expect(end.screen.show).toBe('take-ticket');
      expect(registration.normalize('NFC')).toContain('Ví Dụ');
    });

    test('a forged chip leaves the scanned name, sends the patient by the desk, and withholds no number', async () => {
      await scan('old-person');
      await lay('forged-details');
      expect(nameOn(await shown(noticed('chip-does-not-match')))).toBe(name);
      const { end, registration } = await checkedIn();
      expect(end.screen).toMatchObject({ show: 'go-to-desk', why: 'chip-does-not-match', ticket: { number: 'UA001' } });
      expect(registration).not.toContain('Người Khác');
    });

    test('somebody else’s card is tried once and never again, and holds nobody up', async () => {
      await scan('old-person');
      await lay('new-card');
      await shown(noticed('chip-of-other-card'));
      const { triesLeft } = bench.state();
      await bench.act({ do: 'remove' });
      await lay('new-card');
      await checkedIn();
      expect(bench.state().triesLeft).toBe(triesLeft);
    });

    test('a card laid down before any scan is asked to be scanned, and nothing is asked of its chip', async () => {
      await lay('old-person');
      expect((await shown(noticed('scan-code-first'))).screen.show).toBe('attract');
      expect(bench.state().apdus).toBe(0);
      await scan('old-person');
      await shown(chip('genuine'));
    });

    test('what was being read when the patient left is nobody’s, and the next patient’s card is read', async () => {
      await bench.act({ do: 'set-delay', ms: 30 });
      await scan('old-person', 'Nguy?n Th? V? D?');
      await lay('old-person');
      await shown(chip('reading'));
      await tap('start-over');
      await shown(screen('attract'));
      await bench.act({ do: 'set-delay', ms: 0 });
      expect(nameOn(await scan('new-card'))).toBe('Đặng Thị Mẫu');
      await lay('new-card');
      const read = await shown(chip('genuine'));
      expect(nameOn(read)).toBe('Đặng Thị Mẫu');
      await bench.kiosk.logged('chip-read');
      const log = readFileSync(join(bench.kiosk.dataDir, 'logs/kiosk.log'), 'utf8');
      expect(log.match(/"chip-read"/g)).toHaveLength(1);
      expect(log).not.toMatch(/Mẫu|Ví Dụ|000005|000001/);
    });
  });
}
