import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, test } from 'vitest';
import { languages } from '#config/agreements/language.ts';
import { sayIn } from '#config/strings/messages.ts';
import { calm, calmEndpoint, calmHub, calmKiosk, calmOverview } from '#kiosk/bridge/console/calm-kiosk.bench.ts';
import type { OverviewState } from '#kiosk/bridge/console/overview-words.ts';
import type { StaffState } from '#kiosk/bridge/console/people-words.ts';
import type { DeviceOnPage, UpkeepState } from '#kiosk/bridge/console/upkeep-words.ts';
import { conditions, hintWords } from '../upkeep/device-words.ts';
import { unnamedHands } from '../upkeep/hands-named.bench.ts';
import { fitness, type Known, troublesOf } from './troubles.ts';

const wellStaffed: StaffState = {
  people: [],
  hasLobbyPin: false,
  damage: { audit: false, lockOut: false, people: undefined, key: false },
};
const damaged = (what: Partial<StaffState['damage']>) => ({
  staff: { ...wellStaffed, damage: { ...wellStaffed.damage, ...what } },
});

interface Changes {
  readonly kiosk?: Partial<UpkeepState>;
  readonly overview?: Partial<OverviewState>;
  readonly staff?: StaffState;
}

/** What a kiosk knows in which all of these are wrong. */
function knowing(changes: readonly Changes[]): Known {
  return changes.reduce<Known>(
    ({ kiosk, overview, staff }, change) => ({
      kiosk: { ...kiosk, ...change.kiosk },
      overview: { ...overview, ...change.overview },
      staff: change.staff ?? staff,
    }),
    calm,
  );
}

const device = (kind: DeviceOnPage['kind'], condition: DeviceOnPage['condition']): DeviceOnPage => ({
  id: kind,
  kind,
  condition,
  hints: [],
});

const alert = (kind: 'emergency' | 'help-wanted' | 'crisis-reading' | 'self-test-failed'): Changes => ({
  kiosk: {
    alerts: [{ alertId: '0123456789ABCDEFGHJK', kind, raisedAt: 0, escalation: 0, state: 'delivered', by: undefined }],
  },
});

/** One change for each trouble that there is, the one that comes first first. */
const one: readonly (readonly [string, Changes, 'fit' | 'partly' | 'unfit'])[] = [
  ['emergency 0123456789ABCDEFGHJK', alert('emergency'), 'fit'],
  ['store damaged', { kiosk: { store: 'damaged', outOfService: true } }, 'unfit'],
  ['disk-full', { kiosk: { storage: { freeBytes: 1e6, condition: 'too-low' }, outOfService: true } }, 'unfit'],
  ['out-of-service', { overview: { byStaff: true }, kiosk: { outOfService: true } }, 'unfit'],
  [
    'window',
    {
      kiosk: {
        window: { page: 'lost', silentSeconds: 95, lastTapAt: undefined, restarts: 0, lastRestart: undefined },
      },
    },
    'unfit',
  ],
  ['call 0123456789ABCDEFGHJK', alert('help-wanted'), 'fit'],
  ['printer ticket-printer', { kiosk: { devices: [device('ticket-printer', 'no-paper')] } }, 'partly'],
  ['scanner barcode-scanner', { kiosk: { devices: [device('barcode-scanner', 'absent')] } }, 'partly'],
  ['monitor blood-pressure-monitor', { kiosk: { devices: [device('blood-pressure-monitor', 'no-answer')] } }, 'partly'],
  ['card-reader card-reader', { kiosk: { devices: [device('card-reader', 'absent')] } }, 'partly'],
  ['other-device vital-signs', { kiosk: { devices: [device('vital-signs', 'absent')] } }, 'partly'],
  ['site-file', { overview: { siteFile: { runs: 'last-good', mistakes: 2 } } }, 'fit'],
  ['time', { kiosk: { time: { ...calmKiosk.time, trust: 'unconfirmed', why: 'ahead' } } }, 'fit'],
  ['self-test 0123456789ABCDEFGHJK', alert('self-test-failed'), 'fit'],
  [
    'system his',
    {
      kiosk: { endpoints: [{ ...calmEndpoint, stands: true, oldestMinutes: 20, reason: 'no-answer', cure: 'silent' }] },
    },
    'fit',
  ],
  [
    'for-the-desk',
    { kiosk: { expired: [{ ticketNumber: 'A1', day: '2026-10-14', endpointId: 'his', expiredOn: '2026-11-14' }] } },
    'fit',
  ],
  [
    'letters his refused hospital-error-ae',
    {
      kiosk: {
        letterGroups: [{ endpointId: 'his', state: 'refused', reason: 'hospital-error-ae', count: 3, whoActs: 'his' }],
      },
    },
    'fit',
  ],
  [
    'system his',
    { kiosk: { endpoints: [{ ...calmEndpoint, circuit: 'open', reason: 'tls-refused', cure: 'certificate' }] } },
    'fit',
  ],
  ['stranded old', { kiosk: { stranded: [{ endpointId: 'old', count: 3, since: 0, tickets: ['A1'] }] } }, 'fit'],
  ['hub key-revoked', { kiosk: { hub: { ...calmHub, trouble: 'key-revoked' } } }, 'fit'],
  ['hub file', { kiosk: { hub: { ...calmHub, trouble: 'file', file: './hub.key' } } }, 'fit'],
  ['hub documents', { kiosk: { hub: { ...calmHub, documentKey: 'other' } } }, 'fit'],
  ['hub services', { kiosk: { hub: { ...calmHub, servicesUnlike: ['noi'] } } }, 'fit'],
  ['disk-low', { kiosk: { storage: { freeBytes: 5e8, condition: 'low' } } }, 'fit'],
  ['paper-low ticket-printer', { kiosk: { devices: [device('ticket-printer', 'paper-low')] } }, 'fit'],
  [
    'hint scanner scanner-adds-prefix',
    {
      kiosk: {
        devices: [{ id: 'scanner', kind: 'barcode-scanner', condition: 'ready', hints: ['scanner-adds-prefix'] }],
      },
    },
    'fit',
  ],
  ['in-vain bp', { overview: { inVain: [{ deviceId: 'bp', what: 'measurements', times: 3 }] } }, 'fit'],
  ['tickets-not-verified', { kiosk: { tickets: 'not-verified' } }, 'fit'],
  ['named-another his', { kiosk: { endpoints: [{ ...calmEndpoint, namedAnother: 2 }] } }, 'fit'],
  ['audit-damaged', damaged({ audit: true }), 'fit'],
  ['people-lost', damaged({ people: { isLater: false, file: 'people.json-aside-1' } }), 'fit'],
  ['key-lost', damaged({ key: 'set-aside' }), 'fit'],
  ['lock-out-damaged', damaged({ lockOut: true }), 'fit'],
];

test('of a kiosk where nothing is wrong nothing is said', () => {
  const troubles = troublesOf({ ...calm, staff: wellStaffed });
  assert.deepEqual(troubles, []);
  assert.equal(fitness(troubles), 'fit');
});

describe.each(one)('%s', (id, changes, fit) => {
  test('is said by itself, and how much of the service it takes', () => {
    const troubles = troublesOf(knowing([changes]));
    assert.deepEqual([troubles.map((each) => each.id), fitness(troubles)], [[id], fit]);
  });

  test.each(languages)('has a sentence in %s that has no hole in it', (language) => {
    const [trouble] = troublesOf(knowing([changes]));
    const said = trouble?.sentence(sayIn(language)) ?? '';
    assert.match(said, /^\P{Ll}.{20,}[.)!]$|^[a-z-]+[:, ].{20,}[.)]$/u);
    assert.doesNotMatch(said, /\{\{|undefined|console\.|technician\.|\[object|\.\.$/);
  });
});

test('the person in need comes first, then what serves nobody, then what is missing, then the rest', () => {
  // Two of one place cannot both stand in one kiosk.
  const together = fc.uniqueArray(fc.nat({ max: one.length - 1 }), {
    minLength: 2,
    maxLength: 6,
    selector: (index) => JSON.stringify([Object.keys(one[index]?.[1].kiosk ?? {}), Object.keys(one[index]?.[1] ?? {})]),
  });
  fc.assert(
    fc.property(together, (indices) => {
      const known = knowing(indices.map((index) => one[index]?.[1] ?? {}));
      const expected = indices.toSorted((a, b) => a - b).map((index) => one[index]?.[0]);
      const found = troublesOf(known).map(({ id }) => id);
      assert.deepEqual(
        found.filter((id) => expected.includes(id)),
        expected.filter((id) => id !== undefined && found.includes(id)),
      );
      assert.equal(found[0] !== undefined, true);
    }),
    { numRuns: 300 },
  );
});

test('questions of patients that come to nothing are said after three in a row, and an answer ends it', () => {
  const system = {
    id: 'his',
    accepted: 0,
    refused: 0,
    unsure: 0,
    delayed: 0,
    answered: 1,
    unanswered: 3,
    lastAnswerAt: undefined,
  };
  const vain = { at: 0, what: 'unanswered', reason: 'no-answer', times: 3 } as const;
  const taken = { at: 0, what: 'accepted', reason: undefined, times: 1 } as const;
  const answered = { at: 0, what: 'answered', reason: undefined, times: 1 } as const;
  const idsOf = (latest: OverviewState['systems'][number]['latest']) =>
    troublesOf({ ...calm, overview: { ...calmOverview, systems: [{ ...system, latest }] } }).map(({ id }) => id);
  assert.deepEqual(idsOf([taken, vain]), ['look-ups his']);
  assert.deepEqual(idsOf([{ ...vain, times: 2 }, answered, vain]), []);
  assert.deepEqual(idsOf([answered, vain]), []);
});

test('a device that is just being opened, and one that measures, are no trouble', () => {
  const devices = [device('ticket-printer', 'connecting'), device('blood-pressure-monitor', 'measuring')];
  assert.deepEqual(troublesOf(knowing([{ kiosk: { devices } }])), []);
});

const everyDevice: readonly DeviceOnPage[] = [
  ...Object.keys(conditions).map((condition) => ({ ...device('ticket-printer', condition as 'ready') })),
  ...(['not-found', 'busy', 'not-allowed', 'timed-out', 'lost', 'no-service'] as const).map((whyAbsent) => ({
    ...device('ticket-printer', 'absent'),
    whyAbsent,
  })),
  ...Object.keys(hintWords).map((hint) => ({ ...device('ticket-printer', 'ready'), hints: [hint as 'set-the-clock'] })),
];
const inVain = (['codes', 'chips', 'measurements'] as const).map(
  (what): Changes => ({
    overview: { inVain: [{ deviceId: 'bp', what, times: 3 }] },
  }),
);

test('whatever a sentence wants hands to do it names, in both languages', () => {
  const known = [
    ...one.map(([, changes]) => changes),
    ...inVain,
    ...everyDevice.map((each) => ({ kiosk: { devices: [each] } })),
  ];
  const troubles = known.flatMap((changes) => troublesOf(knowing([changes])));
  assert.deepEqual(
    troubles.flatMap((trouble) => unnamedHands(trouble).map((hand) => `${trouble.id} ${hand}`)),
    [],
  );
});

test('each trouble leads to where it is mended, but for what hands alone mend', () => {
  const byHand = one
    .filter(([, changes]) => troublesOf(knowing([changes]))[0]?.controls.length === 0)
    .map(([id]) => id);
  assert.deepEqual(byHand, ['store damaged', 'disk-full', 'disk-low']);
});
