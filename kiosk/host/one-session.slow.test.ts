import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Snapshot } from '#kiosk/bridge/words.ts';
import { type KioskBench, openKioskBench, scanOf } from './bench/kiosk-bench.simulator.ts';
import { screen } from './bench/page-driver.ts';
import { checkIn, ticketOf } from './bench/patient.ts';

let bench: KioskBench;

beforeEach(async () => {
  bench = await openKioskBench();
});

afterEach(() => bench.close());

const nextWaits = ({ overlay }: Snapshot) => overlay?.show === 'next-waits';
const nameShown = ({ screen: current }: Snapshot) =>
  current.show === 'confirm-identity' ? current.person.fullName : undefined;

/** Goes on from the confirm screen to the number. */
async function choose(serviceCode = 'noi'): Promise<Snapshot> {
  await bench.page().tap('confirm-identity', {});
  await bench.shown(screen('choose-service'));
  await bench.page().tap('answer', { answer: { serviceCode } });
  return bench.shown((snapshot) => ticketOf(snapshot) !== undefined);
}

describe('one session at a time', () => {
  test('two codes in one TCP segment: the first opens the session, the second is somebody else and waits', async () => {
    await bench.send(Uint8Array.of(...scanOf('old-person'), ...scanOf('new-card')));
    const snapshot = await bench.shown(nextWaits);
    expect(nameShown(snapshot)).toBe('Nguyễn Thị Ví Dụ');
    expect(JSON.stringify(snapshot)).not.toContain('Đặng');
    await bench.page().tap('stay', {});
    expect((await bench.shown(({ notice }) => notice === 'somebody-elses-card')).overlay).toBeUndefined();
  });

  test("two codes in one segment of one person's two cards: both belong to the visit", async () => {
    await bench.send(Uint8Array.of(...scanOf('insured-cccd'), ...scanOf('insured-bhyt')));
    const snapshot = await bench.shown(({ notice }) => notice === 'other-card-added');
    expect(snapshot.screen).toMatchObject({ person: { numbers: [{ of: 'citizen-card' }, { of: 'insurance-card' }] } });
  });

  test("two scanners at once: one session, and its ticket is that person's", async () => {
    await Promise.all([bench.send(scanOf('old-person'), 0), bench.send(scanOf('new-card'), 1)]);
    const first = nameShown(await bench.shown(nextWaits));
    await bench.page().tap('stay', {});
    await choose();
    await bench.shown((each) => ticketOf(each)?.paper === 'printed');
    expect(bench.printer.papers()).toHaveLength(1);
    expect(['Nguyễn Thị Ví Dụ', 'Đặng Thị Mẫu']).toContain(first);
  });

  test('a scan during printing waits for the ticket; a number that is only on the screen is not taken from it', async () => {
    await bench.printer.act({ do: 'set-silent', silent: true });
    await bench.send(scanOf('old-person'));
    await bench.shown(screen('confirm-identity'));
    const printing = await choose();
    expect(ticketOf(printing)?.paper).toBe('printing');
    await bench.send(scanOf('new-card'), 1);
    const waiting = await bench.shown(({ notice }) => notice === 'please-wait-for-ticket');
    expect(waiting.session).toBe(printing.session);
    await bench.printer.act({ do: 'set-silent', silent: false });
    const kept = await bench.shown(
      (snapshot) => ticketOf(snapshot) !== undefined && ticketOf(snapshot)?.paper !== 'printing',
    );
    await bench.send(scanOf('new-card'), 1);
    expect((await bench.shown(nextWaits)).overlay).toMatchObject({ number: ticketOf(kept)?.number });
    await bench.page().tap('stay', {});
    await bench.page().tap('finish', {});
    await bench.shown(screen('attract'));
    await bench.send(scanOf('new-card'), 1);
    expect(nameShown(await bench.shown(screen('confirm-identity')))).toBe('Đặng Thị Mẫu');
  }, 20_000);

  test("a tap from the last patient's screen changes nothing for this one", async () => {
    await bench.send(scanOf('old-person'));
    const last = await bench.shown(screen('confirm-identity'));
    await bench.page().tap('start-over', {});
    await bench.shown(screen('attract'));
    await bench.send(scanOf('new-card'));
    await bench.shown(screen('confirm-identity'));
    expect(
      await bench.page().tapAs({ session: last.session, screen: 'confirm-identity' }, 'confirm-identity', {}),
    ).toEqual({
      ok: false,
      problem: { kind: 'stale' },
    });
    expect(nameShown(await bench.shown(() => true))).toBe('Đặng Thị Mẫu');
  });

  test('a double tap stores one visit and prints one ticket', async () => {
    await bench.send(scanOf('old-person'));
    await bench.shown(screen('confirm-identity'));
    await bench.page().tap('confirm-identity', {});
    const choosing = await bench.shown(screen('choose-service'));
    const context = { session: choosing.session, screen: 'choose-service' } as const;
    const taps = [1, 2, 3].map(() => bench.page().tapAs(context, 'answer', { answer: { serviceCode: 'noi' } }));
    expect((await Promise.all(taps)).map(({ ok }) => ok)).toEqual([true, false, false]);
    await bench.shown((snapshot) => ticketOf(snapshot)?.paper === 'printed');
    expect(bench.printer.papers()).toHaveLength(1);
  });

  test('a second page takes over, and the first one can do nothing any more', async () => {
    await bench.send(scanOf('old-person'));
    await bench.shown(screen('confirm-identity'));
    const second = await bench.openPage();
    expect(nameShown(await second.shown(screen('confirm-identity')))).toBe('Nguyễn Thị Ví Dụ');
    expect((await bench.page().until(screen('choose-service'))).ok).toBe(false);
    second.close();
  });
});

describe('a visit on real wires', () => {
  test('leaves paper, a registration with its diacritics and leading zero, and nothing readable on this disk', async () => {
    const outcome = await checkIn({
      page: bench.page(),
      scan: () => void bench.send(scanOf('old-person')),
      serviceCode: 'noi',
    });
    expect(outcome).toMatchObject({ ok: true, value: { number: 'UA001', paper: 'printed' } });
    await bench.his.until((arrivals) => arrivals.some(({ answer }) => answer === 'AA'));
    const [arrival] = bench.his.arrivals();
    expect(arrival?.facts).toMatchObject({
      event: 'ADT^A04',
      ticket: 'UA001',
      test: true,
      patientName: 'Nguyễn Thị Ví Dụ',
    });
    expect(arrival?.facts.citizenNumber).toMatch(/^0\d{11}$/);
    await bench.restart();
    const onDisk = readAll(bench.dataDir);
    for (const secret of ['Ví Dụ', 'Yên Phong', arrival?.facts.citizenNumber ?? 'no number'])
      expect(onDisk).not.toContain(secret);
  });

  test('the same card asking for the same service gets its number again, also after a restart, and no second paper', async () => {
    const visit = () =>
      checkIn({ page: bench.page(), scan: () => void bench.send(scanOf('insured-bhyt')), serviceCode: 'mat' });
    const first = await visit();
    await bench.restart();
    const second = await visit();
    expect([first, second]).toMatchObject([
      { value: { number: 'B001', paper: 'printed' } },
      { value: { number: 'B001', paper: 'kept' } },
    ]);
    expect(bench.printer.papers()).toHaveLength(1);
  });

  test('what another card adds to a visit is told to the hospital at once, without waiting for the next patient', async () => {
    const told = (wanted: string) => bench.his.until((arrivals) => arrivals.some(({ kind }) => kind === wanted));
    await checkIn({ page: bench.page(), scan: () => void bench.send(scanOf('insured-bhyt')), serviceCode: 'noi' });
    await told('registration');
    await bench.shown(screen('attract'));
    await bench.send(scanOf('insured-cccd'));
    await bench.shown(screen('confirm-identity'));
    await bench.send(scanOf('insured-bhyt'));
    await bench.shown(
      ({ screen: current }) => current.show === 'confirm-identity' && current.person.numbers.length === 2,
    );
    await choose('noi');
    await told('correction');
  });

  test('with the hospital down the ticket is in the hand all the same, and everything is delivered when it is up', async () => {
    bench.his.setMode({ kind: 'stop-answering' });
    for (const card of ['old-person', 'new-card', 'no-old-number']) {
      const outcome = await checkIn({
        page: bench.page(),
        scan: () => void bench.send(scanOf(card)),
        serviceCode: 'noi',
      });
      expect(outcome).toMatchObject({ ok: true, value: { paper: 'printed' } });
    }
    bench.his.setMode({ kind: 'answer' });
    await bench.his.until((arrivals) => arrivals.filter(({ answer }) => answer === 'AA').length === 3);
    expect(new Set(bench.his.arrivals().map(({ facts }) => facts.controlId)).size).toBe(3);
  }, 30_000);

  test('without paper in the printer the number is on the screen, and the same ticket is printed as a first one later', async () => {
    await bench.printer.act({ do: 'set-paper', paper: 'out' });
    const visit = () =>
      checkIn({ page: bench.page(), scan: () => void bench.send(scanOf('new-card')), serviceCode: 'noi' });
    expect(await visit()).toMatchObject({ value: { number: 'A001', paper: 'not-printed' } });
    await bench.printer.act({ do: 'set-paper', paper: 'ok' });
    expect(await visit()).toMatchObject({ value: { number: 'A001', paper: 'printed' } });
    expect(bench.printer.papers()).toHaveLength(1);
  });

  test('without papers a visit ends at the desk with a number', async () => {
    await bench.page().tap('start-without-papers', {});
    await bench.shown(screen('choose-service'));
    await bench.page().tap('answer', { answer: { serviceCode: null } });
    const { screen: desk } = await bench.shown(screen('go-to-desk'));
    expect(desk).toMatchObject({ why: 'no-papers', ticket: { number: 'T001' } });
  });

  test.each([
    ['foreign-link', 'foreign'],
    ['damaged-card', 'damaged'],
    ['oversized', 'oversized'],
  ])('a code that is no card (%s) asks kindly for another scan, and no byte of it is logged', async (card, why) => {
    await bench.send(scanOf(card));
    expect((await bench.shown(screen('scan-again'))).screen).toEqual({
      show: 'scan-again',
      why,
      serves: 'check-in',
      openCall: 'none',
    });
    const logs = readAll(join(bench.dataDir, 'logs'));
    expect(logs).toContain(`"reason":"${why}"`);
    expect(logs).not.toContain(Buffer.from(scanOf(card).slice(0, 12)).toString());
  });
});

/** Every byte of every file below, as Latin-1 and UTF-8 text side by side. */
function readAll(directory: string): string {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)))
    .map((bytes) => `${bytes.toString('utf8')}${bytes.toString('latin1')}`)
    .join('\n');
}
