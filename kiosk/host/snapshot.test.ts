import { describe, expect, test } from 'vitest';
import type { StoredVisit } from '#backend-client/contract/visit.ts';
import { syntheticSite } from '#config/settings/synthetic-site.ts';
import type { FlowEvent } from '#kiosk/flow/events.ts';
import { startingState } from '#kiosk/flow/moves.ts';
import {
  anhChip,
  anhCitizen,
  anhInsurance,
  chosen,
  firstSession,
  plainVisit,
  settings,
  settingsWithReader,
  today,
  walk,
} from '#kiosk/flow/synthetic.ts';
import { snapshotFromState } from './snapshot.ts';

const surroundings = {
  site: syntheticSite,
  settings,
  scannerReady: true,
  chipReaderReady: true,
  measuringDevice: () => undefined,
  ticketCodeOf: ({ number, visitId }: StoredVisit) => `code of ${number.text} ${visitId}`,
  secondsLeft: () => 0,
  call: undefined,
  openCall: 'none' as const,
  lobby: () => ({ show: 'lobby-pad', attempt: 0, tells: 'nothing', secondsLeft: 0 }) as const,
  outOfService: { byStaff: false, repairAddress: undefined },
};

const snapshotAfter = (events: Parameters<typeof walk>[0]) => snapshotFromState(walk(events).state, surroundings, 3);

describe('what the page is told', () => {
  test('at rest: the hospital and nothing of anybody', () => {
    expect(
      snapshotFromState(startingState(settings), { ...surroundings, scannerReady: false, chipReaderReady: false }, 1),
    ).toEqual({
      revision: 1,
      session: 'none',
      language: 'vi',
      otherLanguages: ['en'],
      siteName: 'Trung tâm Y tế Thử Nghiệm',
      timeZone: 'Asia/Ho_Chi_Minh',
      test: true,
      scannerTypes: false,
      screen: { show: 'attract', scanner: 'unavailable', serves: 'both', openCall: 'none' },
      overlay: undefined,
      notice: undefined,
      canGoBack: false,
      canStartOver: false,
    });
  });

  test('to confirm: the name, masked numbers of both cards, what the cards say', () => {
    const { screen } = snapshotAfter([
      ...plainVisit.slice(0, 1),
      { type: 'card-read', identity: anhInsurance, sessionId: firstSession, today },
    ]);
    expect(screen).toEqual({
      show: 'confirm-identity',
      person: {
        fullName: 'Nguyễn Thị Ngọc Ánh',
        birth: '15/08/1948',
        numbers: [
          { of: 'citizen-card', masked: '027 •••• •• 123' },
          { of: 'insurance-card', masked: 'HT2 •••• •• 123' },
        ],
      },
      remarks: [
        { kind: 'insurance-valid', until: '31/12/2026' },
        { kind: 'priority', ground: 'age-75', certain: true },
      ],
      chip: 'none',
    });
  });

  test('about the chip: an invitation only while the reader works, and nothing of what was read but the verdict', () => {
    const shown = (chipReaderReady: boolean, ...events: readonly FlowEvent[]) => {
      const { state } = walk([...plainVisit.slice(0, 1), ...events], settingsWithReader);
      const { screen } = snapshotFromState(state, { ...surroundings, chipReaderReady }, 1);
      return screen.show === 'confirm-identity' ? screen.chip : screen.show;
    };
    const reading = { type: 'chip-reading', sessionId: firstSession, attempt: 1 } as const;
    const read = (verdict: 'genuine' | 'not-verified' | 'does-not-match') =>
      ({ type: 'chip-read', sessionId: firstSession, attempt: 1, identity: anhChip, verdict }) as const;
    expect([
      shown(true),
      shown(false),
      shown(true, reading),
      shown(true, reading, read('genuine')),
      shown(true, reading, read('not-verified')),
      shown(true, reading, read('does-not-match')),
    ]).toEqual(['lay-card', 'none', 'reading', 'genuine', 'read', 'does-not-match']);
  });

  test('a chip that does not match sends the patient by the desk, with their number', () => {
    const events: readonly FlowEvent[] = [
      ...plainVisit.slice(0, 1),
      { type: 'chip-read', sessionId: firstSession, attempt: 1, identity: anhChip, verdict: 'does-not-match' },
      ...plainVisit.slice(1, 6),
    ];
    const { state } = walk(events, settingsWithReader);
    expect(snapshotFromState(state, surroundings, 1).screen).toMatchObject({
      show: 'go-to-desk',
      why: 'chip-does-not-match',
      ticket: { number: 'UA012' },
    });
  });

  test('a card whose validity did not read is said so', () => {
    const unread = { ...anhInsurance, warnings: ['validity-not-readable'] } as const;
    const insurance = { ...anhInsurance.document, validTo: undefined } as typeof anhInsurance.document;
    const { state } = walk([
      { type: 'card-read', identity: { ...unread, document: insurance }, sessionId: firstSession, today },
    ]);
    expect(snapshotFromState(state, surroundings, 1).screen).toMatchObject({
      remarks: [{ kind: 'insurance-validity-not-readable' }, { kind: 'priority' }],
    });
  });

  test('with a slip and no card yet: that a card is wanted', () => {
    const { state } = walk([
      {
        type: 'appointment-read',
        appointment: { facilityCode: '27005', appointmentId: 'LK-1' },
        sessionId: firstSession,
        today,
      },
    ]);
    const snapshot = snapshotFromState(state, surroundings, 1);
    expect(snapshot).toMatchObject({ screen: { show: 'scan-card-too', scanner: 'ready' }, canGoBack: true });
    expect(JSON.stringify(snapshot)).not.toContain('LK-1');
  });

  test('from choosing on: no name and no number of a card any more', () => {
    for (const steps of [2, 3, 4, 5, 6]) {
      expect(JSON.stringify(snapshotAfter(plainVisit.slice(0, steps)))).not.toMatch(/Ngọc|027 |1948|000123/);
    }
  });

  test('the service for those who do not know is no choice but a button', () => {
    expect(snapshotAfter(plainVisit.slice(0, 2)).screen).toMatchObject({
      show: 'choose-service',
      services: [{ code: 'noi', name: 'Khám Nội', floor: 'Tầng 1' }, { code: 'mat' }],
      canAskForHelpChoosing: true,
    });
  });

  test('with the number: room, code and the state of the paper', () => {
    expect(snapshotAfter(plainVisit.slice(0, 6)).screen).toEqual({
      show: 'take-ticket',
      ticket: {
        number: 'UA012',
        priority: true,
        serviceName: 'Khám Nội',
        room: '101',
        floor: 'Tầng 1',
        directions: undefined,
        slot: 'below',
        code: 'code of UA012 00000000000000000001',
        paper: 'printed',
        again: false,
        canReprint: false,
        canMeasure: true,
        canGoOnWithFamily: false,
        canChangeService: true,
        replaces: undefined,
        leaving: false,
      },
    });
  });

  test.each([
    ['no-papers', [{ type: 'started-without-papers', sessionId: firstSession, today }, ...plainVisit.slice(2, 4)]],
    [
      'name-not-readable',
      [
        { type: 'card-read', identity: { ...anhCitizen, fullName: undefined }, sessionId: firstSession, today },
        ...plainVisit.slice(1, 4),
      ],
    ],
    ['help-choosing', [...plainVisit.slice(0, 2), chosen(null), ...plainVisit.slice(3, 4)]],
  ] satisfies readonly [string, Parameters<typeof walk>[0]][])('the desk with the stored number: %s', (why, events) => {
    expect(snapshotAfter(events).screen).toMatchObject({
      show: 'go-to-desk',
      why,
      desk: 'quầy Tiếp đón',
      ticket: { number: 'UA012' },
    });
  });
});
