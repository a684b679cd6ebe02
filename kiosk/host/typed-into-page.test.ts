import assert from 'node:assert/strict';
import { test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { createKeyboardScanner } from '#drivers/barcode-scanner/keyboard-scanner.ts';
import type { Scan } from '#drivers/contract/barcode-scanner.ts';
import type { VitalSignsEvent } from '#drivers/contract/vital-signs.ts';
import { pushOnlyDelays } from '#drivers/measuring/push-only.ts';
import { openVitalSignsDevice } from '#drivers/vital-signs/open-vital-signs-device.ts';
import type { Commands, Snapshot } from '#kiosk/bridge/words.ts';
import { createCommandTaker, type TakeCommandParts } from './take-command.ts';

/** A page into which a scanner and a thermometer type, and what each of them made of it. */
function createPage() {
  const clock = createHandCrankedClock();
  const scans: Scan[] = [];
  const scanner = createKeyboardScanner({ id: 'keys', clock });
  scanner.onScan((scan) => scans.push(scan));
  const thermometer = openVitalSignsDevice(
    {
      ...{ id: 't', kind: 'vital-signs', driver: 'text-thermometer', simulated: false },
      transport: { kind: 'keyboard' },
    },
    { clock, random: () => 0 },
  );
  assert.ok('type' in thermometer);
  const unused = () => assert.fail('a typed text is no tap');
  const parts: TakeCommandParts = {
    runner: { receive: unused, state: unused },
    lobby: { take: unused },
    shown: (): Snapshot => unused(),
    keyboardScanner: scanner,
    typing: [thermometer],
    today: unused,
    invited: unused,
    randomBytes: unused,
    patientCode: undefined,
    log: unused,
  };
  const take = createCommandTaker(parts);
  const discarded: string[] = [];
  thermometer.onDiscarded(({ why }) => discarded.push(why));
  const turn = async () => {
    for (let times = 0; times < 20; times++) await Promise.resolve();
  };
  return {
    scans,
    discarded,
    turn,
    type: (text: string, how: Partial<Commands['typed-code']> = {}) =>
      take({ id: 1, command: 'typed-code', input: { session: 'none', screen: 'attract', text, ...how } }).ok,
    async measure() {
      const events: VitalSignsEvent[] = [];
      thermometer.measure((event) => events.push(event));
      await turn();
      clock.advance(pushOnlyDelays.drainMs);
      await turn();
      return () =>
        events.flatMap((event) => (event.type === 'result' ? event.quantities.map(({ value }) => value) : []));
    },
  };
}

test('a thermometer’s number is no card, and a card that is scanned while somebody is measured is no temperature', async () => {
  const { type, measure, scans, turn } = createPage();
  await turn();
  const values = await measure();
  type('DN4010199999999|4e67|15/08/1990|1|2d');
  assert.deepEqual([values(), scans.length], [[], 1]);
  type('36.6');
  assert.deepEqual([values(), scans.length], [[36.6], 1]);
});

test('a number that is typed while nobody is measured is nobody’s reading and nobody’s card', async () => {
  const { type, scans, discarded, turn } = createPage();
  await turn();
  assert.equal(type('36.6'), true);
  assert.equal(type('1234'), false);
  assert.deepEqual([scans, discarded], [[], ['no-measurement-open']]);
});

test('half a number, one that a person types and one that nothing ended are none', async () => {
  const { type, measure, scans, turn } = createPage();
  await turn();
  const values = await measure();
  for (const how of [{ pace: 'slow' }, { ended: 'by-silence' }] as const) assert.equal(type('36.6', how), false);
  assert.equal(type('36.'), false);
  assert.deepEqual([values(), scans], [[], []]);
});
