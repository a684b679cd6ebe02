import assert from 'node:assert/strict';
import { test } from 'vitest';
import type { PageMessage, Snapshot } from '#kiosk/bridge/words.ts';
import { pressAfterMs, quietMs } from './input/burst-guard.ts';
import { settlingMs, shieldMs } from './page-model.ts';
import { choose, confirm, describePatientPage, snapshotOf } from './patient-page-bench.ts';

describePatientPage('what a tap does', (bench) => {
  test('a tap says which session and screen it was looking at', async () => {
    await bench.shown(snapshotOf(confirm));
    await bench.page.locator('[data-primary]').click();
    assert.deepEqual(await bench.heard(1), [
      { command: 'confirm-identity', input: { session: 's-1', screen: 'confirm-identity' } },
    ]);
  });

  test('law 8: the second half of a double tap does not reach the next screen', async () => {
    await bench.shown(snapshotOf(confirm));
    const spot = await bench.middleOf('[data-primary]');
    await bench.page.mouse.click(...spot);
    await bench.heard(1);
    await bench.shown(snapshotOf(choose), { isSettled: false });
    await bench.page.mouse.click(...spot);
    // A trembling hand comes down a second time late, and is heard by nothing but the clock of its own session.
    await bench.page.clock.runFor(settlingMs - 1);
    await bench.page.mouse.click(...spot);
    assert.ok((await bench.page.locator('.choice[data-settling]').count()) > 0);
    await bench.page.clock.runFor(1);
    assert.equal(await bench.page.locator('[data-settling]').count(), 0);
    await bench.page.mouse.click(...spot);
    assert.deepEqual(
      (await bench.heard(3)).map(({ command }) => command),
      ['confirm-identity', 'touched', 'answer'],
    );
  });

  test('far from the finger, and by keyboard, a new screen is heard as soon as it can have been seen', async () => {
    await bench.shown(snapshotOf(confirm));
    await bench.page.mouse.click(...(await bench.middleOf('[data-primary]')));
    await bench.shown(snapshotOf(choose), { isSettled: false });
    await bench.page.clock.runFor(shieldMs);
    const far = bench.page.locator('.choice:not([data-settling])').first();
    await far.click();
    await bench.page.locator('.choice[data-settling]').first().focus();
    await bench.page.keyboard.press('Enter');
    await bench.page.clock.runFor(pressAfterMs);
    assert.deepEqual(
      (await bench.heard(3)).map(({ command }) => command),
      ['confirm-identity', 'answer', 'answer'],
    );
  });

  test('a finger that came down while a button was deaf and goes up later has not pressed it', async () => {
    await bench.shown(snapshotOf(confirm));
    const spot = await bench.middleOf('[data-primary]');
    await bench.page.mouse.click(...spot);
    await bench.shown(snapshotOf(choose), { isSettled: false });
    await bench.page.mouse.move(...spot);
    await bench.page.mouse.down();
    await bench.page.clock.runFor(settlingMs);
    await bench.page.mouse.up();
    await bench.page.mouse.click(...spot);
    assert.deepEqual(
      (await bench.heard(3)).map(({ command }) => command),
      ['confirm-identity', 'touched', 'answer'],
    );
  });

  test('help, the emergency, the language and the way to stop the cuff are heard at once, wherever the finger was', async () => {
    const desk = 'quầy 1';
    const calling: Partial<Snapshot> = {
      overlay: {
        show: 'help',
        desk,
        call: { is: 'calling', whose: 'own', emergency: false, canCallOff: true },
        secondsLeft: undefined,
      },
    };
    const changes: readonly (readonly [PageMessage['command'], string, Snapshot])[] = [
      [
        'stop-measuring',
        '[data-choice="stop"]',
        snapshotOf({ show: 'measuring', what: 'blood-pressure', phase: 'measuring', cuffMmHg: 148 }),
      ],
      ['call-for-help', '.way.help', snapshotOf(confirm)],
      [
        'choose-language',
        '.way[lang="en"]',
        snapshotOf({ show: 'measuring', what: 'blood-pressure', phase: 'measuring', cuffMmHg: 148 }),
      ],
      ['call-emergency', '[data-choice="call-emergency"]', snapshotOf(confirm, calling)],
    ];
    for (const [command, button, snapshot] of changes) {
      await bench.shown(snapshotOf({ show: 'please-wait' }));
      await bench.shown(snapshot);
      const spot = await bench.middleOf(button);
      await bench.shown(snapshotOf({ show: 'please-wait' }));
      // The finger was exactly there when the screen changed.
      await bench.page.mouse.click(...spot);
      await bench.page.clock.runFor(1_000);
      await bench.shown(snapshot, { isSettled: false });
      await bench.page.mouse.click(...spot);
      await bench.heardOf(command);
    }
  });

  test('the picture cannot be pushed aside: nothing on the page scrolls', async () => {
    for (const screen of [snapshotOf(confirm), snapshotOf(choose)]) {
      await bench.shown(screen);
      const moved = await bench.page.evaluate(() => {
        const parts = [...document.querySelectorAll('html, body, #page, .kiosk')];
        for (const part of parts) part.scrollTo(200, 200);
        return parts.filter((part) => part.scrollLeft > 0 || part.scrollTop > 0).length;
      });
      assert.equal(moved, 0);
    }
  });

  test('a hand on the glass keeps a slow reader’s session alive, once a second; on the first screen nobody is told', async () => {
    await bench.shown(
      snapshotOf({ show: 'attract', scanner: 'ready', serves: 'check-in', openCall: 'none' }, { session: 'none' }),
    );
    await bench.page.mouse.click(500, 700);
    await bench.page.clock.runFor(1_000);
    await bench.shown(snapshotOf(confirm));
    for (let tap = 0; tap < 5; tap += 1) await bench.page.mouse.click(500, 300);
    await bench.page.clock.runFor(1_000);
    await bench.page.mouse.click(500, 300);
    assert.deepEqual(
      (await bench.heard(2)).map(({ command }) => command),
      ['touched', 'touched'],
    );
  });

  test('law 8: a scanner that types presses nothing, a person at the keyboard does', async () => {
    await bench.shown(snapshotOf(confirm));
    await bench.page.locator('[data-primary]').focus();
    for (const key of ['Enter', '0', '2', '7', ' ', 'Enter', 'Tab', 'Enter']) await bench.page.keyboard.press(key);
    await bench.page.clock.runFor(10 * quietMs);
    assert.deepEqual(bench.commands, []);
    await bench.page.keyboard.press('Enter');
    await bench.page.clock.runFor(pressAfterMs);
    assert.deepEqual(
      (await bench.heard(1)).map(({ command }) => command),
      ['confirm-identity'],
    );
  });
});
