import { expect, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import type { FlowEvent } from '#kiosk/flow/events.ts';
import { startingState } from '#kiosk/flow/moves.ts';
import { step } from '#kiosk/flow/step.ts';
import { anhCitizen, chosen, consented, familySettings, firstSession, scanOf } from '#kiosk/flow/synthetic.ts';
import { createSessionRunner } from './session-runner.ts';
import { createShownTime } from './shown-time.ts';

const site = { ...familySettings, checkIn: { ...familySettings.checkIn, particulars: [] } };
const toConsent: readonly FlowEvent[] = [
  scanOf(anhCitizen, firstSession),
  { type: 'identity-confirmed', by: 'patient' },
  chosen('noi'),
];
const language = (word: 'vi' | 'en'): FlowEvent => ({ type: 'language-chosen', language: word });

function watching() {
  const clock = createHandCrankedClock();
  const time = createShownTime(clock);
  let state = startingState(site) as ReturnType<typeof step>['state'];
  const does = (...events: readonly FlowEvent[]) => {
    for (const event of events) {
      state = step(site, state, event).state;
      time.saw(state);
    }
  };
  return { does, waits: (ms: number) => clock.advance(ms), ms: () => time.ms() };
}

test('words count from when they come to the screen, each purpose anew', () => {
  const { does, waits, ms } = watching();
  does(...toConsent.slice(0, 1));
  waits(5_000);
  expect(ms()).toBe(0);
  does(...toConsent.slice(1));
  waits(3_000);
  expect(ms()).toBe(3_000);
  does(consented('messages', true));
  waits(1_000);
  expect(ms()).toBe(1_000);
});

test('each language counts what it was read in, and comes back to what it had', () => {
  const { does, waits, ms } = watching();
  does(...toConsent);
  waits(4_000);
  does(language('en'));
  waits(1_500);
  expect(ms()).toBe(1_500);
  does(language('vi'));
  waits(500);
  expect(ms()).toBe(4_500);
});

test('what lies under a help sheet is not read', () => {
  const { does, waits, ms } = watching();
  does(...toConsent);
  waits(2_000);
  does({ type: 'help-called', caller: 'C1' as never });
  waits(30_000);
  does({ type: 'help-closed' });
  waits(1_000);
  expect(ms()).toBe(3_000);
});

test('an answer is stamped by the clock of the host, whatever a page says', () => {
  const clock = createHandCrankedClock();
  const requests: unknown[] = [];
  const runner = createSessionRunner({
    settings: site,
    clock,
    effects: { run: (effect) => requests.push(...(effect.do === 'store-visit' ? [effect.request.answers] : [])) },
    onState: () => {},
  });
  for (const event of toConsent) runner.receive(event);
  clock.advance(7_000);
  runner.receive({ ...consented('messages', true), type: 'answered', shownMs: 1 } as FlowEvent);
  clock.advance(2_000);
  runner.receive(consented('research', false));
  expect(requests).toMatchObject([{ consents: [{ shownMs: 7_000 }, { shownMs: 2_000 }] }]);
});
