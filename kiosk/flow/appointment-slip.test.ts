import { describe, expect, test } from 'vitest';
import {
  anhCitizen,
  binhCitizen,
  firstSession,
  type Happening,
  plainVisit,
  secondSession,
  settings,
  today,
  upTo,
  walk,
} from './synthetic.ts';

const slip = (appointmentId = 'LK-1', sessionId = firstSession, facilityCode = '27005'): Happening => ({
  type: 'appointment-read',
  appointment: { facilityCode, appointmentId },
  sessionId,
  today,
});
const card = (identity = anhCitizen): Happening => ({
  type: 'card-read',
  identity,
  sessionId: secondSession,
  today,
});
const withoutPapers: Happening = { type: 'started-without-papers', sessionId: secondSession, today };
const [, confirmed, chosen] = plainVisit as readonly [Happening, Happening, Happening];
const request = (...events: readonly Happening[]) =>
  walk(events).effects.flatMap((effect) => (effect.do === 'store-visit' ? [effect.request] : []))[0];

describe('an appointment slip', () => {
  test('opens a session and asks for a card; the appointment goes with the visit, which is a follow-up', () => {
    expect(walk([slip()]).state).toMatchObject({ at: 'asking-for-card', facts: { sessionId: firstSession } });
    expect(request(slip(), card(), confirmed, chosen)).toMatchObject({
      sessionId: firstSession,
      appointment: { appointmentId: 'LK-1', kind: 'follow-up-slip' },
      purpose: 'follow-up',
      patient: { fullName: 'Nguyễn Thị Ngọc Ánh' },
    });
  });

  test('without any card leads to a number all the same, and back to the question', () => {
    expect(request(slip(), withoutPapers, chosen)).toMatchObject({
      sessionId: firstSession,
      appointment: { appointmentId: 'LK-1', kind: 'follow-up-slip' },
      patient: { source: 'none' },
    });
    expect(walk([slip(), withoutPapers, { type: 'went-back' }]).state.at).toBe('asking-for-card');
    expect(walk([slip(), { type: 'went-back' }]).state.at).toBe('waiting-for-card');
  });

  test('after the card belongs to the same visit; a second one is somebody else’s', () => {
    const { state } = walk([card(), slip()]);
    expect(state).toMatchObject({
      at: 'confirming-identity',
      frame: { notice: { words: 'appointment-added' } },
    });
    expect(walk([card(), slip(), slip('LK-2')]).state).toMatchObject({ facts: { slip: 'LK-1' }, turn: { next: {} } });
    const stayed: Happening = { type: 'stayed' };
    expect(request(card(), slip(), slip('LK-2'), stayed, confirmed, chosen)?.appointment?.appointmentId).toBe('LK-1');
  });

  test('of another hospital asks for another code, and a visit without a slip is an examination', () => {
    expect(walk([slip('LK-1', firstSession, '01001')]).state).toMatchObject({
      at: 'asking-to-scan-again',
      why: 'appointment-elsewhere',
    });
    expect(walk([card(), slip('LK-1', firstSession, '01001')]).state.frame.notice?.words).toBe('code-not-usable');
    const plain = request(card(), confirmed, chosen);
    expect([plain?.purpose, plain?.appointment]).toEqual(['examination', undefined]);
  });

  test('of the next patient begins their session when the last one has the ticket, or is here no longer', () => {
    expect(walk([slip(), slip('LK-2', secondSession), { waited: 'next-waits' }]).state).toMatchObject({
      facts: { sessionId: secondSession, slip: 'LK-2' },
    });
    expect(walk([...upTo(6), slip('LK-2', secondSession)]).state).toMatchObject({
      at: 'asking-for-card',
      facts: { sessionId: secondSession },
    });
    expect(walk([...upTo(5), slip('LK-2', secondSession)]).state.frame.notice?.words).toBe('please-wait-for-ticket');
  });

  test('that still lies on the glass changes nothing, and is forgotten with the session', () => {
    const again = walk([slip(), slip()]);
    expect({ ...again, state: { ...again.state, turn: 0 } }).toEqual({
      ...walk([slip()]),
      state: { ...walk([slip()]).state, turn: 0 },
    });
    expect(JSON.stringify(walk([slip(), { type: 'started-over' }]).state)).not.toContain('LK-1');
    expect(walk([slip(), { type: 'started-over' }, card(binhCitizen)]).state).toMatchObject({
      facts: { slip: undefined },
    });
  });

  test('on a kiosk that only measures asks for the ticket', () => {
    expect(walk([slip()], { ...settings, offersCheckIn: false }).state).toMatchObject({ why: 'ticket-wanted' });
  });
});
