import { describe, expect, test } from 'vitest';
import type { Identity } from '#drivers/contract/identity.ts';
import type { ChipProblem, FlowEvent } from './events.ts';
import { step } from './step.ts';
import {
  anhChip,
  anhCitizen,
  anhInsurance,
  binhCitizen,
  firstSession,
  plainVisit,
  secondSession,
  settings,
  settingsWithReader,
  today,
  walk,
} from './synthetic.ts';

const [scanned, confirmed, chosen] = plainVisit as readonly [FlowEvent, FlowEvent, FlowEvent];
const scanOf = (identity: Identity): FlowEvent => ({ type: 'card-read', identity, sessionId: firstSession, today });
const laid: FlowEvent = { type: 'chip-card-laid' };
const reading = (attempt = 1): FlowEvent => ({ type: 'chip-reading', sessionId: firstSession, attempt });
const notRead = (why: ChipProblem, attempt = 1): FlowEvent => ({
  type: 'chip-not-read',
  sessionId: firstSession,
  attempt,
  why,
});
const read = (identity: Identity = anhChip, verdict: 'genuine' | 'not-verified' | 'does-not-match' = 'genuine') =>
  ({ type: 'chip-read', sessionId: firstSession, attempt: 1, identity, verdict }) satisfies FlowEvent;
const go = (...events: readonly FlowEvent[]) => walk(events, settingsWithReader);
const storedPatient = (...events: readonly FlowEvent[]) => {
  const stored = go(...events, confirmed, chosen).effects.find((effect) => effect.do === 'store-visit');
  return stored?.request.patient;
};

describe('the chip of a scanned citizen card', () => {
  test('is asked for once, with the last six digits of its number, and is in nobody’s way', () => {
    const { state, effects } = go(scanned, scanned, confirmed);
    expect(effects.filter((effect) => effect.do === 'read-chip')).toEqual([
      { do: 'read-chip', sessionId: firstSession, attempt: 1, can: '000123' },
    ]);
    expect(state).toMatchObject({ at: 'asking', facts: { chip: { stands: 'awaited', attempt: 1 } } });
  });

  test('is asked for when the citizen card comes second, and never on a kiosk without a reader', () => {
    expect(go(scanOf(anhInsurance)).effects.map((effect) => effect.do)).toEqual(['note-session-started']);
    expect(go(scanOf(anhInsurance), scanned).effects.at(-1)?.do).toBe('read-chip');
    expect(walk([scanned], settings).effects.map((effect) => effect.do)).toEqual(['note-session-started']);
  });

  test.each([
    [[]],
    [[scanOf(anhInsurance)]],
    [[{ type: 'started-without-papers', sessionId: firstSession, today }]],
  ] as const)('cannot be opened before a scan: a card laid there after %j is asked to be scanned', (before) => {
    expect(go(...before, laid).state.frame.notice?.words).toBe('scan-code-first');
  });

  test('says who the patient is where the scanner lost the letters, and goes with the visit', () => {
    const lost = { ...anhCitizen, fullName: undefined, address: undefined, warnings: ['text-damaged'] } as const;
    expect(storedPatient(scanOf(lost), laid, reading(), read())).toMatchObject({
      fullName: 'Nguyễn Thị Ngọc Ánh',
      address: 'Số 1, Thôn Đông, Yên Phong, Bắc Ninh',
      citizen: { number: '027148000123', oldNumber: '120000001' },
      source: 'chip',
      chip: 'genuine',
    });
  });

  test('gives a name its marks back, also when it could not be verified', () => {
    const plain = { ...anhCitizen, fullName: 'NGUYEN THI NGOC ANH' };
    expect(storedPatient(scanOf(plain), reading(), read(anhChip, 'not-verified'))).toMatchObject({
      fullName: 'Nguyễn Thị Ngọc Ánh',
      chip: 'not-verified',
    });
  });

  test('without its details file has capitals without marks, which are never better than the scanned name', () => {
    const zoneOnly = { ...anhChip, fullName: 'NGUYEN THI NGOC ANH', address: undefined };
    expect(storedPatient(scanned, reading(), read(zoneOnly))).toMatchObject({
      fullName: 'Nguyễn Thị Ngọc Ánh',
      address: 'Số 1, Thôn Đông, Yên Phong, Bắc Ninh',
    });
  });

  test('speaks for the card when it is genuine, and not when nobody can tell', () => {
    const altered = { ...anhCitizen, fullName: 'Nguyễn Thị Khác', sex: 'male' } as const;
    expect(storedPatient(scanOf(altered), reading(), read())).toMatchObject({
      fullName: 'Nguyễn Thị Ngọc Ánh',
      sex: 'female',
    });
    expect(storedPatient(scanOf(altered), reading(), read(anhChip, 'not-verified'))).toMatchObject({
      fullName: 'Nguyễn Thị Khác',
      sex: 'male',
    });
  });

  test('that changes who they are asks for another yes, and one that changes nothing does not', () => {
    const lost = { ...anhCitizen, fullName: undefined };
    expect(go(scanOf(lost), confirmed, reading(), read()).state.at).toBe('confirming-identity');
    expect(go(scanned, confirmed, reading(), read()).state).toMatchObject({
      at: 'asking',
      frame: { notice: { words: 'chip-read' } },
    });
  });

  test.each([
    ['that is forged', anhChip, 'does-not-match'],
    ['of somebody else', { ...anhChip, document: binhCitizen.document }, 'genuine'],
  ] as const)('%s leaves the scanned identity, is flagged for the desk and holds nobody up', (_, identity, verdict) => {
    const forged = { ...identity, fullName: 'Người Khác' };
    expect(storedPatient(scanned, reading(), read(forged, verdict))).toMatchObject({
      fullName: 'Nguyễn Thị Ngọc Ánh',
      source: 'qr-cccd',
      chip: 'does-not-match',
    });
    expect(go(scanned, reading(), read(forged, verdict)).state.frame.notice?.words).toBe('chip-does-not-match');
  });

  test('that was torn away is told at once and may be laid again, five times', () => {
    const tornOnce = go(scanned, reading(), notRead('card-gone'));
    expect(tornOnce.state).toMatchObject({
      facts: { chip: { stands: 'awaited', attempt: 2 } },
      frame: { notice: { words: 'chip-card-taken' } },
    });
    const torn = [1, 2, 3, 4, 5].flatMap((attempt) => [reading(attempt), notRead('card-gone', attempt)]);
    expect(go(scanned, ...torn).state).toMatchObject({
      facts: { chip: { stands: 'given-up' } },
      frame: { notice: { words: 'chip-not-usable' } },
    });
  });

  test.each([
    ['wrong-access-key', 'chip-of-other-card'],
    ['not-supported', 'chip-not-usable'],
  ] as const)('that answers %s is never asked again, and the visit goes on', (why, words) => {
    const { state, effects } = go(scanned, reading(), notRead(why), laid, confirmed, chosen);
    expect(go(scanned, reading(), notRead(why)).state.frame.notice?.words).toBe(words);
    expect(effects.filter((effect) => effect.do === 'read-chip')).toHaveLength(1);
    expect(state.at).toBe('storing-visit');
  });

  test('is let alone once the visit is stored or the patient has left; what it still says is nobody’s', () => {
    for (const end of [[confirmed, chosen], [{ type: 'started-over' }]] satisfies FlowEvent[][]) {
      const { state, effects } = go(scanned, reading(), ...end);
      expect(effects.map((effect) => effect.do)).toContain('stop-reading-chip');
      expect(step(settingsWithReader, state, read())).toEqual({ state, effects: [] });
    }
  });

  test('of the last patient says nothing about this one', () => {
    const { state } = go(scanned, reading());
    expect(step(settingsWithReader, state, { ...read(), sessionId: secondSession })).toEqual({ state, effects: [] });
  });

  test('brings back a patient who was being asked whether they are still here', () => {
    const asked = walk([scanned, { waited: 'idle' }], settingsWithReader).state;
    expect(asked.turn.asked).toBeDefined();
    expect(step(settingsWithReader, asked, reading()).state.turn.asked).toBeUndefined();
  });
});
