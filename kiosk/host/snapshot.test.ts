import { describe, expect, test } from 'vitest';
import { startingState } from '#kiosk/flow/check-in/moves.ts';
import {
  anhCitizen,
  anhInsurance,
  firstSession,
  plainVisit,
  settings,
  today,
  walk,
} from '#kiosk/flow/check-in/synthetic.ts';
import { snapshotFromState } from './snapshot.ts';
import { syntheticSite } from './synthetic-site.ts';

const snapshotAfter = (events: Parameters<typeof walk>[0]) =>
  snapshotFromState(
    walk(events).state,
    { site: syntheticSite, settings, scannerReady: true, monitor: undefined, call: undefined },
    3,
  );

describe('what the page is told', () => {
  test('at rest: the hospital and nothing of anybody', () => {
    expect(
      snapshotFromState(
        startingState(settings),
        { site: syntheticSite, settings, scannerReady: false, monitor: undefined, call: undefined },
        1,
      ),
    ).toEqual({
      revision: 1,
      session: 'none',
      language: 'vi',
      otherLanguages: ['en'],
      siteName: 'Trung tâm Y tế Thử Nghiệm',
      timeZone: 'Asia/Ho_Chi_Minh',
      test: true,
      scannerTypes: false,
      screen: { show: 'attract', scanner: 'unavailable', serves: 'both' },
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
    });
  });

  test('from choosing on: no name and no number of a card any more', () => {
    for (const steps of [2, 3, 4, 5]) {
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
    expect(snapshotAfter(plainVisit.slice(0, 5)).screen).toEqual({
      show: 'take-ticket',
      ticket: {
        number: 'UA012',
        priority: true,
        serviceName: 'Khám Nội',
        room: '101',
        floor: 'Tầng 1',
        directions: undefined,
        slot: 'below',
        code: 'TIEPDON:1:27005:20261121:UA012:00000000000000000001',
        paper: 'printed',
        again: false,
        canReprint: false,
        canMeasure: true,
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
    ['help-choosing', [...plainVisit.slice(0, 2), { type: 'help-choosing-asked' }, ...plainVisit.slice(3, 4)]],
  ] as const)('the desk with the stored number: %s', (why, events) => {
    expect(snapshotAfter(events).screen).toMatchObject({
      show: 'go-to-desk',
      why,
      desk: 'quầy Tiếp đón',
      ticket: { number: 'UA012' },
    });
  });
});
