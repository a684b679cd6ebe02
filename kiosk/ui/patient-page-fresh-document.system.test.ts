import assert from 'node:assert/strict';
import { test } from 'vitest';
import { settlingMs } from './page-model.ts';
import { confirm, describePatientPage, snapshotOf } from './patient-page-bench.ts';

describePatientPage('a fresh document after a visit', (bench) => {
  test('law 7: after a visit, at rest and untouched for a while, the page is a fresh document; the cookie and the link are back', async () => {
    const atRest = snapshotOf(
      { show: 'attract', scanner: 'ready', serves: 'check-in', openCall: 'none' },
      { session: 'none' },
    );
    const mark = () => bench.page.evaluate(() => Object.hasOwn(window, 'isOld'));
    await bench.shown(atRest);
    await bench.page.evaluate(() => Object.assign(window, { isOld: true }));
    // Nobody was served: nothing to forget.
    for (let wait = 0; wait < 4; wait += 1) await bench.keepTalking(() => bench.page.clock.runFor(4_000));
    assert.equal(await mark(), true);
    await bench.keepTalking(async () => {
      await bench.shown(snapshotOf(confirm));
      await bench.page.clock.runFor(2_000);
      await bench.shown(atRest);
      const again = bench.nextConnection();
      await bench.page.clock.runFor(4_000);
      bench.host = await again;
    });
    await bench.shown(atRest);
    assert.equal(await mark(), false);
    await bench.page.evaluate(() => Object.assign(window, { isOld: true }));
    for (let wait = 0; wait < 4; wait += 1) await bench.keepTalking(() => bench.page.clock.runFor(4_000));
    assert.equal(await mark(), true);
    bench.troubles = [];
  });

  test('draws the screens of a visit in advance while nobody waits: never on the glass, never in focus, nothing left of them', async () => {
    await bench.shown(
      snapshotOf({ show: 'attract', scanner: 'ready', serves: 'check-in', openCall: 'none' }, { session: 'none' }),
    );
    await bench.page.addInitScript(() => {
      const seen = { isDrawn: false, onTheGlass: 0 };
      Object.assign(window, { seen });
      new MutationObserver((changes) => {
        for (const { addedNodes } of changes) {
          for (const node of addedNodes)
            if (node instanceof HTMLElement && node.inert && node.className === 'kiosk') seen.isDrawn = true;
          if (document.querySelectorAll('.kiosk').length > 1) seen.onTheGlass += 1;
        }
      }).observe(document, { subtree: true, childList: true });
    });
    const again = bench.nextConnection();
    await bench.page.reload();
    bench.host = await again;
    await bench.shown(
      snapshotOf({ show: 'attract', scanner: 'ready', serves: 'check-in', openCall: 'none' }, { session: 'none' }),
    );
    // Their code comes over the line, in its own time; then the page's clock goes on until all are drawn.
    const isDrawn = () => bench.page.evaluate(() => Reflect.get(window, 'seen').isDrawn === true);
    for (let wait = 0; wait < 100 && !(await isDrawn()); wait += 1)
      await bench.keepTalking(() => bench.page.clock.runFor(200));
    await bench.keepTalking(() => bench.page.clock.runFor(1_000));
    assert.deepEqual(
      await bench.page.evaluate(() => ({
        ...Reflect.get(window, 'seen'),
        kiosks: document.querySelectorAll('.kiosk').length,
        focus: document.activeElement?.closest('[data-screen]')?.getAttribute('data-screen'),
      })),
      { isDrawn: true, onTheGlass: 0, kiosks: 1, focus: 'attract' },
    );
  });

  test.each([
    ['about to load itself anew', false],
    ['loading itself anew already', true],
  ])('a code that is typed while the page is %s arrives whole', async (_name, isLoading) => {
    const atRest = snapshotOf(
      { show: 'attract', scanner: 'ready', serves: 'check-in', openCall: 'none' },
      { session: 'none', scannerTypes: true },
    );
    // The host is slow to give the page out: the fresh document is on its way, and not there yet.
    let giveOut = (): void => {};
    if (isLoading) {
      await bench.page.route(bench.url, async (route) => {
        if (route.request().isNavigationRequest()) await new Promise<void>((resolve) => (giveOut = resolve));
        await route.continue();
      });
    }
    await bench.shown(snapshotOf(confirm));
    await bench.shown(atRest);
    await bench.page.clock.runFor(4_000 - settlingMs - 1);
    if (isLoading) {
      const asked = bench.page.waitForRequest((request) => request.isNavigationRequest());
      await bench.page.clock.runFor(1);
      await asked;
    }
    for (const key of '027099001234|') {
      await bench.page.keyboard.press(key);
      await bench.page.clock.runFor(30);
    }
    await bench.page.keyboard.press('Enter');
    const [code] = await bench.heard(1);
    assert.equal(code?.command === 'typed-code' && code.input.text, '027099001234|');
    giveOut();
    bench.troubles = [];
  });
});
