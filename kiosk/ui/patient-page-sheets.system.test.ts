import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { test } from 'vitest';
import type { Snapshot } from '#kiosk/bridge/words.ts';
import { quietMs } from './input/burst-guard.ts';
import { choose, confirm, describePatientPage, snapshotOf } from './patient-page-bench.ts';

describePatientPage('sheets and focus', (bench) => {
  test('the question has the focus: after each screen, under each sheet, when it goes, and when the screen changed behind it', async () => {
    const help: Partial<Snapshot> = {
      overlay: { show: 'help', desk: 'quầy 1', call: undefined, secondsLeft: undefined },
    };
    const warning: Partial<Snapshot> = { overlay: { show: 'idle-warning', secondsLeft: 15 } };
    const asked: (string | null)[] = [];
    for (const snapshot of [
      snapshotOf(confirm),
      snapshotOf(choose),
      snapshotOf(choose, help),
      snapshotOf(choose),
      snapshotOf(choose, { language: 'en', otherLanguages: ['vi'] }),
      snapshotOf(choose, warning),
      snapshotOf(choose, help),
      snapshotOf({ show: 'please-wait' }, help),
      snapshotOf({ show: 'please-wait' }),
      snapshotOf(confirm, { session: 's-2' }),
    ]) {
      await bench.shown(snapshot, { isSettled: false });
      await bench.page.waitForFunction(
        (wanted) => (document.querySelector('.overlay h2') !== null) === wanted,
        snapshot.overlay !== undefined,
      );
      asked.push(await bench.focused());
    }
    assert.deepEqual(asked, [
      'heading Thông tin này có đúng không?',
      'heading Quý khách muốn khám gì?',
      'heading Quý khách cần trợ giúp?',
      'heading Quý khách muốn khám gì?',
      'heading Which clinic do you need?',
      'heading Quý khách còn ở đây không?',
      'heading Quý khách cần trợ giúp?',
      'heading Quý khách cần trợ giúp?',
      'heading Xin quý khách chờ giây lát',
      'heading Thông tin này có đúng không?',
    ]);
  });

  test('whoever goes through a sheet by keyboard stays in it, forwards and backwards', async () => {
    const call = { is: 'calling', whose: 'own', emergency: false, canCallOff: true } as const;
    await bench.shown(snapshotOf(confirm, { overlay: { show: 'help', desk: 'quầy 1', call, secondsLeft: undefined } }));
    const seen: (string | null)[] = [];
    for (const key of ['Tab', 'Tab', 'Tab', 'Tab', 'Shift+Tab', 'Shift+Tab']) {
      await bench.page.clock.runFor(quietMs);
      await bench.page.keyboard.press(key);
      seen.push(
        await bench.page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset.choice ?? null),
      );
    }
    assert.deepEqual(seen, [
      'close-help',
      'call-off-help',
      'call-emergency',
      'close-help',
      'call-emergency',
      'call-off-help',
    ]);
  });

  test('the warning counts down by itself and hides the screen behind it from taps', async () => {
    await bench.shown(snapshotOf(confirm, { overlay: { show: 'idle-warning', secondsLeft: 15 } }));
    await bench.page.clock.runFor(3_000);
    assert.equal(await bench.page.getByRole('timer').textContent(), '12');
    assert.equal(await bench.page.locator('.frame').getAttribute('inert'), '');
    await bench.page.getByRole('button', { name: 'Tôi vẫn ở đây' }).click();
    assert.deepEqual(
      (await bench.heard(1)).map(({ command }) => command),
      ['stay'],
    );
  });

  test('the next one waits: the number is said again, and whoever is still here says so', async () => {
    await bench.shown(snapshotOf(confirm, { overlay: { show: 'next-waits', secondsLeft: 20, number: 'A012' } }));
    await bench.page.clock.runFor(2_000);
    assert.equal(await bench.page.getByRole('timer').textContent(), '18');
    assert.match((await bench.page.getByRole('alertdialog').textContent()) ?? '', /Số của quý khách\s*A012/);
    await bench.page.getByRole('button', { name: 'Tôi vẫn ở đây' }).click();
    assert.deepEqual(
      (await bench.heard(1)).map(({ command }) => command),
      ['stay'],
    );
  });

  test('a help sheet that also asks "still there?" moves none of its buttons, on no glass', async () => {
    const calls = [
      undefined,
      { is: 'calling', whose: 'own', emergency: false, canCallOff: true },
      { is: 'coming', whose: 'own', emergency: false, by: 'Điều dưỡng Nguyễn Thị Phương Thảo' },
    ] as const;
    for (const [width, height] of [
      [1080, 1920],
      [1920, 1080],
      [1280, 800],
    ] as const) {
      await bench.page.setViewportSize({ width, height });
      for (const call of calls) {
        const help = { show: 'help', desk: 'quầy 1', call } as const;
        await bench.shown(snapshotOf(confirm, { overlay: { ...help, secondsLeft: undefined } }));
        await bench.page.locator('[data-choice="stay"]').waitFor({ state: 'detached' });
        const before = await buttonsInSheet(bench.page);
        await bench.shown(snapshotOf(confirm, { overlay: { ...help, secondsLeft: 15 } }));
        await bench.page.locator('[data-choice="stay"]').waitFor();
        const { stay, ...after } = await buttonsInSheet(bench.page);
        assert.deepEqual([after, stay !== undefined], [before, true], `${width}×${height}`);
      }
    }
    await bench.page.locator('[data-choice="stay"]').click();
    assert.deepEqual(
      (await bench.heard(1)).map(({ command }) => command),
      ['stay'],
    );
  });
});

/** Where each button of the sheet lies, by its `data-choice`. */
function buttonsInSheet(page: Page): Promise<Record<string, readonly number[]>> {
  return page.locator('.sheet [data-choice]').evaluateAll((buttons) =>
    Object.fromEntries(
      buttons.map((button) => {
        const { x, y, width, height } = button.getBoundingClientRect();
        return [button.getAttribute('data-choice') ?? '', [x, y, width, height].map(Math.round)];
      }),
    ),
  );
}
