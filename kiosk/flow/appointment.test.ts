import { describe, expect, test } from 'vitest';
import type { CheckInEvent } from './events.ts';
import {
  anhCitizen,
  binhCitizen,
  firstSession,
  plainVisit,
  secondSession,
  settings,
  today,
  walk,
} from './synthetic.ts';

const slip = (appointmentId = 'LK-1', sessionId = firstSession, facilityCode = '27005'): CheckInEvent => ({
  type: 'appointment-read',
  appointment: { facilityCode, appointmentId },
  sessionId,
  today,
});
const card = (identity = anhCitizen): CheckInEvent => ({
  type: 'card-read',
  identity,
  sessionId: secondSession,
  today,
});
const withoutPapers: CheckInEvent = { type: 'started-without-papers', sessionId: secondSession, today };
const [, confirmed, chosen] = plainVisit as readonly [CheckInEvent, CheckInEvent, CheckInEvent];
const request = (...events: readonly CheckInEvent[]) =>
  walk(events).effects.flatMap((effect) => (effect.do === 'store-visit' ? [effect.request] : []))[0];

describe('an appointment slip', () => {
  test('opens a session and asks for a card; the appointment goes with the visit, which is a follow-up', () => {
    expect(walk([slip()]).state).toMatchObject({ at: 'asking-for-card', session: { sessionId: firstSession } });
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

  test('after the card belongs to the same visit; a second one does not', () => {
    const { state } = walk([card(), slip()]);
    expect(state).toMatchObject({ at: 'confirming-identity', notice: { words: 'appointment-added' } });
    expect(walk([card(), slip(), slip('LK-2')]).state.notice?.words).toBe('code-not-usable');
    expect(request(card(), slip(), slip('LK-2'), confirmed, chosen)?.appointment?.appointmentId).toBe('LK-1');
  });

  test('of another hospital asks for another code, and a visit without a slip is an examination', () => {
    expect(walk([slip('LK-1', firstSession, '01001')]).state).toMatchObject({
      at: 'asking-to-scan-again',
      why: 'appointment-elsewhere',
    });
    expect(walk([card(), slip('LK-1', firstSession, '01001')]).state.notice?.words).toBe('code-not-usable');
    const plain = request(card(), confirmed, chosen);
    expect([plain?.purpose, plain?.appointment]).toEqual(['examination', undefined]);
  });

  test('of the next patient begins their session when the last one has only shown a slip or has the ticket', () => {
    expect(walk([slip(), slip('LK-2', secondSession)]).state).toMatchObject({
      session: { sessionId: secondSession, appointmentId: 'LK-2' },
    });
    expect(walk([...plainVisit.slice(0, 5), slip('LK-2', secondSession)]).state).toMatchObject({
      at: 'asking-for-card',
      session: { sessionId: secondSession },
    });
    expect(walk([...plainVisit.slice(0, 4), slip('LK-2', secondSession)]).state.notice?.words).toBe(
      'please-wait-for-ticket',
    );
  });

  test('that still lies on the glass changes nothing, and is forgotten with the session', () => {
    expect(walk([slip(), slip()])).toEqual(walk([slip()]));
    expect(JSON.stringify(walk([slip(), { type: 'started-over' }]).state)).not.toContain('LK-1');
    expect(walk([slip(), { type: 'started-over' }, card(binhCitizen)]).state).toMatchObject({
      session: { appointmentId: undefined },
    });
  });

  test('on a kiosk that only measures asks for the ticket', () => {
    expect(walk([slip()], { ...settings, offersCheckIn: false }).state).toMatchObject({ why: 'ticket-wanted' });
  });
});
