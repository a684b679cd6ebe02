import type { Browser, Page } from 'playwright-core';
import { pngFromPaper } from '#drivers/ticket-printer/paper-png.simulator.ts';
import { createTicketRenderer } from '#kiosk/host/ticket/render-ticket.ts';
import { openBuiltPage } from '#kiosk/ui/built-page.ts';
import type { Morning } from './morning.ts';
import { smallPng } from './small-png.ts';

/** What a patient sees, from the card to the ticket: prepared pictures of the gallery. */
const screens = ['attract', 'confirm-insured', 'choose-6', 'take-ticket-printed-priority'] as const;
const glass = { width: 1080, height: 1920 } as const;
const width = 2112;

/** A visit at the kiosk and its paper; below them the counter that calls the number, and the board that shows it. */
export async function takeReadmePicture(browser: Browser, { counter, board }: Morning): Promise<Buffer> {
  const kiosk = await screensOfVisit(browser);
  const paper = Buffer.from(pngFromPaper(drawTicket()));
  const page = await browser.newPage({ viewport: { width, height: 100 } });
  const [called, shown] = [await pictureOf(counter), await pictureOf(board)];
  await page.setContent(`<style>
    body { margin: 0; padding: 36px; background: #edf4f1; display: grid; gap: 36px; }
    div { display: flex; gap: 30px; align-items: center; }
    img { display: block; border: 2px solid #c9dad6; min-width: 0; }
  </style>
  <div>${kiosk.map((png) => img(png, 380)).join('')}${img(paper, 388)}</div>
  <div style="align-items: stretch">${img(called, 960)}${img(shown, 1046)}</div>`);
  await page.evaluate('Promise.all([...document.images].map((each) => each.decode())).then(() => undefined)');
  const png = await page.screenshot({ fullPage: true });
  await page.close();
  return smallPng(png, width);
}

async function screensOfVisit(browser: Browser): Promise<readonly Buffer[]> {
  const gallery = await openBuiltPage();
  const page = await browser.newPage({ viewport: glass, reducedMotion: 'reduce' });
  const taken: Buffer[] = [];
  for (const state of screens) {
    await page.goto(`${gallery.url}gallery/index.html#${state}/vi`);
    await page.reload();
    await page.evaluate('document.fonts.ready.then(() => undefined)');
    taken.push(await pictureOf(page));
  }
  await page.close();
  await gallery.close();
  return taken;
}

function pictureOf(page: Page): Promise<Buffer> {
  return page.screenshot({ animations: 'disabled', caret: 'hide' });
}

function img(png: Buffer, across: number): string {
  return `<img width="${across}" src="data:image/png;base64,${png.toString('base64')}">`;
}

/** On paper of 80 mm. */
function drawTicket() {
  return createTicketRenderer({ dotsAcross: 576, qr: 'raster' }).render({
    ...{ language: 'vi', hospitalName: 'Trung tâm Y tế Yên Phong', number: 'UA007', replaces: undefined },
    ...{ serviceName: 'Khám Nội', room: '101', floor: 'Tầng 1', directions: 'Đi thẳng, rẽ phải cạnh quầy thuốc.' },
    ...{ issuedAt: '08:06 · 30/11/2026', priority: { certain: true }, maskedName: 'N. T. N. Ánh', copy: undefined },
    ...{ code: 'TIEPDON:1:27005:20261130:UA007:5K9Q2M7XW0C4R8ZT3VBN', test: true, desk: undefined, remark: undefined },
  });
}
