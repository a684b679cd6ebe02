/** The page of a counter in Chromium, on a whole hub with its SQLite: two counters, a lost line, keys alone, every size that staff have. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { hubFile } from '#config/settings/hub-file.ts';
import { buildPages, openBrowser, skipReason } from '#kiosk/ui/built-page.ts';
import { changePeople } from '../program/change-people.ts';
import { type Hub, openHub } from '../program/open-hub.ts';
import { openPeopleOfHub } from '../program/people-of-hub.ts';

const faultsFile = fileURLToPath(new URL('../../host/console/page-faults.browser.js', import.meta.url));
const axeFile = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
/** Where pictures are laid, for whoever wants to look. */
const pictures = process.env.PICTURES;
const cost = { memory: 8_192, passes: 1, parallelism: 1 };
const pin = '739155';

const settings = (dataDir: string) =>
  hubFile.parse({
    profile: 'demo',
    site: { facilityCode: '27005', name: 'Trung tâm Y tế Yên Phong' },
    listen: { port: 0 },
    dataDir,
    services: [
      { code: 'noi', hisCode: 'K01', name: { vi: 'Khám Nội', en: 'Internal medicine' }, prefix: 'A', room: 'P.101' },
      { code: 'mat', hisCode: 'K02', name: { vi: 'Khám Mắt', en: 'Eyes' }, prefix: 'B', room: 'P.205' },
    ],
    places: [{ id: 'hall', name: { vi: 'Sảnh', en: 'Hall' }, services: ['noi', 'mat'] }],
    counters: [
      { id: 'p101', name: { vi: 'Phòng 101', en: 'Room 101' }, place: 'hall', services: ['noi'] },
      { id: 'p102', name: { vi: 'Phòng 102', en: 'Room 102' }, place: 'hall', services: ['noi', 'mat'] },
      { id: 'p103', name: { vi: 'Phòng 103', en: 'Room 103' }, place: 'hall', services: ['noi'] },
    ],
  });

describe.skipIf(skipReason)(`a counter${skipReason ? ` (skipped: ${skipReason})` : ''}`, () => {
  let browser: Browser;
  let pageDir: string;
  let hub: Hub;
  const cleanUps: (() => unknown)[] = [];

  beforeAll(async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'tiep-don-hub-'));
    cleanUps.push(() => rmSync(dataDir, { recursive: true }));
    [pageDir, browser] = await Promise.all([buildPages(), openBrowser()]);
    cleanUps.push(
      () => rmSync(pageDir, { recursive: true }),
      () => browser.close(),
    );
    const { staff, sessions } = openPeopleOfHub({ dataDir, clock: machineClock, randomBytes, cost });
    for (const [name, role] of [
      ['Chi', 'supervisor'],
      ['Lan', 'counter'],
      ['Minh', 'counter'],
    ] as const)
      assert.ok('done' in (await changePeople(staff, { do: 'set', name, role, secret: pin })));
    sessions.endAll('stopped');
    staff.close();
    const opened = await openHub({
      settings: settings(dataDir),
      clock: machineClock,
      randomBytes,
      pageDir,
      workingDirectory: dataDir,
      stderr: { write: () => true },
      version: '0.0.0',
      cost,
    });
    assert.ok(opened.ok);
    hub = opened.value;
    cleanUps.push(() => hub.close('test'));
    if (pictures) mkdirSync(pictures, { recursive: true });
  });
  afterAll(async () => {
    for (const cleanUp of cleanUps.toReversed()) await cleanUp();
  });

  async function at(counter: string, name = 'Lan', size: readonly [number, number] = [1280, 800]): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: size[0], height: size[1] }, bypassCSP: true });
    const answer = await context.request.post(`${hub.url}/api/sign-in`, {
      data: { name, pin },
      headers: { origin: hub.url },
    });
    assert.equal(answer.status(), 200);
    const page = await context.newPage();
    page.on('pageerror', (error) => assert.fail(error));
    await page.goto(`${hub.url}/counter/${counter}`);
    await page.locator('.counter, .strip').waitFor();
    return page;
  }

  const serving = (page: Page) => page.locator('[data-serving]').getAttribute('data-serving');

  async function issue(page: Page, as: string, count = 1): Promise<readonly string[]> {
    const numbers: string[] = [];
    for (let each = 0; each < count; each += 1) {
      await page.locator('[data-act=quick-issue]').click();
      await page.locator(`dialog [data-choice=${as}]`).first().click();
      numbers.push(String(await page.locator('[data-issued]').getAttribute('data-issued')));
      await page.locator('dialog [data-close]').click();
    }
    return numbers;
  }

  /** How many wait, once this one does. */
  async function waitingWith(page: Page, number = ''): Promise<number> {
    await page.locator(`[data-waiting="${number}"]`).waitFor();
    return page.locator('[data-waiting]').count();
  }

  async function callNext(page: Page): Promise<string> {
    const before = await serving(page);
    await page.locator('[data-act=call-next]').click();
    await page.waitForFunction(
      `document.querySelector('[data-serving]').dataset.serving !== ${JSON.stringify(before)}`,
    );
    return String(await serving(page));
  }

  test.each([
    ['never comes', 'hang'],
    ['breaks off in the middle', 'half'],
  ] as const)('a page whose first answer %s asks again by itself', async (_name, how) => {
    const page = await at('p103', 'Chi');
    let asked = 0;
    await page.route('**/api/counters', (route) => {
      asked += 1;
      if (asked > 1) return route.continue();
      return how === 'half' ? route.fulfill({ status: 200, body: '{"counters":[' }) : undefined;
    });
    await page.reload();
    await page.locator('.counter').waitFor();
    assert.equal(asked, 2);
    await page.context().close();
  });

  test('a counter whose line broke before its script had come, and whose hub knows nobody any more, asks who sits there', async () => {
    const page = await at('p101');
    let broken = 0;
    await page.route('**/*.js', async (route) => {
      broken += 1;
      if (broken > 1) return route.continue();
      await page.context().clearCookies();
      return route.abort('connectionreset');
    });
    await page.reload();
    await page.locator('[data-page=sign-in] form').waitFor();
    await page.context().close();
  });

  test('whoever presses first sits down by it; call, recall, absent, back, park, transfer and undo are one press or two', async () => {
    const page = await at('p101');
    const [first = '', second = ''] = await issue(page, 'ordinary', 3);
    assert.equal(await page.locator('.who').innerText(), 'Lan (quý vị)');
    assert.equal(await callNext(page), first);
    await page.locator('[data-act=recall]').click();
    await page.locator('[data-calls="2"]').waitFor();
    await page.locator('[data-act=absent]').click();
    await page.locator('[data-list=absent] .count', { hasText: '1' }).waitFor();
    await page.locator('[data-act=undo]').click();
    await page.locator(`[data-serving="${first}"]`).waitFor();
    await page.locator('[data-act=park]').click();
    await page.locator('dialog [data-choice=waits-for-result]').click();
    assert.equal(await callNext(page), second);
    await page.locator('[data-list=parked]').click();
    await page.locator(`[data-number="${first}"]`).click();
    await page.locator('dialog [data-choice=result-is-there]').click();
    await page.locator(`[data-serving="${first}"]`).waitFor();
    await page.locator('[data-act=transfer]').click();
    await page.locator('dialog [data-choice=service-mat]').click();
    await page.locator('[data-serving=""]').waitFor();
    await page.locator('[data-act=pause]').click();
    await page.locator('[data-act=call-next][data-off]').waitFor();
    await page.locator('[data-act=pause]').click();
    await page.locator('[data-act=call-next]:not([data-off])').waitFor();
    await page.context().close();
  });

  test('two counters that call at the same moment call two people', async () => {
    const [one, other] = await Promise.all([at('p101', 'Lan'), at('p102', 'Minh')]);
    const numbers = await issue(one, 'ordinary', 4);
    const before = await waitingWith(one, numbers.at(-1));
    await other.locator('[data-act=sit-down]').click();
    const called = await Promise.all([callNext(one), callNext(other)]);
    assert.notEqual(called[0], called[1]);
    await one.waitForFunction(`document.querySelectorAll('[data-waiting]').length === ${before - 2}`);
    await Promise.all([one, other].map((page) => page.context().close()));
  });

  test('what was pressed while the line breaks is done once, and the page says since when it is lost', async () => {
    const page = await at('p101');
    await issue(page, 'ordinary', 3);
    let isCut = false;
    const open = new Set<{ close(): Promise<void> }>();
    await page.routeWebSocket(/\/live\//, (socket) => {
      if (isCut) return void socket.close();
      socket.connectToServer();
      open.add(socket);
    });
    await page.reload();
    await page.locator('.counter').waitFor();
    const before = await page.locator('[data-waiting]').count();
    isCut = true;
    // It arrives and is done, and the answer is lost: twice.
    let sent = 0;
    await page.route('**/act', async (route) => {
      sent += 1;
      if (sent <= 2) {
        await route.fetch();
        return route.abort();
      }
      return route.continue();
    });
    for (const socket of open) await socket.close();
    await page.locator('[data-line-lost]').waitFor();
    await page.locator('[data-act=call-next]').click();
    await page.locator('[data-sending]').waitFor();
    if (pictures) await page.screenshot({ path: join(pictures, 'line-lost.png') });
    isCut = false;
    await page.locator('[data-sending]').waitFor({ state: 'detached' });
    await page.locator('[data-line-lost]').waitFor({ state: 'detached' });
    await page.waitForFunction(`document.querySelectorAll('[data-waiting]').length === ${before - 1}`);
    assert.ok(sent >= 3);
    await page.context().close();
  });

  test('what never left the page is given back when the line was away for too long', async () => {
    const page = await at('p101');
    const [issued] = await issue(page, 'ordinary');
    const before = await waitingWith(page, issued);
    let isCut = true;
    await page.route('**/act', (route) => {
      if (isCut) return route.abort();
      const body = route.request().postDataJSON();
      return route.continue({ postData: JSON.stringify({ ...body, agoMs: body.agoMs + 31_000 }) });
    });
    await page.locator('[data-act=call-next]').click();
    await page.locator('[data-sending]').waitFor();
    isCut = false;
    await page.locator('[data-refused=too-late]').waitFor();
    assert.equal(await page.locator('[data-waiting]').count(), before);
    await page.context().close();
  });

  test('whoever comes to a counter where somebody sits is told who, and takes the place knowingly', async () => {
    const first = await at('p103', 'Minh');
    await first.locator('[data-act=sit-down]').click();
    await first.locator('.who', { hasText: 'quý vị' }).waitFor();
    const page = await at('p103', 'Lan');
    assert.equal(await page.locator('[data-taken-by]').getAttribute('data-taken-by'), 'Minh');
    if (pictures) await page.screenshot({ path: join(pictures, 'taken.png') });
    await page.locator('main [data-act=sit-down]').click();
    await page.locator('.who', { hasText: 'Lan' }).waitFor();
    await first.locator('[data-taken-by=Lan]').waitFor();
    await Promise.all([first, page].map((each) => each.context().close()));
  });

  test('a number is called, parked, found and opened by keys alone', async () => {
    const page = await at('p101');
    await issue(page, 'ordinary', 2);
    // A page that was just opened has the focus nowhere.
    await page.reload();
    await page.locator('.counter').waitFor();
    const before = await serving(page);
    await page.keyboard.press('Enter');
    await page.waitForFunction(
      `document.querySelector('[data-serving]').dataset.serving !== ${JSON.stringify(before)}`,
    );
    const number = String(await serving(page));
    await page.waitForFunction(`!document.querySelector('[data-act=call-next][aria-disabled]')`);
    await page.keyboard.press('r');
    await page.locator('[data-calls="2"]').waitFor();
    await page.keyboard.press('p');
    await page.locator('dialog [data-choice]').first().waitFor();
    await page.keyboard.press('Enter');
    await page.locator('[data-serving=""]').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type(number.toLowerCase());
    await page.locator(`[data-number="${number}"][data-stands=parked]`).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.locator('dialog h2', { hasText: number }).waitFor();
    await page.keyboard.press('Escape');
    await page.locator('dialog').waitFor({ state: 'detached' });
    await page.addScriptTag({ path: faultsFile });
    const count = Number(await page.evaluate('markControls()'));
    for (let tabs = 0; tabs < count + 20; tabs += 1) await page.keyboard.press('Tab');
    assert.deepEqual(
      (await page.evaluate<string[]>('controlsNeverFocused()')).filter((each) => !/role="tab"/.test(each)),
      [],
    );
    await page.context().close();
  });

  const sizes = [
    [1920, 1080],
    [1280, 800],
    [820, 1180],
    [480, 40],
  ] as const;
  test.each(sizes.flatMap(([width, height]) => (['vi', 'en'] as const).map((look) => [width, height, look] as const)))(
    'can be read at %d × %d in %s: axe finds nothing, nothing is clipped or wider than the screen',
    async (width, height, language) => {
      const isStrip = height === 40;
      const page = await at('p101', 'Lan', [width, height]);
      await page.evaluate(`localStorage.setItem('language', '${language}')`);
      await page.goto(`${hub.url}/counter/p101${isStrip ? '?strip' : ''}`);
      await page.locator('.counter, .strip').waitFor();
      const found: string[] = [];
      const look = async (name: string) => {
        if (pictures) await page.screenshot({ path: join(pictures, `${name}-${width}-${language}.png`) });
        if ((await page.locator('html').getAttribute('data-axe')) === null) {
          await page.addScriptTag({ path: axeFile });
          await page.addScriptTag({ path: faultsFile });
          await page.evaluate(`document.documentElement.dataset.axe = ''`);
        }
        found.push(...(await page.evaluate<string[]>('lookForFaults()')).map((fault) => `${name}: ${fault}`));
      };
      if (isStrip) {
        await look('strip');
      } else {
        await issue(page, 'ordinary', 2);
        await issue(page, 'elderly');
        await callNext(page);
        await look('page');
        for (const [name, key] of [
          ['park', 'p'],
          ['transfer', 't'],
          ['quick-issue', 'q'],
          ['keys', '?'],
        ] as const) {
          await page.evaluate('document.activeElement.blur()');
          await page.keyboard.press(key);
          await page.locator('dialog').waitFor();
          await look(name);
          await page.locator('[data-close]').click();
        }
        await page.locator('[data-waiting]').first().click();
        await look('number');
        await page.locator('[data-close]').click();
        await page.locator('[data-list=called]').click();
        await page.locator('summary').click();
        await look('called');
        await page.goto(`${hub.url}/counter`);
        await page.locator('.choose').waitFor();
        await page.evaluate('delete document.documentElement.dataset.axe');
        await look('choose');
      }
      await page.context().close();
      assert.deepEqual(found, []);
    },
  );
});
