/**
 * Every screen in every state, both languages and three glasses, looked at in Chromium under the host's CSP: nothing
 * clipped, covered, small, faint or crowded, and nothing that axe objects to.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { languages } from '#config/agreements/language.ts';
import { type BuiltPage, openBrowser, openBuiltPage, skipReason } from '../built-page.ts';
import { galleryStates } from './gallery-states.ts';

const require = createRequire(import.meta.url);

const glasses = [
  { name: 'portrait 1080×1920', width: 1080, height: 1920 },
  { name: 'landscape 1920×1080', width: 1920, height: 1080 },
  { name: 'small landscape 1280×800', width: 1280, height: 800 },
] as const;

describe.skipIf(skipReason)(`the gallery${skipReason ? ` (skipped: ${skipReason})` : ''}`, () => {
  let built: BuiltPage;
  let browser: Browser;
  let axeSource: string;

  beforeAll(async () => {
    [built, browser, axeSource] = await Promise.all([
      openBuiltPage(),
      openBrowser(),
      readFile(require.resolve('axe-core/axe.min.js'), 'utf8'),
    ]);
  });

  afterAll(async () => {
    await browser?.close();
    await built?.close();
  });

  for (const { name, width, height } of glasses) {
    // Each glass has a renderer process of its own.
    test.concurrent(`${name}: every state can be read and pressed, in every language`, {
      timeout: 900_000,
    }, async () => {
      const troubles: string[] = [];
      const page = await openGallery({ width, height }, troubles);
      for (const { name: state } of galleryStates) {
        for (const language of languages) {
          const found = await lookAt(page, `${state}/${language}`);
          troubles.push(...found.map((trouble) => `${state}/${language}: ${trouble}`));
        }
      }
      await page.context().close();
      assert.deepEqual(troubles, []);
    });
  }

  test('the question of every screen has the focus, as a screen reader sees it', async () => {
    const page = await openGallery(glasses[0], []);
    const devtools = await page.context().newCDPSession(page);
    const elsewhere: string[] = [];
    for (const state of await namesIn(page)) {
      await show(page, `${state}/vi`);
      const { nodes } = await devtools.send('Accessibility.getFullAXTree');
      const focused = nodes.filter(
        ({ ignored, role, properties }) =>
          !ignored &&
          role?.value !== 'RootWebArea' &&
          properties?.some(({ name, value }) => name === 'focused' && value.value),
      );
      const question = await page.locator('.overlay h2, .kiosk:not(:has(.overlay)) h1').textContent();
      const isThere =
        focused.length === 1 && focused[0]?.role?.value === 'heading' && focused[0].name?.value === question;
      if (!isThere) elsewhere.push(`${state}: ${focused.map(({ name }) => name?.value).join(', ') || 'nothing'}`);
    }
    await page.context().close();
    assert.deepEqual(elsewhere, []);
  });

  for (const { name: glass, width, height } of glasses) {
    test(`${glass}: nothing irrevocable lies where the last screen's large button was`, async () => {
      const page = await openGallery({ width, height }, []);
      const states = await namesIn(page);
      const buttons = new Map<string, readonly ButtonOnGlass[]>();
      for (const state of states) {
        await show(page, `${state}/vi`);
        buttons.set(state, await page.evaluate(buttonsOnPage));
      }
      await page.context().close();
      const struck = neighbours.flatMap(([before, after]) =>
        states
          .filter((state) => before.test(state))
          .flatMap((from) =>
            states
              .filter((state) => after.test(state))
              .flatMap((to) => {
                const large = buttons.get(from)?.filter(({ isLarge }) => isLarge) ?? [];
                const fatal = buttons.get(to)?.filter(({ means }) => irrevocable.includes(means)) ?? [];
                return fatal
                  .filter((one) => large.some((other) => overlaps(one, other)))
                  .map(({ means }) => `${from} → ${to}: ${means}`);
              }),
          ),
      );
      assert.deepEqual(struck, []);
    });
  }

  test('other programs find their way by data-screen, data-primary, data-choice, data-ticket-number and data-reading', async () => {
    const page = await openGallery(glasses[0], []);
    const marks: Record<string, readonly string[]> = {};
    for (const name of marked) {
      await show(page, `${name}/vi`);
      marks[name] = await page.evaluate(marksOnPage);
    }
    await page.context().close();
    assert.deepEqual(marks, {
      attract: ['screen attract', 'choice no-papers'],
      'attract-no-scanner': ['screen attract', 'choice no-papers'],
      'scan-again-damaged': ['screen scan-again', 'choice no-papers'],
      'please-wait': ['screen please-wait'],
      'confirm-insured': ['screen confirm-identity', 'primary Đúng, là tôi'],
      'choose-1': ['screen choose-service', 'choice service-1'],
      'choose-2': ['screen choose-service', 'choice service-1', 'choice service-2', 'choice help-choosing'],
      'take-ticket-printed': ['screen take-ticket', 'number A012', 'primary Xong'],
      'take-ticket-leaving': ['screen take-ticket', 'number A012'],
      'go-to-desk-no-papers': ['screen go-to-desk', 'number A012', 'primary Xong'],
      'attract-vitals': ['screen attract'],
      'attract-both': ['screen attract', 'choice no-papers'],
      'scan-again-vitals-ticket-wanted': ['screen scan-again'],
      'scan-card-too-ready': ['screen scan-card-too', 'choice no-papers'],
      'confirm-chip-lay-card': ['screen confirm-identity', 'primary Đúng, là tôi'],
      'take-ticket-measure': ['screen take-ticket', 'number A012', 'choice measure', 'primary Xong'],
      'take-ticket-measure-leaving': ['screen take-ticket', 'number A012'],
      'sit-down-host': ['screen sit-down', 'choice finish', 'primary Bắt đầu đo'],
      'sit-down-unavailable': ['screen sit-down', 'choice finish'],
      'measuring-waiting-for-button': ['screen measuring', 'choice stop'],
      'measuring-cuff': ['screen measuring', 'choice stop'],
      'show-reading-plain': ['screen show-reading', 'systolic 127', 'diastolic 76', 'pulse 72', 'primary Xong'],
      'not-measured-sit-still': ['screen not-measured', 'choice finish', 'choice try-again'],
      'not-measured-sit-still-last': ['screen not-measured', 'choice finish'],
      'out-of-service': ['screen out-of-service'],
      'idle-warning': ['screen confirm-identity', 'choice stay'],
      help: ['screen attract', 'choice close-help'],
      'help-calling': ['screen attract', 'choice close-help', 'choice call-off-help', 'choice call-emergency'],
      'help-emergency': ['screen attract', 'choice close-help'],
      'help-emergency-of-others': ['screen attract', 'choice close-help', 'choice call-emergency'],
      'attract-open-emergency': ['screen attract', 'choice no-papers'],
    });
  });

  test('whoever has papers and stands before a reader that fails is not asked to say that they have none', async () => {
    const page = await openGallery(glasses[0], []);
    const said: (string | null)[] = [];
    for (const language of ['vi', 'en']) {
      await show(page, `scan-again-scanner-trouble/${language}`);
      said.push(await page.locator('[data-choice="no-papers"]').textContent());
      said.push(await page.locator('.tips li').last().textContent());
    }
    await page.context().close();
    assert.deepEqual(said, [
      'Lấy số không cần quét thẻ',
      'Nếu vẫn không được, nhân viên sẽ giúp',
      'Get a number without scanning',
      'If it still does not work, staff will help',
    ]);
  });

  async function openGallery(viewport: { width: number; height: number }, troubles: string[]): Promise<Page> {
    const context: BrowserContext = await browser.newContext({ viewport, reducedMotion: 'reduce' });
    // Init scripts come from the debugger, so the page keeps its CSP and every violation is seen.
    await context.addInitScript({ content: axeSource });
    const page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') troubles.push(`console: ${message.text()}`);
    });
    page.on('pageerror', ({ message }) => troubles.push(`thrown: ${message}`));
    await page.goto(`${built.url}gallery/index.html`);
    await page.evaluate(() => Promise.all([...document.fonts].map((font) => font.load())));
    return page;
  }
});

/**
 * What a tap on the large button of the first may bring. Where the next screen is full of choices, one of them lies under the
 * finger: there it is deafness that helps, and "choose another clinic".
 */
const neighbours: readonly (readonly [RegExp, RegExp])[] = [
  // "Done" and "another time".
  [/^(take-ticket|go-to-desk|show-reading|sit-down|not-measured|time-is-up)/, /^attract/],
  // "I am still here" and "close" uncover what was there before.
  [/^(idle-warning|next-waits)/, /^(take-ticket|go-to-desk|sit-down|show-reading|not-measured)/],
  [/^help/, /^(attract|scan-again|scan-card-too|take-ticket|go-to-desk|sit-down|show-reading|not-measured)/],
];

/** Opens a visit, ends one, prints. */
const irrevocable: readonly string[] = ['no-papers', 'finish', 'print-copy', 'start-over'];

interface ButtonOnGlass {
  readonly means: string;
  readonly isLarge: boolean;
  readonly box: readonly [left: number, top: number, right: number, bottom: number];
}

function overlaps({ box: [l, t, r, b] }: ButtonOnGlass, { box: [left, top, right, bottom] }: ButtonOnGlass): boolean {
  return l < right && left < r && t < bottom && top < b;
}

/** Runs in the page. */
function buttonsOnPage(): ButtonOnGlass[] {
  const isEnd = document.querySelector('.with-ticket, .show-reading') !== null;
  return [...document.querySelectorAll('button')]
    .filter((button) => !button.closest('[inert], .ways'))
    .map((button) => {
      const { left, top, right, bottom } = button.getBoundingClientRect();
      const { primary, choice } = button.dataset;
      const isPrint = button.closest('.ticket-last') !== null && primary === undefined;
      const means = choice ?? (isPrint ? 'print-copy' : isEnd && primary !== undefined ? 'finish' : 'goes-on');
      return { means, isLarge: button.matches('.primary'), box: [left, top, right, bottom] };
    });
}

const marked = [
  'attract',
  'attract-no-scanner',
  'scan-again-damaged',
  'please-wait',
  'confirm-insured',
  'choose-1',
  'choose-2',
  'take-ticket-printed',
  'take-ticket-leaving',
  'go-to-desk-no-papers',
  'attract-vitals',
  'attract-both',
  'scan-again-vitals-ticket-wanted',
  'scan-card-too-ready',
  'confirm-chip-lay-card',
  'take-ticket-measure',
  'take-ticket-measure-leaving',
  'sit-down-host',
  'sit-down-unavailable',
  'measuring-waiting-for-button',
  'measuring-cuff',
  'show-reading-plain',
  'not-measured-sit-still',
  'not-measured-sit-still-last',
  'out-of-service',
  'idle-warning',
  'help',
  'help-calling',
  'help-emergency',
  'help-emergency-of-others',
  'attract-open-emergency',
];

/** What can be found and pressed; what an overlay hides is not there. */
function marksOnPage(): readonly string[] {
  const found: string[] = [];
  for (const each of document.querySelectorAll<HTMLElement>(
    '[data-screen], [data-primary], [data-choice], [data-ticket-number], [data-reading]',
  )) {
    const { screen, primary, choice, ticketNumber, reading } = each.dataset;
    if (screen !== undefined) found.push(`screen ${screen}`);
    if (each.closest('[inert]')) continue;
    if (ticketNumber !== undefined) found.push(`number ${each.textContent}`);
    if (reading !== undefined) found.push(`${reading} ${each.textContent}`);
    if (choice !== undefined) found.push(`choice ${choice}`);
    if (primary !== undefined) found.push(`primary ${each.textContent}`);
  }
  return found;
}

async function namesIn(page: Page): Promise<readonly string[]> {
  await page.evaluate(() => {
    location.hash = '';
  });
  return page.locator('.gallery-list li > span').allTextContents();
}

async function show(page: Page, hash: string): Promise<void> {
  const roots = await page.evaluate(async (to) => {
    location.hash = to;
    for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
    return document.querySelectorAll('[data-screen]').length;
  }, hash);
  assert.equal(roots, 1, hash);
}

async function lookAt(page: Page, hash: string): Promise<readonly string[]> {
  await show(page, hash);
  const found = await page.evaluate(async () => {
    const { axe, inspectPage } = window as unknown as {
      readonly axe: typeof import('axe-core');
      readonly inspectPage: () => readonly string[];
    };
    const { violations } = await axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'],
      resultTypes: ['violations'],
    });
    const named = violations.map(
      ({ id, nodes }) => `axe ${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
    );
    return [...inspectPage(), ...named];
  });
  return hash.endsWith('/vi') ? [...found, ...(await foreignFonts(page))] : found;
}

/** Whoever drew the heading's glyphs but our web font; a fallback for a single accent would show here. */
async function foreignFonts(page: Page): Promise<readonly string[]> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('DOM.enable');
  await devtools.send('CSS.enable');
  const { root } = await devtools.send('DOM.getDocument');
  const { nodeId } = await devtools.send('DOM.querySelector', { nodeId: root.nodeId, selector: 'h1' });
  const { fonts } = await devtools.send('CSS.getPlatformFontsForNode', { nodeId });
  await devtools.detach();
  return fonts
    .filter(({ familyName, isCustomFont }) => !isCustomFont || familyName !== 'Be Vietnam Pro')
    .map(({ familyName }) => `the heading is set in ${familyName}`);
}
