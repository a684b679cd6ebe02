import { expect, test } from 'vitest';
import { syntheticSite } from '#config/settings/synthetic-site.ts';
import { personOf, walkOf } from '#kiosk/flow/promises/random-walk.ts';
import { createWorld } from '#kiosk/flow/promises/world.ts';
import { hasSession } from '#kiosk/flow/state.ts';
import type { ScreenSurroundings } from './screens.ts';
import { snapshotFromState } from './snapshot.ts';

/** The same walks as the flow's promises, looked at as a page shows them. */
const walks = Number(process.env.PROMISE_WALKS ?? 1500) / 10;
const firstSeed = Number(process.env.PROMISE_SEED ?? 1);

/** Whatever stands for a person of the walks, but what the patient is asked about themself. */
const personal = /Ngọc|NGỌC|Bình|BÌNH|MINH|0271|001090|HT227|TE127|DN427|0912000|BN000|Thôn/;

/** What only the patient said. */
const said = /pregnan|disability|merit|chest|bleeding|"fits|fever|cough|rash|"contact"/;

test(`on ${walks} random walks every state is drawn, and shows nobody to anybody else`, () => {
  for (let seed = firstSeed; seed < firstSeed + walks; seed++) {
    const { site: settings, moves } = walkOf(seed);
    const surroundings: ScreenSurroundings = {
      site: { ...syntheticSite, checkIn: settings.checkIn },
      settings,
      scannerReady: true,
      chipReaderReady: settings.readsChips,
      measuringDevice: () => undefined,
      ticketCodeOf: ({ number }) => `code of ${number.text}`,
      secondsLeft: () => 9,
      call: undefined,
      openCall: 'none',
      lobby: () => ({ show: 'lobby-pad', attempt: 0, tells: 'nothing', secondsLeft: 0 }),
      outOfService: { byStaff: false, repairAddress: undefined },
    };
    const world = createWorld(settings, ({ after }) => {
      const snapshot = snapshotFromState(after, surroundings, 1);
      const { screen } = snapshot;
      const text = JSON.stringify(snapshot);
      const isAboutThem = ['confirm-identity', 'confirm-contact', 'who-are-you', 'type-number'].includes(screen.show);
      if (!isAboutThem) expect(text, `walk ${seed}`).not.toMatch(personal);
      // Grounds and signs stand where they are asked, and there not whether they were said.
      const isAsked = screen.show === 'emergency-signs' || screen.show === 'screening';
      if (!isAsked) expect(text, `walk ${seed}`).not.toMatch(said);
      const { temperature: _measured, ...asked } = { temperature: undefined, ...screen };
      if (isAsked) expect(Object.keys(asked).toSorted(), `walk ${seed}`).toEqual(['show', 'signs']);
      if (screen.show === 'priority') expect(screen, `walk ${seed}`).toEqual({ show: 'priority' });
      if (after.at === 'confirming-identity' && after.veil.hides) {
        const name = after.facts.identities.find(({ fullName }) => fullName)?.fullName ?? 'nobody';
        expect(text, `walk ${seed}`).not.toContain(name);
      }
      // Who is next is shown to nobody.
      const next = after.turn.next?.scan;
      if (next?.type === 'card-read' && next.identity.fullName && hasSession(after)) {
        const isThemselves = after.facts.identities.some((each) => personOf(each) === personOf(next.identity));
        if (!isThemselves) expect(text, `walk ${seed}`).not.toContain(next.identity.fullName);
      }
      if (screen.show === 'confirm-contact') expect(screen.phone, `walk ${seed}`).toMatch(/^••• ••• \d{3}$/);
      if (screen.show === 'choose-appointment') expect(screen.appointments, `walk ${seed}`).not.toEqual([]);
    });
    for (const move of moves) world.move(move);
  }
}, 30_000);
