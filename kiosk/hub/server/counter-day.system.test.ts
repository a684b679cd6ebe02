/** What happens at a counter beside calling, in Chromium on a whole hub: somebody calls for a person, the day is closed, the log was lost; on a tablet. */
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, test } from 'vitest';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { ear, loudness } from '#kiosk/ui/bell/ear.bench.ts';
import { buildPages, openBrowser, skipReason } from '#kiosk/ui/built-page.ts';
import { type HubBench, openHubBench, pin } from '../program/hub.bench.ts';
import { takeNumber } from '../program/kiosk-at-hub.bench.ts';

/** Where pictures are laid, for whoever wants to look. */
const pictures = process.env.PICTURES;
const desk = { viewport: { width: 1280, height: 800 } } as const;
const tablet = { viewport: { width: 820, height: 1180 }, hasTouch: true, isMobile: true } as const;

describe.skipIf(skipReason)(`at a counter${skipReason ? ` (skipped: ${skipReason})` : ''}`, () => {
  let browser: Browser;
  let pageDir: string;
  let hub: HubBench;
  let kiosk: string;

  beforeAll(async () => {
    [pageDir, browser] = await Promise.all([buildPages(), openBrowser()]);
    if (pictures) mkdirSync(pictures, { recursive: true });
  });
  afterAll(async () => {
    await browser?.close();
    if (pageDir) rmSync(pageDir, { recursive: true });
  });
  beforeEach(async () => {
    hub = await openHubBench({ profile: 'demo' }, machineClock, pageDir);
    kiosk = await hub.enrol('kiosk-1');
    for (const [name, role] of [
      ['Chi', 'supervisor'],
      ['Lan', 'counter'],
    ] as const)
      await hub.person(name, role);
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    await hub.close();
  });

  const ask = (path: string, body: object) => hub.ask(kiosk, path, body);

  async function at(counter: string, name = 'Lan', glass: BrowserContextOptions = desk): Promise<Page> {
    const page = await untouched(counter, name, glass);
    await page.locator('.counter, .strip').waitFor();
    return page;
  }

  /** Whatever a test asks of a page counts as a touch. */
  async function untouched(counter: string, name: string, glass: BrowserContextOptions = desk): Promise<Page> {
    const context = await browser.newContext(glass);
    const signedIn = await context.request.post(`${hub.url}/api/sign-in`, {
      data: { name, pin },
      headers: { origin: hub.url },
    });
    assert.equal(signedIn.status(), 200);
    const page = await context.newPage();
    page.on('pageerror', (error) => assert.fail(error));
    await page.addInitScript(ear);
    await page.goto(`${hub.url}/counter/${counter}`);
    return page;
  }

  async function look(page: Page, name: string): Promise<void> {
    if (pictures) await page.screenshot({ path: join(pictures, `${name}.png`) });
  }

  test('a call for a person rings at the counters of the place, until somebody says by name that they come', async () => {
    const [page, strip, elsewhere] = [await untouched('p101', 'Lan'), await at('p102?strip', 'Chi'), await at('p205')];
    const alertId = 'A'.repeat(20);
    const call = { alertId, kind: 'emergency', place: 'Sảnh A', raisedAt: Date.now(), escalation: 1 };
    assert.equal((await ask('calls', { ...call, ticketNumber: 'UA-K1-01' })).status, 200);
    await strip.locator('.rings').waitFor();
    // A browser lets no page sound that nobody has touched. What nobody could hear is not made up for in one stroke.
    await new Promise((resolve) => setTimeout(resolve, 3_500));
    await look(page, 'call');
    await page.mouse.click(100, 35);
    assert.ok((await loudness(page, 0.7)) <= 1);
    assert.equal(await page.locator('[data-call=emergency]').count(), 1);
    assert.match(await page.locator('.calls').innerText(), /Sảnh A · kiosk-1\nsố UA-K1-01/);
    assert.match(await page.title(), /^\(!\) /);

    await strip.locator(`[data-answer="${alertId}"]`).click();
    await page.locator('.calls').waitFor({ state: 'detached' });
    await page.waitForFunction(() => Reflect.get(globalThis, '__contexts')[0].state === 'closed');
    assert.doesNotMatch(await page.title(), /!/);
    assert.deepEqual(await (await hub.ask(kiosk, `calls/${alertId}`)).json(), { acknowledgedBy: 'Chi' });
    assert.equal(await elsewhere.locator('.calls').count(), 0);
  });

  test('a named person closes the day: nobody is called any more, everybody sees it, and it is noted', async () => {
    const [lan, chi] = [await at('p101'), await at('p102', 'Chi')];
    const [one, other] = [await takeNumber(ask), await takeNumber(ask, { sequence: 2 })];
    await lan.locator(`[data-waiting="${other.number}"]`).waitFor();
    await lan.locator('[data-act=call-next]').click();
    await lan.locator(`[data-serving="${one.number}"]`).waitFor();
    await lan.locator('[data-act=absent]').click();
    await lan.locator('.menu summary').click();
    assert.equal(await lan.locator('[data-act=close-day]').count(), 0);

    await chi.locator('.menu summary').click();
    await chi.locator('[data-act=close-day]').click();
    assert.match(await chi.locator('dialog p').first().innerText(), /^2 /);
    await look(chi, 'close-day');
    await chi.locator('dialog [data-choice=close-day]').click();
    await lan.locator('[data-waiting]').waitFor({ state: 'detached' });
    await lan.locator('input[type=search]').fill(one.number);
    await lan.locator(`[data-number="${one.number}"][data-stands=closed]`).waitFor();
    await lan.locator('.menu summary').click();
    await lan.locator('[data-act=call-next]').click();
    await lan.locator('[data-refused=nobody-waits]').waitFor();
    assert.equal(noted(hub).at(-1), 'Chi day-closed');
  });

  test('a hub that lost its log calls none of those that it is told anew: staff sort them, and a supervisor ends the recovery', async () => {
    await takeNumber(ask);
    await hub.stop();
    for (const file of readdirSync(hub.dataDir)) if (file.startsWith('hub.sqlite')) rmSync(join(hub.dataDir, file));
    await hub.start();
    const givenAt = Date.now() - 60_000;
    const numbers = [];
    for (const sequence of [1, 2, 3]) numbers.push((await takeNumber(ask, { sequence, givenAt })).number);
    const [waits = '', served = '', gone = ''] = numbers;

    const lan = await at('p101');
    await lan.locator('[data-act=call-next]').click();
    await lan.locator('[data-refused=nobody-waits]').waitFor();
    await lan.locator('[data-list=unknown]').click();
    await look(lan, 'unknown');
    for (const [number, as] of [
      [waits, 'waits'],
      [served, 'was-served'],
      [gone, 'is-gone'],
    ] as const) {
      await lan.locator(`[data-number="${number}"][data-stands=unknown]`).click();
      if (as === 'waits') await look(lan, 'unknown-number');
      await lan.locator(`dialog [data-choice=${as}]`).click();
      await lan.locator(`[data-number="${number}"][data-stands=unknown]`).waitFor({ state: 'detached' });
    }
    await lan.locator('[data-act=call-next]').click();
    await lan.locator(`[data-serving="${waits}"]`).waitFor();
    await lan.locator('[data-act=call-next]').click();
    await lan.locator('[data-refused=nobody-waits]').waitFor();

    const chi = await at('p102', 'Chi');
    await chi.locator('.menu summary').click();
    await chi.locator('[data-act=end-recovery]').click();
    await chi.locator('dialog [data-choice=end-recovery]').click();
    await lan.locator('[data-list=unknown]').waitFor({ state: 'detached' });
    assert.equal(noted(hub).at(-1), 'Chi recovery-ended');
  });

  test('on a tablet on end everything is done by a finger, and what is pressed is as large as one', async () => {
    const page = await at('p101', 'Lan', tablet);
    const { number } = await takeNumber(ask, { series: 'UA', lane: 'priority', isLaneToBeConfirmed: true });
    await page.locator(`[data-waiting="${number}"]`).tap();
    await page.locator('dialog [data-choice=lane-right]').tap();
    await page.locator('[data-act=call-next]').tap();
    await page.locator(`[data-serving="${number}"]`).waitFor();
    await look(page, 'tablet');
    await page.locator('[data-act=park]').tap();
    await page.locator('dialog [data-choice=pays-first]').tap();
    await page.locator('[data-list=parked]').tap();
    await page.locator(`[data-number="${number}"][data-stands=parked]`).tap();
    await page.locator('dialog [data-choice=came-back]').tap();
    await page.locator(`[data-serving="${number}"]`).waitFor();
    const small = await page.evaluate<readonly string[]>(`[...document.querySelectorAll('button, summary, input')]
      .filter((each) => each.checkVisibility() && each.getBoundingClientRect().height < 44)
      .map((each) => each.outerHTML.slice(0, 80))`);
    assert.deepEqual(small, []);
    assert.equal(await page.evaluate('document.documentElement.scrollWidth - innerWidth'), 0);
  });

  test.each([
    [1920, 1080, ''],
    [1280, 800, ''],
    [820, 1180, ''],
    [480, 40, '?strip'],
  ] as const)('at %d × %d%s every number is whole, however long, wherever it stands', async (width, height, strip) => {
    const page = await at(`p101${strip}`, 'Lan', { viewport: { width, height } });
    const cut: string[] = [];
    const inspect = async (what: string) => {
      await look(page, `${what}-${width}`);
      cut.push(...(await page.evaluate<readonly string[]>(cutNumbers)).map((each) => `${what}: ${each}`));
    };
    for (const [nth, series] of ['A', 'UA-K1', 'UABC-Z7K2M9QX'].entries()) {
      const { number } = await takeNumber(ask, { series, sequence: 107 + nth, lane: 'priority' });
      await page.locator('[data-act=call-next]:not([aria-disabled])').click();
      await page.locator(`[data-serving="${number}"]`).waitFor();
      await inspect(series);
    }
    if (strip === '') {
      // Given by staff behind a long day, in the list, in the sheet, among the called ones.
      const { number } = await takeNumber(ask, { series: 'UABC-Z7K2M9QX', sequence: 999, isLaneToBeConfirmed: true });
      await page.locator(`[data-waiting="${number}"]`).click();
      await inspect('sheet');
      await page.locator('[data-close]').click();
      await page.locator('[data-act=transfer]:not([aria-disabled])').click();
      await inspect('transfer');
      await page.locator('[data-close]').click();
      await page.locator('[data-list=called]').click();
      await inspect('called');
    }
    assert.deepEqual(cut, []);
  });
});

/** In the page: numbers in two lines, or outside of what shows them. */
const cutNumbers = `(() => {
  const texts = document.createTreeWalker(document.querySelector('dialog') ?? document.body, NodeFilter.SHOW_TEXT);
  const cut = [];
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const [number] = /[A-Z]+(-[A-Z0-9]+-)?[0-9]{2,}/.exec(text.data) ?? [];
    if (!number || !text.parentElement.checkVisibility() || text.parentElement.closest('.visually-hidden')) continue;
    const range = document.createRange();
    range.setStart(text, text.data.indexOf(number));
    range.setEnd(text, text.data.indexOf(number) + number.length);
    const boxes = [...range.getClientRects()];
    let [{ left, right }] = boxes;
    let frame = text.parentElement;
    while (frame && getComputedStyle(frame).overflowX === 'visible') frame = frame.parentElement;
    const seen = (frame ?? document.documentElement).getBoundingClientRect();
    if (boxes.length > 1 || left < seen.left - 1 || right > Math.min(seen.right, innerWidth) + 1) cut.push(text.data);
  }
  return cut;
})()`;

/** Who did what, as the audit log has it. */
function noted({ dataDir }: HubBench): readonly string[] {
  const folder = join(dataDir, 'staff', 'audit');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.jsonl'))
    .flatMap((file) => readFileSync(join(folder, file), 'utf8').trim().split('\n'))
    .map((line) => JSON.parse(line))
    .map(({ by, act }) => `${by?.name} ${act}`);
}
