import type { Page } from 'playwright-core';
import { languages } from '#config/agreements/language.ts';
import { openBrowser, openBuiltPage } from '#kiosk/ui/built-page.ts';
import type { ConsentSeen } from '#kiosk/ui/gallery/consent-seen.ts';

export interface ButtonsProved {
  /** Screens that ask for consent, in each language on each glass. */
  readonly pictures: number;
  readonly open: readonly string[];
}

const glasses = [
  { name: 'portrait', width: 1080, height: 1920 },
  { name: 'landscape', width: 1920, height: 1080 },
  { name: 'small', width: 1280, height: 800 },
] as const;

/** Pixels that layout may round. */
const slackPx = 1;

/** Looks at every prepared screen that has a yes and a no to consent. */
export async function proveButtons(): Promise<ButtonsProved> {
  const [built, browser] = await Promise.all([openBuiltPage(), openBrowser()]);
  const open: string[] = [];
  let pictures = 0;
  try {
    for (const { name: glass, width, height } of glasses) {
      const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' });
      const page = await context.newPage();
      await page.goto(`${built.url}gallery/index.html`);
      await page.evaluate('Promise.all([...document.fonts].map((font) => font.load()))');
      const names = await page.locator('.gallery-list li > span').allTextContents();
      for (const name of names.filter((each) => /^(consent|companion-details)/.test(each))) {
        for (const language of languages) {
          const troubles = troublesIn(await seenOf(page, `${name}/${language}`));
          pictures += 1;
          open.push(...troubles.map((each) => `${name} in ${language}, ${glass}: ${each}`));
        }
      }
      await context.close();
    }
  } finally {
    await browser.close();
    await built.close();
  }
  if (pictures === 0) open.push('no screen asks for consent');
  return { pictures, open };
}

/** In the page: what `look-at-consent.ts` sees of this state. */
function seenOf(page: Page, hash: string): Promise<ConsentSeen> {
  return page.evaluate(`(async () => {
    location.hash = ${JSON.stringify(hash)};
    for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
    return lookAtConsent();
  })()`);
}

function troublesIn({ yes, no, primaries, ticked }: ConsentSeen): readonly string[] {
  if (!yes || !no) return ['a yes or a no is missing'];
  const isElsewhere = yes.place.some((each, at) => Math.abs(each - (no.place[at] ?? Number.NaN)) > slackPx);
  const other = yes.look.find((each, at) => each !== no.look[at]);
  return [
    ...(isElsewhere ? [`yes is ${yes.place.join(' × ')}, no ${no.place.join(' × ')}`] : []),
    ...(other === undefined ? [] : [`yes looks otherwise than no: ${other}`]),
    ...(primaries > 0 ? ['one of them is the ordinary way on'] : []),
    ...(ticked > 0 ? ['something is ticked already'] : []),
  ];
}
