import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { openHubBench, pin } from '#kiosk/hub/program/hub.bench.ts';
import { takeNumber } from '#kiosk/hub/program/kiosk-at-hub.bench.ts';

/** Half past eight at a hospital's hub: a hall full of people, three rooms that call, and a board. */
export interface Morning {
  /** Room 101, in Vietnamese: Lan serves `UA007`. */
  readonly counter: Page;
  /** Of the hall. */
  readonly board: Page;
  close(): Promise<void>;
}

const minute = 60_000;
const look = { timezoneId: 'Asia/Ho_Chi_Minh', colorScheme: 'light', reducedMotion: 'reduce' } as const;
const desk = { ...look, viewport: { width: 1280, height: 800 } };
const wall = { ...look, viewport: { width: 1920, height: 1080 } };

/** The hospital of the demo, whole, on a clock that stands at half past eight; `pageDir`: `dist/ui`. */
export async function openMorning(browser: Browser, root: string, pageDir: string): Promise<Morning> {
  const now = Date.parse('2026-11-30T08:30:05+07:00');
  const ahead = now - machineClock.now();
  const { dataDir: _, ...hospital } = JSON.parse(readFileSync(join(root, 'config/sites/hub-demo.json'), 'utf8'));
  const hub = await openHubBench(
    { ...hospital, listen: { host: '127.0.0.1', port: 0 } },
    { ...machineClock, now: () => machineClock.now() + ahead },
    pageDir,
  );
  const key = await hub.enrol('kiosk-1');
  const take = (series: string, sequence: number, minutesAgo: number, more: object = {}) =>
    takeNumber((path, body) => hub.ask(key, path, body), {
      ...{ series, sequence, givenAt: now - minutesAgo * minute },
      ...more,
    });
  for (let nth = 0; nth < 12; nth += 1) await take('A', 31 + nth, 52 - nth * 4);
  for (let nth = 0; nth < 5; nth += 1) {
    await take('C', 14 + nth, 40 - nth * 6, { serviceCode: 'tang-huyet-ap' });
    await take('D', 21 + nth, 35 - nth * 7, { serviceCode: 'nhi' });
  }

  const [lan, minh, hoa] = [await sitAt('p101', 'Lan'), await sitAt('p103', 'Minh'), await sitAt('p108', 'Hoa')];
  await press(lan, 'call-next');
  await press(lan, 'absent');
  await press(minh, 'call-next');
  await press(lan, 'call-next');
  await press(lan, 'park');
  await lan.locator('dialog [data-choice=waits-for-result]').click();
  await press(hoa, 'call-next');
  // Their turn is the next one, so that the room calls the number of the other pictures.
  await take('UA', 7, 24, { lane: 'priority' });
  await lan.locator('[data-waiting=UA007]').waitFor();
  await press(lan, 'call-next');
  await lan.locator('[data-serving=UA007]').waitFor();
  await take('UA', 8, 9, { lane: 'priority', isLaneToBeConfirmed: true });
  // Seconds run beside it.
  await lan.locator('[data-act=undo]').waitFor({ state: 'detached' });
  await lan.mouse.move(0, 0);

  const board = await browser.newPage(wall);
  await board.goto(`${hub.url}/board/hall`);
  await board.locator('[data-called=UA007]').waitFor();
  return { counter: lan, board, close: () => hub.close() };

  async function sitAt(counter: string, name: string): Promise<Page> {
    await hub.person(name, 'counter');
    const page = await (await browser.newContext(desk)).newPage();
    await page.goto(`${hub.url}/sign-in?to=/counter/${counter}`);
    await page.locator('input[name=name]').fill(name);
    await page.locator('input[name=pin]').fill(pin);
    await page.locator('button[type=submit]').click();
    await press(page, 'sit-down');
    return page;
  }
}

/** An act is done before the next one. */
async function press(page: Page, act: string): Promise<void> {
  await page.locator(`[data-act=${act}]:not([aria-disabled])`).click();
  await page.locator('[data-act=call-next]:not([aria-disabled])').waitFor();
}
