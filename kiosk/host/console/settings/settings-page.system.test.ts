/** The settings page in Chromium, on a whole program: what technicians do there, with pointer and keyboard. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { siteText, withValue } from '#config/settings/edit-site.ts';
import { exampleSites } from '#config/settings/forms/example-sites.ts';
import { placedFields } from '#config/settings/forms/site-form.ts';
import { isList, isObject, type Json, type JsonObject, pathText } from '#config/settings/json.ts';
import { openBrowser, skipReason } from '#kiosk/ui/built-page.ts';
import { screen } from '../../bench/page-driver.ts';
import { ticketOf } from '../../bench/patient.ts';
import { createSettingsBench, type SettingsBench, service } from './settings.bench.ts';

let browser: Browser;
let pageDir: string;
let bench: SettingsBench;

beforeAll(async () => {
  if (skipReason) return;
  pageDir = mkdtempSync(join(tmpdir(), 'tiep-don-console-page-'));
  const configFile = fileURLToPath(new URL('../../../ui/vite.config.ts', import.meta.url));
  await build({ configFile, logLevel: 'error', build: { outDir: pageDir } });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  if (pageDir) rmSync(pageDir, { recursive: true });
});
beforeEach(() => {
  bench = createSettingsBench(pageDir);
});
afterEach(() => bench.close());

interface Looks {
  readonly language?: 'vi' | 'en';
  readonly theme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
}

async function openSettings({
  language = 'vi',
  theme = 'light',
  width = 1280,
  height = 800,
}: Looks = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height } });
  await context.addInitScript(
    ([said, shade]) => {
      localStorage.setItem('language', said);
      localStorage.setItem('theme', shade);
    },
    [language, theme] as const,
  );
  const page = await context.newPage();
  page.on('pageerror', (error) => assert.fail(error.message));
  await page.goto(bench.host().newTechnicianUrl());
  await page.waitForSelector('main[data-page="overview"]');
  await page.click('nav a[href="/settings"]');
  await page.waitForSelector('[data-field="site.name"]');
  return page;
}

const field = (page: Page, path: string) => page.locator(`[data-field="${path}"]`);
const mistake = (page: Page, path: string) => page.locator(`.mistake[data-mistake="${path}"]`);

async function save(page: Page, why = 'thử'): Promise<void> {
  await page.click('[data-review]:enabled');
  await page.fill('dialog input[name=why]', why);
  await page.click('[data-save]');
}

async function saved(page: Page, version: number): Promise<void> {
  await page.waitForSelector(`[data-version="${version}"]`);
}

function written(): JsonObject {
  return JSON.parse(readFileSync(bench.siteFile, 'utf8'));
}

/** Every shape of every list's entries, several to a site: no more than can be wrong at once. */
function allShapes(): readonly JsonObject[] {
  const plain = { ...(exampleSites()[0]?.site ?? {}) };
  const site: JsonObject = { ...plain, kiosk: { ...(isObject(plain.kiosk) ? plain.kiosk : {}), dataDir: '.' } };
  const entries = (list: string) =>
    exampleSites().flatMap(({ name, site }) => (name.startsWith(list) ? listOf(site[list]) : []));
  const chunks = (list: string, size: number) =>
    Array.from({ length: Math.ceil(entries(list).length / size) }, (_, at) => ({
      ...site,
      [list]: entries(list).slice(at * size, (at + 1) * size),
    }));
  return [...chunks('devices', 12), ...chunks('hospital', 4)];
}

function listOf(value: unknown): readonly Json[] {
  return isList(value) ? value : [];
}

/** Every field into which something can be typed, and what must not stand there. */
function typedFields(site: JsonObject): readonly (readonly [path: string, wrong: string])[] {
  return placedFields(site).flatMap(({ path, field: { control, pattern }, value }): [string, string][] => {
    // Another common file is another site.
    if (pattern === 'extends' || value === undefined) return [];
    if (control.kind === 'number') return [[pathText(path), 'mười']];
    return control.kind === 'text' || control.kind === 'path' ? [[pathText(path), 'a\u0007\u202e\u200b']] : [];
  });
}

/** As fast as no finger types: each into its field, one after the other. */
async function typeAll(page: Page, typed: ReturnType<typeof typedFields>): Promise<void> {
  await page.evaluate(`for (const [path, text] of ${JSON.stringify(typed)}) {
    const input = document.querySelector('input[data-field="' + path + '"]');
    input.value = text;
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
  }`);
}

/** Of these the fields at which nothing is said. */
async function unnamed(page: Page, typed: ReturnType<typeof typedFields>): Promise<readonly string[]> {
  const named: readonly string[] = await page.evaluate(
    "[...document.querySelectorAll('.mistake')].map((each) => each.dataset.mistake)",
  );
  return typed.flatMap(([path]) => (named.includes(path) ? [] : [path]));
}

describe.skipIf(skipReason)('settings', () => {
  test.each([
    { language: 'vi', least: 300, sites: allShapes() },
    { language: 'en', least: 60, sites: allShapes().slice(-1) },
  ] as const)(
    'a wrong value in whatever field of whatever form is named there, in $language, and cannot be saved',
    // Some three hundred fields in Chromium: 40 s of work, and another file works beside it.
    { timeout: 240_000 },
    async ({ language, least, sites }) => {
      await bench.runs();
      const page = await openSettings({ language });
      let count = 0;
      for (const site of sites) {
        await page.fill('[data-site-text]', siteText(site));
        const typed = typedFields(site);
        await field(page, typed.at(-1)?.[0] ?? '').waitFor({ state: 'attached' });
        await typeAll(page, typed);
        await expect.poll(() => unnamed(page, typed), { timeout: 10_000 }).toEqual([]);
        count += typed.length;
        assert.equal(await page.locator('[data-review]').isEnabled(), false);
      }
      assert.ok(count >= least, `${count} fields`);
      await page.context().close();
    },
  );

  test('a wrong choice or switch that stands in the text is named at its field, and the text at its line', async () => {
    await bench.runs();
    const page = await openSettings();
    const site = allShapes().at(-1) ?? {};
    const places = placedFields(site).filter(
      ({ field: { control }, path, value }) =>
        value !== undefined &&
        (control.kind === 'switch' ||
          (control.kind === 'choice' && !['kind', 'protocol', 'driver'].includes(String(path.at(-1))))),
    );
    const wrong = places.reduce((whole, { path }) => withValue(whole, whole, path, 'no-such') ?? whole, site);
    await page.fill('[data-site-text]', siteText(wrong));
    for (const { path } of places) await mistake(page, pathText(path)).first().waitFor();
    assert.ok(places.length > 5);
    await page.fill('[data-site-text]', '{\n  "profile": "demo",\n}');
    await page.waitForSelector('.mistake-list >> text=dòng 3');
    assert.equal(await field(page, 'site.name').isDisabled(), true);
    await page.context().close();
  });

  test('from an empty folder a technician writes by forms the file that a hand would have written', async () => {
    await bench.start();
    const { screen: shown } = await (await bench.patientPage()).shown(screen('set-up'));
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
    await page.goto(bench.host().newTechnicianUrl());
    await page.fill('input[name=code]', shown.show === 'set-up' ? (shown.code ?? '') : '');
    await page.keyboard.press('Enter');
    await page.fill('input[name=name]', 'Minh Thử');
    await page.fill('input[name=pin]', '271828');
    await page.fill('input[name=again]', '271828');
    await page.keyboard.press('Enter');
    assert.match(
      await page.locator('[data-set-up]').innerText(),
      /Còn thiếu: Bệnh viện: Mã cơ sở, Tên bệnh viện; Dịch vụ: /,
    );
    assert.deepEqual(await violations(page), []);
    await page.click('nav a[href="/settings"]');
    assert.notEqual(await page.locator('.settings-forms [data-field]').first().getAttribute('data-field'), '$schema');
    assert.deepEqual(await violations(page), []);
    await field(page, 'profile').selectOption('demo');
    await field(page, 'site.facilityCode').fill('27005');
    await field(page, 'site.name').fill('Bệnh viện Thử');
    await field(page, 'kiosk.listen.port').fill('0');
    await page.click('[data-add="devices"]');
    await field(page, 'devices[0].kind').selectOption('ticket-printer');
    await field(page, 'devices[0].driver').selectOption('escpos');
    await field(page, 'devices[0].id').fill('printer');
    await field(page, 'devices[0].transport.kind').selectOption('tcp');
    await field(page, 'devices[0].transport.host').fill('127.0.0.1');
    await field(page, 'devices[0].transport.port').fill('9100');
    await field(page, 'services[0].code').fill('noi');
    await field(page, 'services[0].hisCode').fill('K01');
    await field(page, 'services[0].name.vi').fill('Khám Nội');
    await field(page, 'services[0].room').fill('101');
    await page.click('[data-add="hospital"]');
    await field(page, 'hospital[0].protocol').selectOption('hl7v2-mllp');
    await field(page, 'hospital[0].host').fill('127.0.0.1');
    await field(page, 'hospital[0].port').fill('2575');
    await page.getByText('Đã đủ. Xem lại rồi lưu.').waitFor();
    await save(page);
    await saved(page, 1);
    await bench.settled();
    await page.locator('[data-set-up-over]').waitFor();
    assert.deepEqual(written(), {
      profile: 'demo',
      site: { facilityCode: '27005', name: 'Bệnh viện Thử' },
      kiosk: { id: 'kiosk-1', stations: ['check-in'], listen: { port: 0 }, dataDir: '.' },
      management: { listen: { port: 7071 } },
      devices: [
        {
          kind: 'ticket-printer',
          id: 'printer',
          driver: 'escpos',
          transport: { kind: 'tcp', host: '127.0.0.1', port: 9100 },
        },
      ],
      services: [service],
      hospital: [{ protocol: 'hl7v2-mllp', id: 'his', host: '127.0.0.1', port: 2575 }],
    });
    await (await bench.patientPage()).shown(screen('attract'));
    await page.context().close();
  });

  test('a file that a hand has broken is said on every page, and one press puts the last good version back', async () => {
    await bench.runs();
    const good = readFileSync(bench.siteFile, 'utf8');
    const page = await openSettings();
    writeFileSync(bench.siteFile, good.replace('"27005"', '"2700 5"'));
    for (const name of ['overview', 'hospital', 'settings'] as const) {
      await page.click(`nav a[href="/${name}"]`);
      await page.waitForSelector('[data-site-file="broken"] >> text=site.facilityCode');
    }
    await bench.stop();
    await bench.start();
    const again = await openSettings();
    await again.waitForSelector('[data-site-file="broken"]');
    await mistake(again, 'site.facilityCode').waitFor();
    await again.click('[data-put-back-last-good]');
    await again.waitForSelector('[data-site-file="broken"]', { state: 'detached' });
    await bench.settled();
    assert.equal(readFileSync(bench.siteFile, 'utf8'), good);
    await Promise.all([page.context().close(), again.context().close()]);
  });

  test('of two technicians the second sees what the first one saved, chooses field by field, and loses nothing', async () => {
    await bench.runs();
    const [one, other] = [await openSettings(), await openSettings({ language: 'en' })];
    await field(other, 'site.name').fill('Của người sau');
    await field(other, 'services[0].room').fill('205');
    await field(one, 'site.name').fill('Của người trước');
    await field(one, 'standingAfterMinutes').fill('7');
    await save(one);
    await saved(one, 2);
    await save(other);
    await other.locator('[data-conflict="site.name"] input[value=mine]').check();
    assert.ok(await other.locator('[data-change="standingAfterMinutes"]').isVisible());
    await other.click('[data-take-over]');
    await save(other);
    await saved(other, 3);
    const { site, services, standingAfterMinutes } = written();
    assert.deepEqual(
      [site, services, standingAfterMinutes],
      [{ facilityCode: '27005', name: 'Của người sau' }, [{ ...service, room: '205' }], 7],
    );
    await Promise.all([one.context().close(), other.context().close()]);
  });

  test('a save while a patient is being served says that it waits, the number comes, and then it counts', async () => {
    await bench.runs();
    const page = await openSettings();
    const patient = await bench.patientPage();
    await patient.shown(screen('attract'));
    await patient.tap('start-without-papers', {});
    await patient.shown(screen('choose-service'));
    await field(page, 'services[0].room').fill('205');
    await save(page);
    await page.waitForSelector('[data-applying="waits-for-rest"]');
    await patient.tap('answer', { answer: { serviceCode: 'noi' } });
    const ticket = ticketOf(await patient.shown((each) => ticketOf(each) !== undefined));
    assert.deepEqual([ticket?.number, ticket?.room], ['A001', '101']);
    await patient.tap('finish', {});
    await page.waitForSelector('[data-applying]', { state: 'detached' });
    await bench.settled();
    assert.equal(bench.host().kiosk()?.rooms.site.services[0]?.room, '205');
    await page.context().close();
  });

  test('with the keyboard alone a field is found, changed, looked at and saved, and an old version comes back', async () => {
    await bench.runs();
    const page = await openSettings();
    await tabTo(page, '[data-field="site.name"]');
    await page.keyboard.press('End');
    await page.keyboard.type(' Hai');
    await tabTo(page, '[data-review]:enabled');
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog[open]');
    await tabTo(page, 'dialog input[name=why]');
    await page.keyboard.type('đổi tên');
    await page.keyboard.press('Enter');
    await saved(page, 2);
    await tabTo(page, '[data-put-back="1"]');
    await page.keyboard.press('Enter');
    await saved(page, 3);
    assert.deepEqual(written().site, { facilityCode: '27005', name: 'Bệnh viện Thử' });
    await page.context().close();
  });

  test('a file of elsewhere becomes the draft and is not saved by itself; a secret is set and never seen again', async () => {
    await bench.runs();
    const page = await openSettings();
    const before = readFileSync(bench.siteFile, 'utf8');
    const buffer = Buffer.from(before.replace('Bệnh viện Thử', 'Bệnh viện Khác'));
    await page.setInputFiles('[data-import]', { name: 'site.json', mimeType: 'application/json', buffer });
    await page.waitForSelector('[data-review]:enabled');
    assert.equal(await field(page, 'site.name').inputValue(), 'Bệnh viện Khác');
    assert.equal(readFileSync(bench.siteFile, 'utf8'), before);
    const secret = 'mot-bi-mat-du-dai-de-lam-khoa-0123456789';
    await page
      .locator('.field', { has: field(page, 'site.ticketKeyFile') })
      .locator('.field-input > button')
      .last()
      .click();
    await page.keyboard.type(secret);
    await page.click('.secret-entry button.primary');
    await page.waitForSelector('[data-secret="site.ticketKeyFile"][data-is="set"]');
    await save(page);
    await saved(page, 2);
    assert.ok(!(await page.content()).includes(secret));
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('[data-export]')]);
    assert.equal(download.suggestedFilename(), 'kiosk-1-site.json');
    assert.ok(!readFileSync(await download.path(), 'utf8').includes(secret));
    await page.context().close();
  });

  test.each([
    { theme: 'light', width: 1280, height: 800 },
    { theme: 'dark', width: 1280, height: 800 },
    { theme: 'light', width: 390, height: 844 },
    { theme: 'dark', width: 390, height: 844 },
  ] as const)(
    'whoever sees little or uses a screen reader can work with it: axe finds nothing in $theme at $width',
    async (looks) => {
      await bench.runs();
      const page = await openSettings(looks);
      await field(page, 'site.facilityCode').fill('x y');
      await mistake(page, 'site.facilityCode').waitFor();
      assert.deepEqual(await violations(page), []);
      await field(page, 'site.facilityCode').fill('27006');
      await mistake(page, 'site.facilityCode').waitFor({ state: 'detached' });
      await page.click('[data-review]:enabled');
      assert.deepEqual(await violations(page), []);
      assert.ok(Number(await page.evaluate('document.documentElement.scrollWidth - innerWidth')) <= 0);
      await page.context().close();
    },
  );
});

async function violations(page: Page): Promise<readonly string[]> {
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  await page.evaluate(axe);
  const found: { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[] = await page.evaluate(
    'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => ({ html })) })))',
  );
  return found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 120)}`);
}

/** As many times as somebody would press the key who does not give up. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let pressed = 0; pressed < 300; pressed += 1) {
    if (await page.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`)) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`${selector} cannot be reached`);
}
