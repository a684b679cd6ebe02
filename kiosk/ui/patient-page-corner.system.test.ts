import assert from 'node:assert/strict';
import { test } from 'vitest';
import type { LobbyScreen, Snapshot } from '#kiosk/bridge/words.ts';
import { pressAfterMs, quietMs } from './input/burst-guard.ts';
import { choose, confirm, describePatientPage, snapshotOf } from './patient-page-bench.ts';

const pad: LobbyScreen = { show: 'lobby-pad', attempt: 0, tells: 'nothing', secondsLeft: 0 };
const staffSees = (screen: LobbyScreen): Snapshot =>
  snapshotOf(screen, { session: 'none', canGoBack: false, canStartOver: false });

const glasses = [
  { name: 'portrait', width: 1080, height: 1920 },
  { name: 'landscape', width: 1920, height: 1080 },
] as const;

describePatientPage('the corner for staff', (bench) => {
  /** Touches the two ends of the top line by turns. */
  async function beat(pauses: readonly number[]): Promise<void> {
    const line = await bench.page.locator('.top').boundingBox();
    assert.ok(line);
    for (const [at, pause] of [0, ...pauses].entries()) {
      await bench.page.clock.runFor(pause);
      const x = at % 2 === 0 ? line.x + 50 : line.x + line.width - 50;
      await bench.page.mouse.click(x, line.y + line.height / 2);
    }
  }

  /** In the page, by the event that a finger makes: from a process away, one by one, they would take minutes. */
  async function touch(touches: readonly { readonly x: number; readonly y: number; readonly afterMs: number }[]) {
    await bench.page.evaluate((all) => {
      let now = performance.now();
      performance.now = () => now;
      for (const { x: clientX, y: clientY, afterMs } of all) {
        now += afterMs;
        const target = document.elementFromPoint(clientX, clientY) ?? document.body;
        const how = { clientX, clientY, isPrimary: true, bubbles: true, composed: true };
        target.dispatchEvent(new PointerEvent('pointerdown', how));
      }
    }, touches);
  }

  let seed = 20_261_130;
  function random(): number {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed / 4_294_967_296;
  }

  const wants = () => bench.commands.filter(({ command }) => command === 'open-lobby').length;

  for (const { name, width, height } of glasses) {
    test(`${name}: five even taps by turns ask for the pad, on the screen of a patient, too`, async () => {
      await bench.page.setViewportSize({ width, height });
      for (const screen of [confirm, choose]) {
        await bench.shown(snapshotOf(screen));
        await beat([450, 450, 450, 450]);
        await bench.heardOf('open-lobby');
      }
      assert.equal(wants(), 2);
    });

    test(`${name}: 10,000 touches at random do not ask for it, at any pace; five even ones behind them do`, async () => {
      await bench.page.setViewportSize({ width, height });
      await bench.shown(snapshotOf(confirm));
      const touches = Array.from({ length: 10_000 }, (_, at) => ({
        x: random() * width,
        // Half of them along the top.
        y: random() * (at % 2 === 0 ? height : 120),
        afterMs: 20 + random() * 1_200,
      }));
      await touch(touches);
      await bench.keepTalking(async () => {});
      assert.equal(wants(), 0);
      const { width: line = 0 } = (await bench.page.locator('.top').boundingBox()) ?? {};
      await touch([0, 1, 2, 3, 4].map((at) => ({ x: at % 2 === 0 ? 50 : line - 50, y: 60, afterMs: 450 })));
      await bench.heardOf('open-lobby');
    });
  }

  test('digits that a finger presses are sent once, and never stay on the page', async () => {
    await bench.shown(staffSees(pad));
    for (const digit of '141421') {
      await bench.page.locator(`[data-digit="${digit}"]`).click();
      await bench.page.clock.runFor(200);
    }
    assert.equal(await bench.page.locator('.pad-dots i').count(), 6);
    assert.ok(!(await bench.page.content()).includes('141421'));
    await bench.page.locator('[data-enter]').click();
    await bench.heardOf('lobby-pin');
    const pins = bench.commands.filter(({ command }) => command === 'lobby-pin');
    assert.deepEqual(
      pins.map(({ input }) => input),
      [{ session: 'none', screen: 'lobby-pad', pin: '141421' }],
    );
    await bench.shown(staffSees({ ...pad, attempt: 1, tells: 'wrong' }));
    assert.equal(await bench.page.locator('.pad-dots i').count(), 0);
    assert.match((await bench.page.locator('.pad-words').textContent()) ?? '', /không đúng/);
  });

  test('law 8: no key of a keyboard is a digit, be it a scanner’s or a person’s', async () => {
    await bench.shown({ ...staffSees(pad), scannerTypes: true });
    await bench.page.locator('[data-digit="1"]').focus();
    for (const key of [...'141421', 'Enter']) await bench.page.keyboard.press(key);
    await bench.page.clock.runFor(1_000);
    for (let each = 0; each < 6; each += 1) {
      await bench.page.keyboard.press('Enter');
      await bench.page.clock.runFor(pressAfterMs + quietMs + 300);
    }
    await bench.page.locator('[data-enter]').focus();
    await bench.page.keyboard.press(' ');
    await bench.page.clock.runFor(1_000);
    assert.equal(await bench.page.locator('.pad-dots i').count(), 0);
    assert.deepEqual(
      bench.commands.filter(({ command }) => command === 'lobby-pin' || command === 'lobby-key'),
      [],
    );
  });

  test('while the pad is locked no key counts, and the seconds run down', async () => {
    await bench.shown(staffSees({ ...pad, attempt: 3, tells: 'locked-out', secondsLeft: 30 }));
    await bench.page.locator('[data-digit="1"]').click();
    assert.equal(await bench.page.locator('.pad-dots i').count(), 0);
    await bench.page.clock.runFor(5_000);
    assert.match((await bench.page.locator('.pad-words').textContent()) ?? '', /2[345] giây/);
  });

  test('the pad is the whole page: no way, no help, nothing of whoever stood here', async () => {
    await bench.shown(snapshotOf(confirm));
    await bench.shown(staffSees(pad));
    const text = (await bench.page.locator('#page').textContent()) ?? '';
    assert.ok(!text.includes('Ngọc') && !text.includes('027'));
    assert.equal(await bench.page.locator('.ways').count(), 0);
  });

  test('whoever has come to somebody in a crisis types their name by finger; without one nothing is ended', async () => {
    await bench.shown(staffSees({ show: 'lobby-crisis', number: 'A012', by: undefined, others: 2, isRefused: false }));
    assert.match((await bench.page.locator('main').textContent()) ?? '', /A012.*2 số khác/s);
    const here = bench.page.locator('[data-choice="end-crisis"]');
    const ended = () => bench.commands.filter(({ command }) => command === 'end-crisis');
    await here.click();
    await bench.page.clock.runFor(1_000);
    assert.deepEqual(ended(), []);
    for (const key of ['l', 'a', 'n']) {
      await bench.page.locator(`[data-key="${key}"]`).click();
      await bench.page.clock.runFor(200);
    }
    await here.click();
    await bench.heardOf('end-crisis');
    assert.deepEqual(
      ended().map(({ input }) => input),
      [{ session: 'none', screen: 'lobby-crisis', name: 'Lan' }],
    );
  });
});
