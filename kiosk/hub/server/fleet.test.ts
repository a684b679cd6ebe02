import { expect, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import type { HubLog } from '#config/agreements/hub-log-events.ts';
import { ok } from '#config/agreements/result.ts';
import type { DecidingStanding } from '../deciding/decider.ts';
import type { EnrolledKiosk } from '../log/enrolment.ts';
import { createFleet, type Told } from './fleet.ts';

const enrolled: readonly EnrolledKiosk[] = ['kiosk-1', 'kiosk-2', 'kiosk-3'].map((kioskId, at) => ({
  kioskId,
  mark: `K${at + 1}`,
  isRevoked: false,
}));
const well: Told = { program: '0.1.0', condition: { status: 'ok' }, documentKey: 'one' };

async function openFleet(standing: DecidingStanding = { is: 'deciding' }) {
  const clock = createHandCrankedClock(Date.UTC(2026, 10, 30));
  const lines: string[] = [];
  const log: HubLog = (id, fields) => void lines.push([id, ...Object.values(fields)].join(' '));
  const place: { standing: DecidingStanding } = { standing };
  const fleet = createFleet({
    enrolment: { list: async () => ok(enrolled) },
    decider: { standing: () => place.standing },
    clock,
    log,
  });
  /** The list of kiosks is asked for anew between two looks. */
  const pass = async (seconds: number) => {
    for (let second = 0; second < seconds; second += 1) {
      await Promise.resolve();
      clock.advance(1_000);
    }
    await Promise.resolve();
  };
  await pass(1);
  const needs = () => fleet.kiosks().map(({ kioskId, need }) => `${kioskId} ${need}`);
  const speak = (at: number, told: Partial<Told> = {}) => {
    const kiosk = enrolled[at];
    if (kiosk) fleet.heard(kiosk, { ...well, ...told });
  };
  return { fleet, lines, pass, needs, speak, place };
}

test('a kiosk that falls silent is told within a minute, once, and stands above all others', async () => {
  const { lines, pass, needs, speak } = await openFleet();
  for (const at of [0, 1, 2]) speak(at);
  await pass(30);
  for (const at of [0, 2]) speak(at);
  await pass(28);
  expect(needs()).toEqual(['kiosk-2 silent', 'kiosk-1 well', 'kiosk-3 well']);
  await pass(10);
  expect(lines.filter((line) => line.startsWith('kiosk-silent'))).toEqual([expect.stringMatching(/kiosk-2 5\d/)]);
  speak(1);
  expect(needs()).toEqual(['kiosk-1 well', 'kiosk-2 well', 'kiosk-3 well']);
  expect(lines.at(-1)).toBe('kiosk-heard kiosk-2 0.1.0');
});

test('a kiosk that was never heard since the hub decides is silent after a minute, too', async () => {
  const { needs, pass } = await openFleet();
  expect(needs()).toEqual(['kiosk-1 not-heard', 'kiosk-2 not-heard', 'kiosk-3 not-heard']);
  await pass(58);
  expect(needs()).toEqual(['kiosk-1 silent', 'kiosk-2 silent', 'kiosk-3 silent']);
});

test('a hub that stands by alarms nobody: kiosks speak to the one that decides', async () => {
  const { needs, pass, place } = await openFleet({ is: 'second' });
  await pass(600);
  expect(needs()).toEqual(['kiosk-1 not-heard', 'kiosk-2 not-heard', 'kiosk-3 not-heard']);
  place.standing = { is: 'deciding' };
  await pass(30);
  expect(needs()).toEqual(['kiosk-1 not-heard', 'kiosk-2 not-heard', 'kiosk-3 not-heard']);
  await pass(40);
  expect(needs()).toEqual(['kiosk-1 silent', 'kiosk-2 silent', 'kiosk-3 silent']);
});

test('whoever needs somebody most stands first', async () => {
  const { needs, speak, lines } = await openFleet();
  speak(0);
  speak(1, { condition: { status: 'degraded' } });
  speak(2, { condition: { status: 'out-of-service' } });
  expect(needs()).toEqual(['kiosk-3 out-of-service', 'kiosk-2 degraded', 'kiosk-1 well']);
  expect(lines.filter((line) => line.startsWith('kiosk-in-need'))).toEqual([
    'kiosk-in-need kiosk-2 degraded',
    'kiosk-in-need kiosk-3 out-of-service',
  ]);
});

test('a document key that others do not have is named, and the one that most have is the right one', async () => {
  const { needs, speak, fleet } = await openFleet();
  speak(0, { documentKey: 'other' });
  speak(1);
  speak(2);
  expect(needs()).toEqual(['kiosk-1 other-document-key', 'kiosk-2 well', 'kiosk-3 well']);
  expect(fleet.documentKey()).toBe('one');
});
