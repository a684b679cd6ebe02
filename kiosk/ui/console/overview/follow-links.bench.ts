import type { Page } from 'playwright-core';
import { type ControlKind, controlPages } from '../upkeep/mending.ts';

/**
 * For tests: clicks everything that the sentences of the overview lead to, one after the other, and tells what did not come: the control
 * must be drawn on its page, and the focus be in it. One click each, from the overview.
 */
export async function linksThatLeadNowhere(
  page: Page,
  leavesOut = /^$/,
): Promise<{ followed: string[]; nowhere: string[] }> {
  const links = page.locator('[data-trouble] a[data-leads-to]');
  await links.first().waitFor();
  const names = await links.evaluateAll((all) => all.map((each) => each.getAttribute('data-leads-to') ?? ''));
  const followed = [...new Set(names)].filter((name) => !leavesOut.test(name));
  const nowhere: string[] = [];
  for (const name of followed) {
    const [kind = '', of = ''] = name.split(/ (.*)/);
    await page.locator(`[data-trouble] a[data-leads-to="${name}"]`).first().click();
    const attributes = kind === 'settings' ? [`data-field="${of}"`, `data-entry="${of}"`] : [`data-control="${name}"`];
    const control = page.locator(attributes.map((each) => `[${each}]`).join(', ')).first();
    const opened = page.locator(`main[data-page="${controlPages[kind as ControlKind]}"]`);
    try {
      await opened.waitFor({ timeout: 5_000 });
      await control.waitFor({ timeout: 5_000 });
      const hasFocus = page.locator(attributes.flatMap((each) => [`[${each}]:focus`, `[${each}] :focus`]).join(', '));
      if ((await control.locator('button:enabled').count()) > 0) await hasFocus.first().waitFor({ timeout: 5_000 });
    } catch {
      nowhere.push(name);
    }
    await page.locator('header nav a[href="/overview"]').click();
    await links.first().waitFor();
  }
  return { followed, nowhere };
}
