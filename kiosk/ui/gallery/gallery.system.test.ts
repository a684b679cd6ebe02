/**
 * Every state of every screen, looked at in Chromium under the host's CSP: nothing clipped, covered, small, faint or crowded, nothing that
 * axe objects to, and no glyph of a font that is not ours. Which language, glass and option a state is looked at with: pairwise.ts.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { languages } from '#config/agreements/language.ts';
import { type BuiltPage, openBrowser, openBuiltPage, skipReason } from '../built-page.ts';
import { galleryOptions, screenOf } from './gallery-state.ts';
import { galleryStates } from './gallery-states.ts';
import { pairwisePages } from './pairwise.ts';

const require = createRequire(import.meta.url);

const glasses = [
  { name: 'portrait 1080×1920', width: 1080, height: 1920 },
  { name: 'landscape 1920×1080', width: 1920, height: 1080 },
  { name: 'small landscape 1280×800', width: 1280, height: 800 },
] as const;

/** `GALLERY_PAGES=all`: every state in every language, on every glass and with every option. */
const looksAtAll = process.env.GALLERY_PAGES === 'all';
/** About nine for each screen. */
const mostPages = 320;
/** They differ from a state that is looked at in every run by the words of one line. */
const onlyInAll = new RegExp(
  `^(${[
    'notice-chip-|notice-(service-not-open|service-not-changed|number-not-given-up|please-wait-for-help|code-not-usable)',
    'lobby-menu-print-|scan-again-(vitals|both|oversized)',
    'confirm-(hospital|name-does|birth|new-card-issued|other-facility|citizen-card-expired|passport-expired|insurance-to-check|insurance-expired)',
    'take-ticket-(arrow-(?!long)|appointment-late|new-card-issued|other-facility|insurance-not-checked)',
    'your-number$|give-up-surely$|take-ticket-again-may-give-up$',
    'go-to-desk-(document|hospital|name|birth-does|chip|has-eaten|referral|insurance-to-check)',
    'get-ready-other|resting-(half-hour|bladder)|measuring-(thermometer|oximeter|glucose-meter|other)',
    'show-reading-(narrow|mean-printed)|not-measured-(.*-last|thermometer$|oximeter|glucose-meter|other)',
  ].join('|')})`,
);
const prepared = galleryStates
  .filter(({ name }) => looksAtAll || !onlyInAll.test(name))
  .map((state) => ({ name: state.name, screen: screenOf(state) }));
const glassNames = glasses.map(({ name }) => name);
const pages = looksAtAll
  ? galleryStates.flatMap(({ name: state }) =>
      languages.flatMap((language) =>
        glassNames.flatMap((glass) => galleryOptions.map((option) => ({ state, language, glass, option }))),
      ),
    )
  : pairwisePages(prepared, { languages, glasses: glassNames, options: galleryOptions });

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
    test.concurrent(`${name}: every screen can be read, heard and pressed`, { timeout: 900_000 }, async () => {
      const troubles: string[] = [];
      const page = await openGallery({ width, height }, troubles);
      const devtools = await page.context().newCDPSession(page);
      for (const { state, language, option } of pages.filter(({ glass }) => glass === name)) {
        const picture = `${state}/${language}/${option}`;
        const found = await lookAt(page, devtools, picture);
        troubles.push(...found.map((trouble) => `${picture}: ${trouble}`));
      }
      await page.context().close();
      assert.deepEqual(troubles, []);
    });
  }

  test('a run looks at few enough pages to stay short, and at every state', () => {
    assert.ok(looksAtAll || pages.length <= mostPages, `${pages.length} pages: prepare fewer states of one screen`);
    assert.deepEqual(new Set(pages.map(({ state }) => state)), new Set(prepared.map(({ name }) => name)));
  });

  for (const { name: glass, width, height } of glasses) {
    test(`${glass}: nothing irrevocable lies where the last screen's large button was`, async () => {
      const page = await openGallery({ width, height }, []);
      const near = neighbours.flat();
      const states = galleryStates.map(({ name }) => name).filter((name) => near.some((each) => each.test(name)));
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
      'your-number': ['screen your-number', 'choice keep', 'choice give-up'],
      'give-up-surely': ['screen give-up-surely', 'choice give-up-surely', 'choice keep'],
      'number-given-up': ['screen number-given-up', 'primary Xong'],
      'go-to-desk-no-papers': ['screen go-to-desk', 'number A012', 'primary Xong'],
      'attract-vitals': ['screen attract'],
      'attract-invited': ['screen attract', 'choice invited'],
      'attract-both': ['screen attract', 'choice no-papers'],
      'scan-again-vitals-ticket-wanted': ['screen scan-again'],
      'scan-card-too-ready': ['screen scan-card-too', 'choice no-papers'],
      'confirm-chip-lay-card': ['screen confirm-identity', 'primary Đúng, là tôi'],
      'take-ticket-measure': ['screen take-ticket', 'number A012', 'choice measure', 'primary Xong'],
      'take-ticket-measure-leaving': ['screen take-ticket', 'number A012'],
      'get-ready-host': ['screen get-ready', 'choice finish', 'primary Bắt đầu đo'],
      'get-ready-unavailable': ['screen get-ready', 'choice finish'],
      'measuring-waiting-for-button': ['screen measuring', 'choice stop'],
      'measuring-cuff': ['screen measuring', 'choice stop'],
      'resting-symptoms': ['screen resting', 'choice yes', 'choice no', 'choice skip', 'choice finish'],
      'resting-next': ['screen resting', 'choice stop'],
      'show-reading-plain': ['screen show-reading', 'systolic 127', 'diastolic 76', 'pulse 72', 'primary Xong'],
      'show-reading-mean-high': [
        'screen show-reading',
        'systolic 164',
        'diastolic 98',
        'pulse 104',
        'choice print',
        'choice finish',
        'choice next',
        'primary Đo tiếp: oxy trong máu',
      ],
      'show-reading-temperature': ['screen show-reading', 'body-temperature 36,8', 'choice print', 'primary Xong'],
      'crisis-calling': ['screen crisis', 'choice call-for-help'],
      'crisis-coming': ['screen crisis', 'choice call-for-help'],
      'crisis-nobody-called': ['screen crisis'],
      'not-measured-scale-next': ['screen not-measured', 'choice next', 'choice finish', 'choice try-again'],
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
  [
    /^(take-ticket|go-to-desk|show-reading|get-ready|resting|not-measured|time-is-up|your-number|give-up-surely|number-given-up)/,
    /^attract/,
  ],
  [/^your-number/, /^give-up-surely/],
  // "I am still here" and "close" uncover what was there before; nobody is asked while paper is on its way.
  [/^(idle-warning|next-waits)/, /^(take-ticket(?!-held)|go-to-desk|get-ready|resting|show-reading|not-measured)/],
  [/^help/, /^(attract|scan-again|scan-card-too|take-ticket|go-to-desk|get-ready|resting|show-reading|not-measured)/],
];

/** Opens a visit, ends one, prints, gives a number up. */
const irrevocable: readonly string[] = ['no-papers', 'finish', 'print-copy', 'start-over', 'give-up-surely'];

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
  'your-number',
  'give-up-surely',
  'number-given-up',
  'go-to-desk-no-papers',
  'attract-vitals',
  'attract-invited',
  'attract-both',
  'scan-again-vitals-ticket-wanted',
  'scan-card-too-ready',
  'confirm-chip-lay-card',
  'take-ticket-measure',
  'take-ticket-measure-leaving',
  'get-ready-host',
  'get-ready-unavailable',
  'measuring-waiting-for-button',
  'measuring-cuff',
  'resting-symptoms',
  'resting-next',
  'show-reading-plain',
  'show-reading-mean-high',
  'show-reading-temperature',
  'crisis-calling',
  'crisis-coming',
  'crisis-nobody-called',
  'not-measured-scale-next',
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

async function show(page: Page, hash: string): Promise<void> {
  const roots = await page.evaluate(async (to) => {
    location.hash = to;
    for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
    return document.querySelectorAll('[data-screen]').length;
  }, hash);
  assert.equal(roots, 1, hash);
}

async function lookAt(page: Page, devtools: CDPSession, hash: string): Promise<readonly string[]> {
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
  return [...found, ...(await focusElsewhere(page, devtools)), ...(await foreignFonts(devtools))];
}

/** The question of the screen has the focus, as a screen reader sees it. */
async function focusElsewhere(page: Page, devtools: CDPSession): Promise<readonly string[]> {
  const { nodes } = await devtools.send('Accessibility.getFullAXTree');
  const focused = nodes.filter(
    ({ ignored, role, properties }) =>
      !ignored &&
      role?.value !== 'RootWebArea' &&
      properties?.some(({ name, value }) => name === 'focused' && value.value),
  );
  const question = await page.locator('.overlay h2, .kiosk:not(:has(.overlay)) h1').textContent();
  const [only] = focused;
  const isThere = focused.length === 1 && only?.role?.value === 'heading' && only.name?.value === question;
  return isThere ? [] : [`has the focus at ${focused.map(({ name }) => name?.value).join(', ') || 'nothing'}`];
}

/** Whoever drew a glyph but our web font; a fallback for a single accent shows here. */
async function foreignFonts(devtools: CDPSession): Promise<readonly string[]> {
  await devtools.send('DOM.enable');
  await devtools.send('CSS.enable');
  const { root } = await devtools.send('DOM.getDocument', { depth: -1 });
  const found: string[] = [];
  for (const { nodeId, words } of textsIn(root)) {
    const { fonts } = await devtools.send('CSS.getPlatformFontsForNode', { nodeId });
    for (const { familyName, isCustomFont } of fonts) {
      if (!isCustomFont || !familyName.startsWith('Be Vietnam Pro')) found.push(`"${words}" is set in ${familyName}`);
    }
  }
  await devtools.send('CSS.disable');
  await devtools.send('DOM.disable');
  return found;
}

/** As Chromium tells it (Chrome DevTools Protocol, DOM.Node). */
interface DomNode {
  readonly nodeId: number;
  readonly nodeName: string;
  readonly nodeValue: string;
  readonly children?: readonly DomNode[];
}

interface TextNode {
  readonly nodeId: number;
  readonly words: string;
}

/** Elements with words of their own. */
function textsIn(node: DomNode): readonly TextNode[] {
  const isText = ({ nodeName, nodeValue }: DomNode) => nodeName === '#text' && nodeValue.trim() !== '';
  const own = node.children?.find(isText);
  const words = own?.nodeValue.trim();
  const below = node.nodeName === 'HEAD' ? [] : (node.children ?? []).flatMap(textsIn);
  return words === undefined ? below : [{ nodeId: node.nodeId, words }, ...below];
}
