import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodePassport } from '#drivers/identity-documents/encode-cards.simulator.ts';
import { type KioskBench, openKioskBench } from './bench/kiosk-bench.simulator.ts';
import { ticketOf } from './bench/patient.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const passport = encodePassport({
  number: 'C01X0001',
  issuer: 'D',
  nationality: 'D',
  surname: 'MUSTER',
  givenNames: 'ERIKA',
  birth: '640812',
  sex: 'F',
  expiry: '311031',
});

let bench: KioskBench;
beforeAll(async () => {
  const waysIn = { passport: true, patientCode: { prefix: 'BN', digits: 8 } };
  bench = await openKioskBench(['check-in'], undefined, undefined, undefined, {}, {}, { waysIn });
});
afterAll(() => bench.close());

/** From the code before the scanner to the number and back to the first screen. */
async function checkIn(code: Uint8Array) {
  await bench.send(code);
  await bench.send(bytes('\r'));
  const { screen } = await bench.shown(({ screen }) => screen.show === 'confirm-identity');
  await bench.page().tap('confirm-identity', {});
  await bench.shown(({ screen }) => screen.show === 'choose-service');
  await bench.page().tap('answer', { answer: { serviceCode: 'noi' } });
  const ticket = ticketOf(await bench.shown((snapshot) => (ticketOf(snapshot)?.paper ?? 'printing') !== 'printing'));
  await bench.page().tap('finish', {});
  await bench.shown(({ screen }) => screen.show === 'attract');
  return { person: 'person' in screen ? screen.person : undefined, number: ticket?.number, isAgain: ticket?.again };
}

test('a foreigner’s passport and a patient card of the hospital give a number each, the same one when shown again, and the hospital reads them', async () => {
  const first = await checkIn(passport);
  expect(first.person).toMatchObject({ fullName: 'MUSTER ERIKA', birth: '12/08/1964', numbers: [{ of: 'passport' }] });
  const again = await checkIn(passport);
  expect([again.number, again.isAgain]).toEqual([first.number, true]);
  const patient = await checkIn(bytes('BN00012345'));
  expect(patient.person?.numbers).toEqual([{ of: 'patient-code', masked: 'BN0 •••• •• 345' }]);
  expect(patient.number).not.toBe(first.number);

  await bench.his.until((arrivals) => arrivals.length >= 2);
  expect(
    bench.his
      .arrivals()
      .map(({ facts }) => [facts.patientName, facts.passportNumber, facts.patientCode, facts.identitySource]),
  ).toEqual([
    ['MUSTER ERIKA', 'C01X0001', '', 'PASSPORT_MRZ'],
    ['', '', 'BN00012345', 'PATIENT_CARD'],
  ]);
});

test('a passport of which one figure was misread is scanned again, and is nobody’s', async () => {
  await bench.send(bytes(`${new TextDecoder().decode(passport).replace('C01X0001', 'C01X0002')}\r`));
  const { screen } = await bench.shown(({ screen }) => screen.show === 'scan-again');
  expect(screen).toMatchObject({ why: 'damaged' });
});
