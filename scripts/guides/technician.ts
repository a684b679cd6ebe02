import type { Page } from 'playwright-core';
import type { PageName } from '#kiosk/ui/console/page-names.ts';

/** What a technician does in the console, as the guides say it. */

export async function beginSetUp(page: Page, address: string, code: string): Promise<void> {
  await page.goto(address);
  await page.locator('input[name=code]').fill(code);
  await page.locator('button[type=submit]').click();
  await page.locator('main[data-page=first-person]').waitFor();
  await page.locator('input[name=name]').fill('Lê Minh Thử');
  await page.locator('input[name=pin]').fill('271828');
  await page.locator('input[name=again]').fill('271828');
  await page.locator('button[type=submit]').click();
  await page.locator('main[data-page=devices]').waitFor();
}

export async function turnTo(page: Page, name: PageName): Promise<void> {
  await page.locator(`nav a[href="/${name}"]`).click();
  await page.locator(`main[data-page=${name}]`).waitFor();
}

/** By the field's path in the site file. An entry that is not there yet is added. */
export async function fillSettings(page: Page, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, value] of Object.entries(values)) {
    const field = page.locator(`[data-field="${path}"]:is(input, select, textarea)`);
    const list = /^([^[]+)\[/.exec(path)?.[1];
    if (list !== undefined && (await field.count()) === 0) await page.locator(`[data-add="${list}"]`).click();
    await field.waitFor();
    if ((await field.evaluate(({ tagName }) => tagName)) === 'SELECT') await field.selectOption(value);
    else await field.fill(value);
  }
  await page.locator('h1').scrollIntoViewIfNeeded();
}

export async function saveSettings(page: Page): Promise<void> {
  await page.locator('[data-review]:enabled').click();
  await page.locator('[data-save]').click();
}

export interface DeviceToAdd {
  readonly kind: string;
  readonly driver: string;
  /** Its TCP port on this machine. */
  readonly port: number;
  /** Without it the device is saved untested. */
  readonly isTestedByItself?: boolean;
  readonly onTested?: () => Promise<void>;
}

/** Find, test, name, save. */
export async function addDevice(
  page: Page,
  { kind, driver, port, isTestedByItself, onTested }: DeviceToAdd,
): Promise<void> {
  await turnTo(page, 'devices');
  await page.locator('[data-add]').click();
  await page.locator(`[data-found=tcp][data-kind=${kind}]`).click();
  await page.locator('input[name=host]').fill('127.0.0.1');
  await page.locator('input[name=port]').fill(String(port));
  await page.locator('select[name=driver]').selectOption(driver);
  await page.locator('summary').click();
  await page.locator('input[name=simulated]').check();
  await page.locator('[data-open]').click();
  await page.locator('[data-bench-condition=ready]').waitFor();
  if (isTestedByItself) await page.locator('[data-test-state=well]').waitFor();
  await onTested?.();
  if (!isTestedByItself) await page.locator('[data-next]').click();
  await page.locator('[data-save]').click();
  await page.locator('[data-add]').waitFor();
}
