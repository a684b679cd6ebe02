import assert from 'node:assert/strict';
import { test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { restingSnapshot } from '#kiosk/bridge/resting-snapshot.ts';
import type { Screen, Snapshot } from '#kiosk/bridge/words.ts';
import { createTouchReporter } from './input/touch-reporter.ts';
import { loadLateCode } from './late-code.ts';
import { createPageModel, settlingMs, shieldMs } from './page-model.ts';

const confirm: Screen = {
  show: 'confirm-identity',
  person: { fullName: 'Nguyễn Thị Ngọc Ánh', birth: '15/08/1948', numbers: [] },
  remarks: [],
  chip: 'none',
};
const choose: Screen = { show: 'choose-service', services: [], canAskForHelpChoosing: false, chip: 'none' };

function ticketScreen(canMeasure: boolean): Screen {
  return {
    show: 'take-ticket',
    ticket: {
      number: 'A012',
      priority: false,
      serviceName: 'Khám Nội',
      room: '101',
      floor: undefined,
      directions: undefined,
      slot: 'below',
      code: 'TIEPDON:1:27005:20260314:A012:5K9Q2M7XW0C4R8ZT3VBN',
      paper: 'printed',
      again: false,
      canGoOnWithFamily: false,
      canMeasure,
      replaces: undefined,
      canChangeService: false,
      canReprint: false,
      leaving: false,
    },
  };
}

function snapshotOf(screen: Screen, more: Partial<Snapshot> = {}): Snapshot {
  return { ...restingSnapshot, session: 's-1', canGoBack: true, canStartOver: true, screen, ...more };
}

await loadLateCode();

const finger = { x: 540, y: 1600 };

function bench() {
  const clock = createHandCrankedClock();
  const model = createPageModel({ clock, lastTap: () => finger, onCodeWanted: () => {} });
  model.showSnapshot(snapshotOf(confirm));
  clock.advance(settlingMs);
  return { clock, model };
}

test('law 7: when the host is gone, nothing of the patient is left on the page', () => {
  for (const link of ['down', 'other-version'] as const) {
    const { model } = bench();
    model.linkChanged(link);
    assert.deepEqual(model.view.value, { shows: 'link-down' });
  }
});

test('after a change of screen what lies around the finger settles for 800 ms, and the finger of that moment counts', () => {
  const { clock, model } = bench();
  const settling = () => model.settlingAround.value;
  const changes: readonly Partial<Snapshot>[] = [
    { screen: choose },
    { session: 's-2' },
    { overlay: { show: 'idle-warning', secondsLeft: 15 } },
    { overlay: { show: 'help', desk: 'quầy 1', call: undefined, secondsLeft: undefined } },
    {},
  ];
  const seen = changes.map((more) => {
    model.showSnapshot(snapshotOf(confirm, more));
    const soon = settling();
    clock.advance(settlingMs - 1);
    const justBefore = settling();
    clock.advance(1);
    return [soon, justBefore, settling()];
  });
  assert.deepEqual(
    seen,
    changes.map(() => [finger, finger, undefined]),
  );
});

test('what changes on a screen does not make it settle: another language, a notice, a button more', () => {
  const { clock, model } = bench();
  model.showSnapshot(snapshotOf(ticketScreen(false)));
  clock.advance(settlingMs);
  model.showSnapshot(snapshotOf(ticketScreen(true), { language: 'en', notice: 'other-card-added' }));
  assert.equal(model.settlingAround.value, undefined);
});

test('a bug takes everything of the patient off the page, and nothing that comes later is shown', () => {
  const { model } = bench();
  model.fail();
  model.showSnapshot(snapshotOf(choose));
  model.linkChanged('down');
  assert.deepEqual(model.view.value, { shows: 'failed' });
});

test('what moves no button raises no shield: another language, a notice', () => {
  const { model } = bench();
  model.showSnapshot(snapshotOf(confirm, { language: 'en', notice: 'other-card-added' }));
  assert.equal(model.isShielded.value, false);
});

test('a line about the chip that comes is shielded, one that changes is not', () => {
  const { model, clock } = bench();
  model.showSnapshot(snapshotOf({ ...confirm, chip: 'lay-card' } as Screen));
  assert.equal(model.isShielded.value, true);
  clock.advance(shieldMs);
  model.showSnapshot(snapshotOf({ ...confirm, chip: 'reading' } as Screen));
  assert.equal(model.isShielded.value, false);
});

test('a warning that appears under the finger is shielded, and so is the same screen of the next patient', () => {
  for (const more of [{ overlay: { show: 'idle-warning', secondsLeft: 15 } }, { session: 's-2' }] as const) {
    const { model } = bench();
    model.showSnapshot(snapshotOf(confirm, more));
    assert.equal(model.isShielded.value, true);
  }
});

test('a button that comes or goes on the same screen is shielded; a cuff that fills up is not', () => {
  const getReady: Screen = {
    show: 'get-ready',
    what: 'blood-pressure',
    restSeconds: 0,
    number: 'A012',
    startedBy: 'button',
    monitor: 'ready',
  };
  const notMeasured: Screen = {
    show: 'not-measured',
    what: 'blood-pressure',
    advice: 'sit-still',
    canTryAgain: true,
    desk: 'quầy 1',
  };
  const filling = (cuffMmHg: number): Screen => ({
    show: 'measuring',
    what: 'blood-pressure',
    phase: 'measuring',
    cuffMmHg,
  });
  const isShieldedBetween = (before: Screen, after: Screen) => {
    const { clock, model } = bench();
    model.showSnapshot(snapshotOf(before));
    clock.advance(shieldMs);
    model.showSnapshot(snapshotOf(after));
    return model.isShielded.value;
  };
  assert.deepEqual(
    [
      isShieldedBetween(ticketScreen(false), ticketScreen(true)),
      isShieldedBetween(getReady, { ...getReady, monitor: 'unavailable' }),
      isShieldedBetween(notMeasured, { ...notMeasured, canTryAgain: false }),
      isShieldedBetween(filling(120), filling(148)),
    ],
    [true, true, true, false],
  );
});

test('waiting keeps the step that the patient was at, and never another patient’s', () => {
  const { model } = bench();
  const stepAt = (snapshot: Snapshot) => {
    model.showSnapshot(snapshot);
    const view = model.view.value;
    return view.shows === 'snapshot' ? view.step : 'no snapshot';
  };
  assert.deepEqual(
    [
      stepAt(snapshotOf(confirm)),
      stepAt(snapshotOf({ show: 'please-wait' })),
      stepAt(snapshotOf(choose)),
      stepAt(snapshotOf({ show: 'please-wait' })),
      stepAt(
        snapshotOf({ show: 'attract', scanner: 'ready', serves: 'check-in', openCall: 'none' }, { session: 'none' }),
      ),
      stepAt(snapshotOf({ show: 'please-wait' }, { session: 's-2' })),
      stepAt(
        snapshotOf(
          { show: 'measuring', what: 'blood-pressure', phase: 'measuring', cuffMmHg: 148 },
          { session: 's-2' },
        ),
      ),
      stepAt(snapshotOf({ show: 'please-wait' }, { session: 's-2' })),
    ],
    [1, 1, 2, 2, undefined, 2, 'measuring', 'measuring'],
  );
});

test('a hand drumming on the glass is reported once a second', () => {
  const clock = createHandCrankedClock();
  const reports: number[] = [];
  const touched = createTouchReporter(clock, () => reports.push(clock.now()));
  for (let tap = 0; tap < 25; tap += 1) {
    touched();
    clock.advance(100);
  }
  assert.deepEqual(reports, [0, 1000, 2000]);
});
