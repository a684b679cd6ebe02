import { afterEach, beforeEach, expect, test } from 'vitest';
import { encodeBhyt, encodeCccd } from '#drivers/identity-documents/encode-cards.ts';
import { type KioskBench, openKioskBench } from './bench/kiosk-bench.simulator.ts';
import { screen } from './bench/page-driver.ts';
import { ticketOf } from './bench/patient.ts';

/** Twins who do not exist: one birth date, one address, names that differ by a tone. */
let bench: KioskBench;

beforeEach(async () => {
  bench = await openKioskBench();
});

afterEach(() => bench.close());

const scan = (card: Uint8Array) => bench.scan(Uint8Array.of(...card, 0x0d));

const year = new Date().getFullYear();
const insurance = (fullName: string, number: string, validTo: string) =>
  encodeBhyt({
    number,
    fullName,
    birth: '04/03/1990',
    sex: '2',
    address: 'Thôn Mẫu, Yên Phong, Bắc Ninh',
    facility: '27 - 005',
    validFrom: '01/01/2020',
    validTo,
    issued: '01/01/2020',
    fiveYears: '-',
  });

async function toTheTicket(): Promise<void> {
  await bench.page().tap('confirm-identity', {});
  await bench.shown(screen('choose-service'));
  await bench.page().tap('answer', { answer: { serviceCode: 'noi' } });
  await bench.shown((snapshot) => ticketOf(snapshot)?.paper === 'printed');
}

test("an expired card of one twin is not replaced by the other twin's valid one", async () => {
  await scan(insurance('Nguyễn Minh Anh', 'DN4270199999123', '31/12/2020'));
  await bench.shown(screen('confirm-identity'));
  await scan(insurance('Nguyễn Minh Ánh', 'DN4270199999124', `31/12/${year + 1}`));
  await bench.shown(({ overlay }) => overlay?.show === 'next-waits');
  await bench.page().tap('stay', {});
  await toTheTicket();
  await bench.his.until((arrivals) => arrivals.length > 0);
  expect(bench.his.arrivals()[0]?.raw).toContain('DN4270199999123');
  expect(bench.his.arrivals()[0]?.raw).not.toContain('DN4270199999124');
});

test("one twin's citizen card does not take in the other twin's insurance card", async () => {
  const citizen = encodeCccd({
    number: '027190000123',
    fullName: 'Nguyễn Minh Anh',
    birth: '04031990',
    sex: 'Nữ',
    address: 'Thôn Mẫu, Yên Phong, Bắc Ninh',
    issued: '25052021',
  });
  await scan(citizen);
  await bench.shown(screen('confirm-identity'));
  await scan(insurance('NGUYỄN MINH ÁNH', 'DN4270199999124', `31/12/${year + 1}`));
  await bench.shown(({ overlay }) => overlay?.show === 'next-waits');
  await bench.page().tap('stay', {});
  await toTheTicket();
  await bench.his.until((arrivals) => arrivals.length > 0);
  expect(bench.his.arrivals()[0]?.raw).not.toContain('DN4270199999124');
});

test('a card that was renewed under its old number joins the expired one', async () => {
  await scan(insurance('Nguyễn Minh Anh', 'DN4270199999123', '31/12/2020'));
  await bench.shown(screen('confirm-identity'));
  await scan(insurance('NGUYEN MINH ANH', 'DN4270199999123', `31/12/${year + 1}`));
  await bench.shown(({ notice }) => notice === 'other-card-added');
  await toTheTicket();
  await bench.his.until((arrivals) => arrivals.length > 0);
  expect(bench.his.arrivals()[0]?.raw).toContain(`${year + 1}1231`);
});

test('twins whose temporary cards carry one number get a ticket each, and are two patients to the hospital', async () => {
  const number = 'TE1270000000001';
  for (const fullName of ['Nguyễn Minh Anh', 'Nguyễn Minh Ánh']) {
    await scan(insurance(fullName, number, `31/12/${year + 1}`));
    await bench.shown(screen('confirm-identity'));
    await toTheTicket();
    await bench.page().tap('finish', {});
    await bench.shown(screen('attract'));
  }
  expect(bench.printer.papers()).toHaveLength(2);
  await bench.his.until((arrivals) => arrivals.length === 2);
  expect(bench.his.arrivals().map(({ facts }) => [facts.patientName, facts.ticket])).toEqual([
    ['Nguyễn Minh Anh', 'A001'],
    ['Nguyễn Minh Ánh', 'A002'],
  ]);
});
