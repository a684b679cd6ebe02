import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { type Language, languages } from '#config/agreements/language.ts';
import { openBrowser, openBuiltPage } from '#kiosk/ui/built-page.ts';
import { smallPng } from '../guides/small-png.ts';
import { type PictureToTake, picturesToKeep } from './pictures-to-keep.ts';

/** Where the kept pictures are. */
export const keptPictures = fileURLToPath(new URL('./pictures', import.meta.url));

/** Kept small: what has moved, gone or been cut is seen at this size, too. */
const keptWidth = { portrait: 320, landscape: 560 } as const;
const glasses = { portrait: { width: 1080, height: 1920 }, landscape: { width: 1920, height: 1080 } } as const;

/** As they are kept, by the name of the file. */
export async function takeKeptPictures(took: (file: string, png: Buffer) => unknown): Promise<number> {
  return withGallery(async (page) => {
    const wanted = picturesToKeep(await preparedStates(page));
    for (const each of wanted)
      await took(fileOf(each), await smallPng(await pictureOf(page, each), keptWidth[each.glass]));
    return wanted.length;
  });
}

/** Made anew; whatever is not wanted any more goes. */
export async function renewPictures(): Promise<number> {
  rmSync(keptPictures, { recursive: true, force: true });
  mkdirSync(keptPictures);
  return takeKeptPictures((file, png) => writeFileSync(join(keptPictures, file), png));
}

export function keptFiles(): readonly string[] {
  return readdirSync(keptPictures).toSorted();
}

/** Every state, portrait and landscape, in every language, as large as it is. */
export async function pictureAll(directory: string): Promise<number> {
  mkdirSync(directory, { recursive: true });
  return withGallery(async (page) => {
    const wanted = (await preparedStates(page)).flatMap(({ name: state }) =>
      languages.flatMap((language) =>
        (['portrait', 'landscape'] as const).map((glass): PictureToTake => ({ state, language, glass })),
      ),
    );
    for (const each of wanted) writeFileSync(join(directory, fileOf(each)), await pictureOf(page, each));
    return wanted.length;
  });
}

function fileOf({ state, language, glass }: PictureToTake): string {
  return `${state}.${language}.${glass}.png`;
}

async function withGallery<Taken>(take: (page: Page) => Promise<Taken>): Promise<Taken> {
  const [gallery, browser] = await Promise.all([openBuiltPage(), openBrowser(['--font-render-hinting=none'])]);
  try {
    const page = await browser.newPage({ viewport: glasses.portrait, reducedMotion: 'reduce' });
    await page.goto(`${gallery.url}gallery/index.html`);
    await page.evaluate('Promise.all([...document.fonts].map((font) => font.load())).then(() => undefined)');
    return await take(page);
  } finally {
    await browser.close();
    await gallery.close();
  }
}

/** By the list that the gallery shows: its own modules are the pages', not Node's. */
async function preparedStates(page: Page): Promise<readonly { readonly name: string; readonly screen: string }[]> {
  return page.evaluate(
    "[...document.querySelectorAll('.gallery-list li')].map(({ dataset }) => ({ name: dataset.name, screen: dataset.screenOf }))",
  );
}

async function pictureOf(
  page: Page,
  {
    state,
    language,
    glass,
  }: { readonly state: string; readonly language: Language; readonly glass: keyof typeof glasses },
): Promise<Buffer> {
  await page.setViewportSize(glasses[glass]);
  await page.evaluate(`new Promise((resolve) => {
    location.hash = ${JSON.stringify(`${state}/${language}`)};
    requestAnimationFrame(() => requestAnimationFrame(resolve));
  })`);
  return page.screenshot({ animations: 'disabled', caret: 'hide' });
}
