import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, test } from 'vitest';
import { createStoreBench, lan, request, type StoreBench, storedVisit } from '#backend-client/store/store.bench.ts';
import { type BusinessDay, crockford, type SessionId, type VisitId } from '#config/agreements/ids.ts';
import { readTicketCode, type TicketCode, ticketCode } from './ticket-code.ts';
import { type TicketJudges, ticketCodeOf, ticketStandingOf } from './ticket-standing.ts';
import { createTicketTags, ticketTagsOf } from './ticket-tag.ts';

let bench: StoreBench;
beforeEach(() => {
  bench = createStoreBench();
});
afterEach(() => bench.remove());

const ownTags = createTicketTags(new Uint8Array(32).fill(1));
const hospitalTags = createTicketTags(Buffer.from('a secret of the hospital, 32 letters at least'));
const emptyStore = { ticketStanding: () => 'unknown' as const };
const facilityCode = '27005';

/** A kiosk that only measures, as its site file has it. */
const measuring: TicketJudges = { store: emptyStore, hospitalTags: undefined, ownTags, facilityCode, isCheckIn: false };

function read(code: string): TicketCode {
  return readTicketCode(code) ?? assert.fail(code);
}

const forged = read('TIEPDON:1:27005:20261121:ZZ99999:0123456789ABCDEFGHJK');
const forgedWithTag = { ...forged, tag: '0123456789ABCDEF' };

test('a made-up ticket is nobody’s: where visits are stored, and where the hospital’s ticket key is', () => {
  const store = bench.open();
  const visit = storedVisit(store, request(lan));
  const checkIn: TicketJudges = { ...measuring, store, isCheckIn: true };
  const own = read(ticketCodeOf(visit, checkIn));
  const standings = [
    ticketStandingOf(own, checkIn),
    ticketStandingOf({ ...own, tag: undefined }, checkIn),
    ticketStandingOf({ ...own, number: 'A002' }, checkIn),
    ticketStandingOf({ ...own, day: '2026-11-20' as BusinessDay }, checkIn),
    ticketStandingOf({ ...own, visitId: forged.visitId }, checkIn),
    ticketStandingOf({ ...own, facilityCode: '99999' }, checkIn),
    ticketStandingOf(forged, checkIn),
    ticketStandingOf(forgedWithTag, checkIn),
    ticketStandingOf(forged, { ...measuring, hospitalTags }),
    ticketStandingOf(forgedWithTag, { ...measuring, hospitalTags }),
  ];
  store.close();
  assert.deepEqual(standings, ['ours', 'ours', ...Array(8).fill('unknown')]);
});

test('whoever has changed the service is still known by the ticket of the old number', () => {
  const store = bench.open();
  const visit = storedVisit(store, request(lan));
  const checkIn: TicketJudges = { ...measuring, store, isCheckIn: true };
  store.changeService({ sessionId: 'SESSION' as SessionId, visitId: visit.visitId, serviceCode: 'mat' });
  const standing = ticketStandingOf(read(ticketCodeOf(visit, checkIn)), checkIn);
  store.close();
  assert.equal(standing, 'ours');
});

test('a ticket of another kiosk is vouched for by the hospital’s key, and not verified without it on one that only measures', () => {
  const visit = { visitId: forged.visitId, day: forged.day, number: { series: 'A', sequence: 12, text: 'A012' } };
  const other = { hospitalTags, ownTags: createTicketTags(new Uint8Array(32).fill(2)), facilityCode };
  const ticket = read(ticketCodeOf(visit, other));
  const ofAnother = { ...ticket, facilityCode: '99999' };
  const withKey = { ...measuring, hospitalTags };
  assert.deepEqual(
    [
      ticketStandingOf(ticket, withKey),
      ticketStandingOf(ofAnother, withKey),
      ticketStandingOf(ticket, measuring),
      ticketStandingOf({ ...ticket, tag: undefined }, measuring),
      ticketStandingOf(ofAnother, measuring),
      ticketStandingOf(ticket, { ...measuring, isCheckIn: true }),
    ],
    ['vouched', 'unknown', 'not-verified', 'not-verified', 'unknown', 'unknown'],
  );
});

test('a kiosk knows its own tickets after its store was lost, and calls nobody a forger while its disk does not read', () => {
  const visit = { visitId: forged.visitId, day: forged.day, number: { series: 'A', sequence: 12, text: 'A012' } };
  const ticket = read(ticketCodeOf(visit, measuring));
  const checkIn = { ...measuring, isCheckIn: true };
  const unreadable = { ...checkIn, store: { ticketStanding: () => 'not-readable' as const } };
  assert.deepEqual(
    [
      ticketStandingOf(ticket, checkIn),
      ticketStandingOf(ticket, unreadable),
      ticketStandingOf(forged, unreadable),
      ticketStandingOf(forged, checkIn),
    ],
    ['vouched', 'vouched', 'not-verified', 'unknown'],
  );
});

test('a tag fits one code under one key and no other', () => {
  const code = { facilityCode, day: '2026-11-21' as BusinessDay, number: 'UA012', visitId: forged.visitId };
  // HMAC-SHA-256 of the label and the code, its first 80 bits: kiosks of all versions must say the same.
  assert.equal(createTicketTags(new Uint8Array(32)).tagOf(code), 'BT5JYJGHVDKB0ZTG');
  const ticket = read(ticketCode({ ...code, tag: hospitalTags.tagOf(code) }));
  assert.ok(hospitalTags.vouchFor(ticket));
  assert.ok(!ownTags.vouchFor(ticket));
  const others = fc.oneof(
    fc.record({ at: fc.nat(15), letter: fc.constantFrom(...crockford) }).map(({ at, letter }) => {
      const tag = ticket.tag ?? '';
      return { ...ticket, tag: tag.slice(0, at) + letter + tag.slice(at + 1) };
    }),
    fc.stringMatching(/^[A-Z]{1,4}[0-9]{3,6}$/).map((number) => ({ ...ticket, number })),
    fc.stringMatching(/^[0-9A-HJKMNP-TV-Z]{20}$/).map((visitId) => ({ ...ticket, visitId: visitId as VisitId })),
    fc.string({ unit: 'binary', maxLength: 40 }).map((tag) => ({ ...ticket, tag })),
  );
  fc.assert(
    fc.property(others, (other) => {
      assert.equal(hospitalTags.vouchFor(other), ticketCode(other) === ticketCode(ticket));
    }),
    { numRuns: 200 },
  );
}, 20_000);

test('the key of the tickets is a secret file like the others', () => {
  const path = join(bench.directory, 'ticket.key');
  const tagsWith = () => ticketTagsOf({ site: { ...site, ticketKeyFile: path } }, bench.masterKey);
  const missing = tagsWith();
  writeFileSync(path, 'too short', { mode: 0o600 });
  const short = tagsWith();
  writeFileSync(path, `${'k'.repeat(32)}\n`);
  const whole = tagsWith();
  chmodSync(path, 0o644);
  const open = tagsWith();
  assert.deepEqual(
    [missing, short, open].map((each) => !each.ok && each.problem.kind),
    ['not-readable', 'too-short', 'readable-by-others'],
  );
  assert.ok(whole.ok && whole.value.hospitalTags);
  assert.deepEqual(ticketTagsOf({ site }, bench.masterKey).ok, true);
});

const site = { facilityCode, name: 'Thử', timeZone: 'Asia/Ho_Chi_Minh', closedDays: [], desk: { vi: 'quầy' } };
