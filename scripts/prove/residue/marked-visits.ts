import { setTimeout as pass } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { SoakSite } from '../../soak/soak-site.ts';
import type { MarkedPatient } from './marks.ts';

/** Marked patients at a real page, in every way in which one can come and go. */
export interface MarkedVisits {
  /** Comes, and stands before their name. */
  arrive(patient: MarkedPatient): Promise<void>;
  /** From their name to the kiosk at rest; whether they left with a number. */
  visit(patient: MarkedPatient, index: number): Promise<boolean>;
}

/** Whoever is still here after so many screens is stuck. */
const mostScreens = 30;
/** 20 ms each. */
const mostLooks = 500;

export function markedVisits({ page, site }: { readonly page: Page; readonly site: SoakSite }): MarkedVisits {
  const scan = (bytes: Uint8Array) =>
    site.scanner.act({ do: 'send-bytes', base64: Buffer.from(bytes).toString('base64') });
  const shows = (screen: string) => page.locator(`[data-screen="${screen}"]`).waitFor();

  /** A script's click has no place on the glass: nothing is deaf after it. */
  function press(selector: string): Promise<boolean> {
    return page.evaluate(`(() => {
      const all = [...document.querySelectorAll(${JSON.stringify(selector)})];
      const button = all.find((each) => !each.closest('[inert]') && !each.hasAttribute('disabled'));
      button?.click();
      return button !== undefined;
    })()`);
  }

  async function arrive(patient: MarkedPatient): Promise<void> {
    await shows('attract');
    await scan(patient.citizenScan);
    await shows('confirm-identity');
  }

  async function visit(patient: MarkedPatient, index: number): Promise<boolean> {
    if (index % 3 === 1) {
      await scan(patient.insuranceScan);
      await page.locator('.notice .note').waitFor();
    }
    if (index % 7 === 3) {
      await press('.way.help');
      await page.locator('.overlay').waitFor();
      await press('[data-choice="close-help"]');
      await page.locator('.overlay').waitFor({ state: 'detached' });
    }
    if (index % 5 === 4) {
      await onwardFrom('confirm-identity');
      await press('.way-place:nth-child(2) button');
      await shows('attract');
      return false;
    }
    for (let screens = 0; screens < mostScreens; screens += 1) {
      const screen = (await page.locator('[data-screen]').getAttribute('data-screen')) ?? '';
      if (screen === 'attract') return true;
      await onwardFrom(screen);
    }
    throw new Error(`Patient ${index} is still at ${await page.locator('[data-screen]').getAttribute('data-screen')}`);
  }

  async function onwardFrom(screen: string): Promise<void> {
    const isTicket = screen === 'take-ticket' || screen === 'go-to-desk';
    if (isTicket) await page.locator('[data-paper]:not([data-paper="printing"])').first().waitFor();
    const before = await question();
    const pressed = (await press('[data-choice="noi"]')) || (await press('[data-primary]'));
    if (!pressed && screen !== 'please-wait') throw new Error(`nothing to press at ${screen}`);
    for (let looks = 0; looks < mostLooks; looks += 1) {
      if ((await question()) !== before) return;
      await pass(20);
    }
    throw new Error(`nothing comes after ${screen}`);
  }

  /** The screen and its words: one screen may ask one thing after the other. */
  function question(): Promise<string> {
    return page.evaluate(`(() => {
      const shown = document.querySelector('[data-screen]');
      return shown?.dataset.screen + ' ' + shown?.querySelector('h1')?.textContent;
    })()`);
  }

  return { arrive, visit };
}
