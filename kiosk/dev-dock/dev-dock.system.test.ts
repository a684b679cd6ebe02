import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { afterAll, beforeAll, test } from 'vitest';
import { type DockOnScreen, openDockOnScreen } from './dock-on-screen.ts';

let dock: DockOnScreen;
beforeAll(async () => {
  dock = await openDockOnScreen();
});
afterAll(() => dock?.close());

test('a key scans a card onto the wire, another pulls the printer out, and the page needs nothing that its policy forbids', async () => {
  const wire = connect(dock.wirePorts['barcode-scanner'], '127.0.0.1');
  await once(wire, 'connect');
  const { page, complaints } = await dock.openPage('light');
  await page.getByText('The host is on the wire').waitFor();
  const [bytes] = await Promise.all([once(wire, 'data'), page.keyboard.press('1')]);
  await page.keyboard.press('u');
  const printer = page.getByRole('region', { name: 'Ticket printer' }).getByRole('status');
  await printer.getByText('Unplugged').waitFor();
  await page.keyboard.press('u');
  await printer.getByText('Plugged in, no host on the wire').waitFor();
  const shortcuts = await page.locator('[aria-keyshortcuts]').evaluateAll((controls) => {
    return controls.map((control) => control.getAttribute('aria-keyshortcuts'));
  });
  await page.close();
  wire.destroy();

  const [first] = bytes as readonly Buffer[];
  assert.deepEqual(
    {
      card: /^\d{12}\|.*[\r\n]$/s.test(first?.toString() ?? ''),
      complaints,
      twice: shortcuts.length - new Set(shortcuts).size,
    },
    { card: true, complaints: [], twice: 0 },
  );
  assert.ok(shortcuts.length > 15);
});

test('each ticket that is cut is drawn at once, and earlier ones can be looked at again', async () => {
  const { page, complaints } = await dock.openPage('dark');
  const wire = connect(dock.wirePorts['ticket-printer'], '127.0.0.1');
  // ESC @, one row of eight dots (GS v 0), full cut (GS V 0).
  const ticket = Buffer.from([0x1b, 0x40, 0x1d, 0x76, 0x30, 0, 1, 0, 1, 0, 0xff, 0x1d, 0x56, 0]);
  wire.write(ticket);
  await page.locator('img[data-ticket="1"]').waitFor();
  wire.write(ticket);
  await page.locator('img[data-ticket="2"]').waitFor();
  await page.getByTitle('Ticket 1').click();
  await page.locator('img[data-ticket="1"]').waitFor();
  const width = await page.evaluate<number>(`(async () => {
    const image = document.querySelector('img[data-ticket="1"]');
    await image.decode();
    return image.naturalWidth;
  })()`);
  await page.close();
  wire.destroy();
  assert.deepEqual({ wide: width >= 8, complaints }, { wide: true, complaints: [] });
});

test('the button on the monitor fills its cuff, the pressure is seen, and the chosen result leaves on the wire', async () => {
  const wire = connect(dock.wirePorts['blood-pressure-monitor'], '127.0.0.1');
  await once(wire, 'connect');
  let heard = '';
  wire.setEncoding('latin1').on('data', (text: string) => {
    heard += text;
  });
  const { page, complaints } = await dock.openPage('light');
  const monitor = page.getByRole('region', { name: 'Blood-pressure monitor' });
  await monitor.getByText('The host is on the wire').waitFor();
  for (const who of ['calm', 'white coat']) {
    await page.keyboard.press(']');
    await monitor.getByRole('button', { name: `Sits down ${who}` }).waitFor();
  }
  // A result that is chosen by hand is nobody's pressure.
  await page.keyboard.press('d');
  await monitor.getByRole('button', { name: 'Sits down nobody yet' }).waitFor();
  await monitor.getByRole('button', { name: 'Crisis', pressed: true }).waitFor();
  await page.keyboard.press('b');
  await monitor.locator('[data-cuff="working"]').waitFor();
  await monitor.locator('.reading', { hasText: /[1-9]/ }).waitFor();
  await monitor.locator('[data-cuff="empty"]').waitFor();
  await monitor.getByText('1 result sent').waitFor();
  await page.close();
  wire.destroy();
  assert.deepEqual({ record: /\x1eS212\x1e.*\x1eD128\x1e/.test(heard), complaints }, { record: true, complaints: [] });
});

test.each(['desk', 'chip', 'vitals', 'forehead', 'hub'])(
  'at the size of a laptop the whole dock is in sight, in both languages: the table of %s',
  async (table) => {
    for (const locale of ['en-US', 'vi-VN']) {
      const { page } = await dock.openPage('light', locale);
      await page.locator(`[data-table="${table}"]`).click();
      await page.locator('.machines .drawer').first().waitFor();
      await page.locator('.machines .lamp.bad').first().waitFor({ state: 'hidden' });
      const hidden = await page.evaluate<number>('document.documentElement.scrollHeight - innerHeight');
      const shortcuts = await page.locator('[aria-keyshortcuts]').evaluateAll((controls) => {
        return controls.map((control) => control.getAttribute('aria-keyshortcuts'));
      });
      await page.close();
      assert.deepEqual({ hidden, twice: shortcuts.length - new Set(shortcuts).size }, { hidden: 0, twice: 0 });
    }
  },
);

test('the language is turned by a key, and is still the same after a reload', async () => {
  const { page, complaints } = await dock.openPage('light');
  await page.keyboard.press(';');
  await page.getByRole('region', { name: 'Máy quét mã' }).waitFor();
  await page.reload();
  await page.getByText('CCCD đủ mọi trường. Từ 75 tuổi: ưu tiên.').waitFor();
  const language = await page.evaluate<string>('document.documentElement.lang');
  await page.close();
  assert.deepEqual({ language, complaints }, { language: 'vi', complaints: [] });
});

test.each(['light', 'dark'] as const)('the dock can be read and used by everybody, in the %s', async (colorScheme) => {
  const { page } = await dock.openPage(colorScheme);
  const session = await page.context().newCDPSession(page);
  await session.send('Page.setBypassCSP', { enabled: true });
  await page.reload();
  await page.locator('[data-card]').first().waitFor();
  await page.addScriptTag({
    content: readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'),
  });
  const violations: string[] = [];
  for (const table of ['desk', 'chip', 'vitals', 'forehead', 'hub']) {
    await page.locator(`[data-table="${table}"]`).click();
    await page.locator('.machines .lamp.bad').first().waitFor({ state: 'hidden' });
    const found = await page.evaluate<readonly string[]>(`
      axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] }).then(({ violations }) =>
        violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ')))`);
    violations.push(...found);
  }
  await page.close();
  assert.deepEqual(violations, []);
});
