import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, test } from 'vitest';
import { ticketNumber } from '#backend-client/numbering/ticket-number.ts';
import { buildPages, openBrowser, skipReason } from '#kiosk/ui/built-page.ts';
import { entering } from '../queue/played-day.ts';
import { type BenchedBoards, boardSettings, openBenchedBoards } from './boards.bench.ts';

const lan = { kind: 'person', id: '00000000000000aa', name: 'Lan' } as const;

/** In the page: letters in rem, and whatever is cut because it is larger than its place; a number is cut, too, where it is in two lines. */
const looks = `(() => {
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const all = (which) => [...document.querySelectorAll(which)];
  const read = all('.latest b, .latest strong, .others b, .others span')
    .map((each) => Number.parseFloat(getComputedStyle(each).fontSize) / rem);
  const cut = all('.latest, .others li, .others span, main, header, footer, .board')
    .filter((each) => getComputedStyle(each).overflow !== 'visible')
    .filter((each) => each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1)
    .map((each) => \`\${each.className || each.tagName} \${each.scrollWidth}×\${each.scrollHeight} in \${each.clientWidth}×\${each.clientHeight}\`);
  const broken = all('.latest b, .others b, .serving b, .next b').filter((each) => {
    const { right, top, bottom, height } = each.getBoundingClientRect();
    const place = each.closest('li, .latest, p').getBoundingClientRect();
    const em = Number.parseFloat(getComputedStyle(each).fontSize);
    // Those for which there is no room at all are not shown.
    const isHalf = top + em / 4 < place.bottom && bottom - em / 4 > place.bottom + 1;
    return height > em * 1.85 || right > place.right + 1 || isHalf;
  });
  return { read, cut: [...cut, ...broken.map((each) => \`\${each.parentElement.className || each.parentElement.tagName} \${each.textContent}\`)] };
})()`;

describe.skipIf(skipReason)(`boards, in Chromium${skipReason ? ` (skipped: ${skipReason})` : ''}`, () => {
  let pageDir: string;
  let browser: Browser;
  let dataDir: string;
  let boards: BenchedBoards;

  beforeAll(async () => {
    // As the window of a kiosk is opened (kiosk/shell-chromium).
    [pageDir, browser] = await Promise.all([buildPages(), openBrowser(['--autoplay-policy=no-user-gesture-required'])]);
  });
  afterAll(async () => {
    await browser?.close();
    if (pageDir) rmSync(pageDir, { recursive: true });
  });
  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'tiep-don-boards-'));
    const notices = [{ vi: 'Xin giữ trật tự trong khu vực chờ.', en: 'Please keep quiet in the waiting area.' }];
    boards = await openBenchedBoards(boardSettings({ dataDir }, { languages: ['vi', 'en'], notices }), pageDir);
    await boards.library.prepare();
    for (let count = 1; count <= 12; count += 1) boards.enter(count);
    boards.act({ kind: 'sit-down', counter: 'p101', by: lan, force: false });
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    await boards.close();
    rmSync(dataDir, { recursive: true });
  });

  async function openBoard(width = 1920, height = 1080, more = ''): Promise<Page> {
    const page = await browser.newPage({ viewport: { width, height } });
    await page.goto(`${boards.url}/board/hall${more}`);
    await page.locator('.board:not(.opening)').waitFor();
    return page;
  }
  const callNext = () => boards.act({ kind: 'call-next', counter: 'p101', by: lan });
  const spoken = () => boards.spoken.map((each) => each.spoken);

  async function until(isSo: () => boolean | Promise<boolean>, what: string, ms = 40_000): Promise<void> {
    const ends = Date.now() + ms;
    while (!(await isSo())) {
      if (Date.now() > ends) throw new Error(`never: ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  test.each([
    ['script', '**/*.js'],
    ['style', '**/*.css'],
  ])('a board whose line broke before its %s had come loads itself anew, and nobody has to', async (_what, files) => {
    const page = await browser.newPage();
    let broken = 0;
    await page.route(files, (route) => {
      broken += 1;
      return broken === 1 ? route.abort('connectionreset') : route.continue();
    });
    await page.goto(`${boards.url}/board/hall`);
    await page.waitForEvent('load');
    await page.locator('.board[data-line=there]').waitFor();
    assert.ok(broken > 1);
  });

  test('one of two boards speaks; killed in the middle of it, the other one says it again, and it is spoken once', async () => {
    const [left, right] = [await openBoard(), await openBoard()];
    await left.locator('[data-speaker]').waitFor();
    assert.equal(await right.locator('[data-speaker]').count(), 0);
    callNext();
    await left.locator('[data-called="A001"][data-speaking]').waitFor({ timeout: 15_000 });
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await left.close({ runBeforeUnload: false });
    await right.locator('[data-speaker]').waitFor({ timeout: 10_000 });
    await until(() => spoken().length > 0, 'A001 is spoken');
    assert.deepEqual(spoken(), ['A001']);
    assert.deepEqual(boards.spoken[0], { spoken: 'A001', place: 'hall', event: boards.spoken[0]?.event });
    assert.match(boards.spoken[0]?.event ?? '', /^2026-11-30\/\d+$/);
  });

  test('a board that is opened late shows the last four calls, the latest first, and says what nobody has said yet', async () => {
    for (let count = 0; count < 5; count += 1) callNext();
    const page = await openBoard();
    const called = () =>
      page.evaluate<readonly string[]>(
        "[...document.querySelectorAll('[data-called]')].map((each) => each.dataset.called)",
      );
    assert.deepEqual(await called(), ['A005', 'A004', 'A003', 'A002']);
    assert.equal(await page.locator('[data-called="A005"]').getAttribute('data-room'), 'P.101');
    await until(() => spoken().length > 0, 'A005 is spoken');
    // The others were called on, and nobody waits for them.
    assert.deepEqual(spoken(), ['A005']);
    await page.reload();
    await page.locator('[data-called="A005"]').waitFor();
    assert.deepEqual(await called(), ['A005', 'A004', 'A003', 'A002']);
  });

  test('a board that may not sound says so to a technician, never speaks, and leaves it to the other', async () => {
    const silent = await openBoard(1920, 1080, '?silent');
    const page = await openBoard();
    callNext();
    await page.locator('[data-speaker]').waitFor();
    await until(() => spoken().length > 0, 'A001 is spoken');
    assert.equal(await silent.locator('[data-speaker]').count(), 0);
  });

  test('without the switch for sound it waits for a finger', async () => {
    const strict = await openBrowser(['--autoplay-policy=document-user-activation-required']);
    try {
      const page = await strict.newPage({ viewport: { width: 1920, height: 1080 } });
      await page.goto(`${boards.url}/board/hall`);
      await page.locator('.sound-off').click();
      await page.locator('[data-speaker]').waitFor();
      callNext();
      await until(() => spoken().length > 0, 'A001 is spoken');
    } finally {
      await strict.close();
    }
  });

  test('a board without its hub says since when, and keeps what it has', async () => {
    const page = await openBoard();
    callNext();
    await page.locator('[data-called="A001"]').waitFor();
    await boards.close();
    await page.locator('.lost').waitFor({ timeout: 10_000 });
    assert.match((await page.locator('.lost').textContent()) ?? '', /^Mất kết nối từ \d\d:\d\d/);
    assert.equal(await page.locator('[data-called="A001"]').count(), 1);
  });

  test.each([
    ['landscape', 1920, 1080],
    ['portrait', 1080, 1920],
    ['a small screen', 1280, 800],
  ] as const)('in %s nothing is cut, letters are readable at 8 m, and axe finds nothing', async (_, width, height) => {
    boards.act({
      kind: 'sit-down',
      counter: 'p102',
      by: { ...lan, id: '00000000000000bb', name: 'Minh' },
      force: false,
    });
    for (let count = 0; count < 4; count += 1) callNext();
    const page = await openBoard(width, height);
    await page.locator('[data-called]').nth(3).waitFor();
    await page.evaluate('document.fonts.ready.then(() => 0)');
    const sizes = await page.evaluate<{ readonly read: readonly number[]; readonly cut: readonly string[] }>(looks);
    if (process.env.BOARD_PICTURES)
      await page.screenshot({ path: join(process.env.BOARD_PICTURES, `${width}x${height}.png`) });
    assert.deepEqual(sizes.cut, []);
    for (const size of sizes.read) assert.ok(size >= 11.6, `${size}rem`);
    const session = await page.context().newCDPSession(page);
    await session.send('Page.setBypassCSP', { enabled: true });
    await page.reload();
    await page.locator('[data-called]').nth(3).waitFor();
    await page.evaluate(axe.source);
    const violations = await page.evaluate<readonly string[]>(
      'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)].join(" ")))',
    );
    assert.deepEqual(violations, []);
  });

  test.each([
    [1920, 1080],
    [1080, 1920],
    [1280, 800],
  ] as const)('on %i × %i marked numbers and the longest names are whole', async (width, height) => {
    const long = 'Phòng khám Nội tổng hợp và Lão khoa số 12';
    const counters = ['p101', 'p102'].map((id) => ({
      id,
      place: 'hall',
      services: ['noi'],
      name: { vi: `${long} ${id}` },
    }));
    const others = await openBenchedBoards(boardSettings({ dataDir, counters }), pageDir);
    const seven = Array.from({ length: 7 }, (_, at) => at + 101);
    // Under the mark of the hub, in the priority lane, and under one that a kiosk has made up: the longest there is.
    const series = ['A-K2', 'UA-K2', 'UABC-Z7K2M9QX'];
    try {
      for (const [at, sequence] of series.flatMap((_, nth) => seven.map((each) => [nth, each] as const))) {
        const number = ticketNumber(series[at] ?? '', sequence);
        others.act(entering(at * 10 + sequence, { kioskId: 'kiosk-2', number, givenAt: Date.now() }));
      }
      others.act({ kind: 'sit-down', counter: 'p101', by: lan, force: false });
      const minh = { ...lan, id: '00000000000000bb', name: 'Minh' };
      others.act({ kind: 'sit-down', counter: 'p102', by: minh, force: false });
      // A call that nobody speaks takes the whole board at first: not here.
      const page = await browser.newPage({ viewport: { width, height }, reducedMotion: 'reduce' });
      await page.goto(`${others.url}/board/hall`);
      const cut: string[] = [];
      for (const each of series) {
        for (let count = 0; count < 3; count += 1) {
          others.act({ kind: 'call-next', counter: 'p102', by: minh });
          others.act({ kind: 'call-next', counter: 'p101', by: lan });
        }
        await page.locator(`.latest[data-called^="${each}-"]`).waitFor();
        if (process.env.BOARD_PICTURES)
          await page.screenshot({ path: join(process.env.BOARD_PICTURES, `long-${each}-${width}x${height}.png`) });
        cut.push(...(await page.evaluate<{ readonly cut: readonly string[] }>(looks)).cut);
      }
      assert.deepEqual(cut, []);
    } finally {
      await others.close();
    }
  });
});
