import { afterEach, beforeEach, expect, test } from 'vitest';
import { encodeBhyt, encodeCccd } from '#drivers/identity-documents/encode-cards.simulator.ts';
import { sampleBhyt } from '#drivers/identity-documents/sample-cards.bench.ts';
import type { Snapshot } from '#kiosk/bridge/words.ts';
import { type KioskBench, openKioskBench } from './bench/kiosk-bench.simulator.ts';
import { ticketOf } from './bench/patient.ts';

let bench: KioskBench;

beforeEach(async () => {
  bench = await openKioskBench(['check-in', 'vitals']);
});

afterEach(() => bench.close());

const anh = {
  number: '027190000123',
  fullName: 'Nguyễn Thị Ngọc Ánh',
  birth: '15081990',
  sex: 'Nữ',
  address: 'Thôn Đoài, Bắc Ninh',
  issued: '25052021',
};
const hung = { ...anh, number: '027055000321', fullName: 'Trần Văn Hùng', birth: '00001948', sex: 'Nam' };
const cardOf = (fields: typeof anh) => Buffer.from(encodeCccd(fields)).toString('latin1');

/** One character for each byte. */
const send = (bytes: string) => bench.send(Buffer.from(bytes, 'latin1'));
const person = ({ screen }: Snapshot) => (screen.show === 'confirm-identity' ? screen.person : undefined);

async function startOver(): Promise<void> {
  await bench.page().tap('start-over', {});
  await bench.shown(({ screen }) => screen.show === 'attract');
}

test('whatever a scanner puts around a card, and however it ends it, the patient is asked whether that is them', async () => {
  const card = cardOf(anh);
  const wires = [`${card}\t`, `${card}\0`, `\x02${card}\x03`, `\x02s${card}\x03\x04`, card, `]Q1${card}\r`];
  wires.push(`]Q2\\000026${card}\r`, `\\000026${card}\r`, `s${card}\r`);
  for (const wire of wires) {
    await send(wire);
    const snapshot = await bench.shown((each) => person(each) !== undefined);
    expect(person(snapshot)).toMatchObject({ fullName: anh.fullName, birth: '15/08/1990' });
    await startOver();
  }
});

test('an insurance card behind an AIM identifier and a ticket that nothing ends are read, too', async () => {
  await send(`]Q1${Buffer.from(encodeBhyt(sampleBhyt)).toString('latin1')}\r`);
  expect(person(await bench.shown((each) => person(each) !== undefined))?.fullName).toBe(sampleBhyt.fullName);
  await bench.page().tap('confirm-identity', {});
  await bench.shown(({ screen }) => screen.show === 'choose-service');
  await bench.page().tap('answer', { answer: { serviceCode: 'noi' } });
  const ticket = ticketOf(await bench.shown((each) => ticketOf(each)?.paper === 'printed'));
  await send(`]Q1${ticket?.code}`);
  await bench.shown(({ screen }) => screen.show === 'get-ready');
});

test('half of one card and then a whole other one is the one who stands there, never the first nor a mixture', async () => {
  const [first, second] = [cardOf(anh), cardOf(hung)];
  for (const cut of [30, 48, 70]) {
    await send(first.slice(0, cut));
    await bench.shown(({ screen }) => screen.show === 'scan-again' && screen.why === 'scanner-trouble');
    await send(`${second}\r`);
    const snapshot = await bench.shown((each) => person(each) !== undefined);
    expect(person(snapshot)).toMatchObject({
      fullName: hung.fullName,
      birth: '1948',
      numbers: [{ masked: '027 •••• •• 321' }],
    });
    await startOver();
    await send(`${first.slice(0, cut)}${second}\r`);
    await bench.shown(({ screen }) => screen.show === 'scan-again' && screen.why === 'damaged');
    await send(`${second}\r`);
    await bench.shown((each) => person(each) !== undefined);
    await startOver();
  }
});

test('a prefix that cannot be taken off is said to the technician, and the patient hears that it is not the card', async () => {
  await send(`KIOSK-${cardOf(anh)}\r`);
  await bench.shown(({ screen }) => screen.show === 'scan-again' && screen.why === 'scanner-trouble');
  await bench.logged('device-hint');
  await send(`${cardOf(anh)}\r`);
  await bench.shown((each) => person(each) !== undefined);
  await bench.logged('device-hint-gone');
});

test('somebody of whom only the year of birth is known is old enough for priority', async () => {
  await send(`${cardOf(hung)}\r`);
  const { screen } = await bench.shown((each) => person(each) !== undefined);
  expect(screen).toMatchObject({ remarks: [{ kind: 'priority', ground: 'age-75', certain: true }] });
});
