import assert from 'node:assert/strict';
import { test } from 'vitest';
import type { Screen } from '#kiosk/bridge/words.ts';
import { appointment, choose, describePatientPage, snapshotOf } from './patient-page-bench.ts';

describePatientPage('what each screen asks for', (bench) => {
  test('blood pressure: begin, stop, try again, done, each asked for from its own screen', async () => {
    const screens: readonly (readonly [Screen, string])[] = [
      [{ show: 'sit-down', number: 'A012', startedBy: 'host', monitor: 'ready' }, '[data-primary]'],
      [{ show: 'measuring', phase: 'measuring', cuffMmHg: 148 }, '[data-choice="stop"]'],
      [{ show: 'not-measured', advice: 'sit-still', canTryAgain: true, desk: 'quầy 1' }, '[data-choice="try-again"]'],
      [{ show: 'show-reading', number: 'A012', systolic: 127, diastolic: 76, pulse: 72 }, '[data-primary]'],
    ];
    for (const [at, [screen, button]] of screens.entries()) {
      await bench.shown(snapshotOf(screen));
      await bench.page.locator(button).click();
      await bench.heard(at + 1);
    }
    assert.deepEqual(
      (await bench.heard(4)).map(({ command, input }) => [command, input.screen]),
      [
        ['start-measuring', 'sit-down'],
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
});
