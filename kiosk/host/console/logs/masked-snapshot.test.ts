import { expect, test } from 'vitest';
import { syntheticSite } from '#config/settings/synthetic-site.ts';
import { walkOf } from '#kiosk/flow/promises/random-walk.ts';
import { createWorld } from '#kiosk/flow/promises/world.ts';
import type { ScreenSurroundings } from '../../screens.ts';
import { snapshotFromState } from '../../snapshot.ts';
import { maskedSnapshot } from './masked-snapshot.ts';

/** Whatever stands for a person of the walks, and what only their ticket says. */
const personal =
  /Ngọc|NGỌC|Ánh|Bình|BÌNH|MINH|0271|001090|HT227|TE127|DN427|0912000|BN000|Thôn|\d{3} ••••|1948|code of|\d\d\/\d\d\/\d{4}|age-75|under-6/;

test('on 150 random walks of patients nobody who looks at the screen from afar sees anybody on it', () => {
  const shown = new Set<string>();
  for (let seed = 1; seed <= 150; seed += 1) {
    const { site: settings, moves } = walkOf(seed);
    const surroundings: ScreenSurroundings = {
      site: syntheticSite,
      settings,
      scannerReady: true,
      chipReaderReady: settings.readsChips,
      measuringDevice: () => undefined,
      ticketCodeOf: ({ number }) => `code of ${number.text}`,
      secondsLeft: () => 9,
      call: { is: 'coming', whose: 'own', emergency: false, by: 'Điều dưỡng Ngọc' },
      openCall: 'none',
      lobby: () => ({ show: 'lobby-pad', attempt: 3, tells: 'nothing', secondsLeft: 0 }),
      outOfService: { byStaff: false, repairAddress: undefined },
    };
    const world = createWorld(settings, ({ after }) => {
      const snapshot = snapshotFromState(after, surroundings, 1);
      const masked = maskedSnapshot(snapshot);
      shown.add(snapshot.screen.show);
      expect(masked.screen.show).toBe(snapshot.screen.show);
      const text = JSON.stringify(masked);
      expect(text, `walk ${seed}`).not.toMatch(personal);
      if (snapshot.session !== 'none') expect(text).not.toContain(snapshot.session);
      for (const number of numbersIn(after)) expect(text, `walk ${seed}`).not.toContain(`"${number}"`);
    });
    for (const move of moves) world.move(move);
  }
  expect(shown.size).toBeGreaterThan(12);
}, 30_000);

/** Ticket numbers that the state knows. */
function numbersIn(state: object): readonly string[] {
  return [...JSON.stringify(state).matchAll(/"text":"([A-Z]{1,4}\d{3})"/g)].flatMap(([, number]) => number ?? []);
}
