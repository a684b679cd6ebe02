import assert from 'node:assert/strict';
import { test } from 'vitest';
import type { Screen } from '#kiosk/bridge/words.ts';
import { appointment, choose, describePatientPage, snapshotOf } from './patient-page-bench.ts';

describePatientPage('what each screen asks for', (bench) => {
  test('blood pressure: begin, stop, try again, done, each asked for from its own screen', async () => {
    const screens: readonly (readonly [Screen, string])[] = [
      [
        {
          show: 'get-ready',
          what: 'blood-pressure',
          restSeconds: 0,
          number: 'A012',
          startedBy: 'host',
          monitor: 'ready',
        },
        '[data-primary]',
      ],
      [{ show: 'measuring', what: 'blood-pressure', phase: 'measuring', cuffMmHg: 148 }, '[data-choice="stop"]'],
      [
        { show: 'not-measured', what: 'blood-pressure', advice: 'sit-still', canTryAgain: true, desk: 'quầy 1' },
        '[data-choice="try-again"]',
      ],
      [
        {
          show: 'show-reading',
          number: 'A012',
          result: { kind: 'blood-pressure', systolic: 127, diastolic: 76, pulse: 72 },
        },
        '[data-primary]',
      ],
    ];
    for (const [at, [screen, button]] of screens.entries()) {
      await bench.shown(snapshotOf(screen));
      await bench.page.locator(button).click();
      await bench.heard(at + 1);
    }
    assert.deepEqual(
      (await bench.heard(4)).map(({ command, input }) => [command, input.screen]),
      [
        ['start-measuring', 'get-ready'],
        ['stop-measuring', 'measuring'],
        ['start-measuring', 'not-measured'],
        ['finish', 'show-reading'],
      ],
    );
  });

  test('every question is answered the one way, from its own screen', async () => {
    const asked: readonly (readonly [Screen, string, Readonly<Record<string, unknown>>])[] = [
      [{ show: 'confirm-contact', phone: '••• ••• 567' }, '[data-primary]', { isRight: true }],
      [{ show: 'confirm-contact', phone: '••• ••• 567' }, '[data-choice="phone-wrong"]', { isRight: false }],
      [appointment, '[data-choice="H-1"]', { appointmentId: 'H-1' }],
      [appointment, '[data-choice="no-appointment"]', { appointmentId: null }],
      [choose, '[data-choice="s-7"]', { serviceCode: 's-7' }],
      [choose, '[data-choice="help-choosing"]', { serviceCode: null }],
    ];
    for (const [at, [screen, button]] of asked.entries()) {
      await bench.shown(snapshotOf(screen, { session: `s-${at}` }));
      await bench.page.locator(button).click();
      await bench.heard(at + 1);
    }
    assert.deepEqual(
      await bench.heard(asked.length),
      asked.map(([screen, , answer], at) => ({
        command: 'answer',
        input: { session: `s-${at}`, screen: screen.show, answer },
      })),
    );
  });

  test('at rest one card after the other is held under the light: it lies still, moves, and lies still again', async () => {
    const picture = () =>
      bench.page.evaluate(() => {
        const cards = [...document.querySelectorAll('.card-side')];
        const shown = cards.findIndex((each) => getComputedStyle(each).opacity === '1');
        const moving = document.querySelector('.scan-picture')?.getAnimations({ subtree: true }) ?? [];
        return `${shown} ${moving.length > 0 ? 'moves' : 'still'}`;
      });
    const turns: string[] = [];
    await bench.page.emulateMedia({ reducedMotion: 'no-preference' });
    for (let look = 0; look < 200 && turns.length < 7; look += 1) {
      // The host is heard of all the time, or the page would ask to wait.
      await bench.shown(
        snapshotOf({ show: 'attract', scanner: 'ready', serves: 'check-in', openCall: 'none' }, { session: 'none' }),
      );
      const now = await picture();
      if (now !== turns.at(-1)) turns.push(now);
      await bench.page.clock.runFor(250);
    }
    assert.deepEqual(turns, ['0 still', '0 moves', '1 still', '1 moves', '2 still', '2 moves', '0 still']);
  });
});
