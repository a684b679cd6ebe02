import { expect, test } from 'vitest';
import { siteFile } from '#config/settings/site-file.ts';
import { syntheticSite } from '#config/settings/synthetic-site.ts';
import {
  firstSession,
  type Happening,
  hospitalSaid,
  measuringSettings,
  plainVisit,
  pressureTaken,
  walk,
} from '#kiosk/flow/synthetic.ts';
import { screenFromState } from './screens.ts';

const settings = { ...measuringSettings, asksHospital: true };
const stored: Happening = { type: 'reading-stored', sessionId: firstSession };
const quiet: Happening = { waited: 'quiet-sitting' };

/** The screen after two readings of somebody whose hospital has told this. */
function resultAfter(told: Parameters<typeof hospitalSaid>[0]) {
  const [card, ...visit] = plainVisit.slice(0, 6);
  if (!card) throw new Error('no card');
  const { state } = walk(
    [
      ...[card, hospitalSaid(told), ...visit],
      ...[{ type: 'measuring-asked' } as const, { type: 'measuring-begun' } as const, quiet],
      ...[pressureTaken({ systolic: 141, diastolic: 88 }, { attempt: 1 }), stored, quiet],
      ...[pressureTaken({ systolic: 139, diastolic: 86 }, { attempt: 2 }), stored],
    ],
    settings,
  );
  return screenFromState(state, {
    site: siteFile.parse({ ...syntheticSite, measuring: {} }),
    settings,
    scannerReady: true,
    chipReaderReady: true,
    measuringDevice: () => undefined,
    ticketCodeOf: () => '',
    secondsLeft: () => 0,
    call: undefined,
    openCall: 'none',
    lobby: () => ({ show: 'lobby-pad', attempt: 0, tells: 'nothing', secondsLeft: 0 }),
    outOfService: { byStaff: false, repairAddress: undefined },
  });
}

test('the mean comes with its class, with the readings that it is made of, and with what the hospital has of earlier days', () => {
  const earlier = [
    { day: '2026-03-02', systolic: 152, diastolic: 94 },
    { day: '2026-08-19', systolic: 146, diastolic: 90 },
  ];
  expect(resultAfter({ earlierPressures: earlier })).toMatchObject({
    show: 'show-reading',
    result: {
      ...{ kind: 'blood-pressure', systolic: 140, diastolic: 87, pressureClass: 'raised' },
      readings: [
        { systolic: 141, diastolic: 88, counts: true },
        { systolic: 139, diastolic: 86, counts: true },
      ],
      earlier,
    },
  });
  expect(resultAfter({})).not.toMatchObject({ result: { earlier: expect.anything() } });
});
