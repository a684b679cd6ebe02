import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, test } from 'vitest';
import { takeNumber } from '#kiosk/hub/program/kiosk-at-hub.bench.ts';
import { type DockOnScreen, openDockOnScreen } from './dock-on-screen.ts';

/** The drawers of chip cards, of other vital signs and of the hub, by the keys that they show. */
let dock: DockOnScreen;
beforeAll(async () => {
  dock = await openDockOnScreen();
});
afterAll(() => dock?.close());

test('a chip card is laid on the reader, told to be torn away, made slow, and taken off again by keys', async () => {
  const { page, complaints } = await dock.openPage('light');
  await page.keyboard.press('.');
  const reader = page.getByRole('region', { name: 'Chip-card reader' });
  await reader.getByText('Nothing lies on the reader').waitFor();
  const [[card]] = (await Promise.all([once(dock.vpcd, 'connection'), page.keyboard.press('a')])) as [
    [Socket],
    unknown,
  ];
  await reader.getByText('The reader has noticed the card').waitFor();
  await reader.locator('[data-chip="old-person"][aria-pressed="true"]').waitFor();
  await page.keyboard.press('p');
  await reader.getByRole('button', { name: 'Slow', pressed: true }).waitFor();
  await page.keyboard.press('o');
  await page.keyboard.press('-');
  await reader.getByRole('button', { name: 'At once', pressed: true }).waitFor();
  // SELECT MF, twice: the second finds no card.
  const ended = once(card, 'close');
  card.resume();
  const command = Buffer.from('000700a4000c023f00', 'hex');
  card.write(command);
  await reader.getByText('1 answer, 10 wrong keys left').waitFor();
  card.write(command);
  await ended;
  await reader.getByText('Nothing lies on the reader').waitFor();
  await reader.getByRole('button', { name: 'Never', pressed: true }).waitFor();
  await page.keyboard.press('m');
  await reader.locator('[data-chip="other-can"][aria-pressed="true"]').waitFor();
  await page.keyboard.press('u');
  await reader.getByText('Nothing lies on the reader').waitFor();
  const told = await page.locator('.history li span').allTextContents();
  await page.close();
  const gone = 'The card is gone from the reader';
  const laid = 'Laid on the reader: Nguyễn Thị Ví Dụ, born 1948';
  assert.deepEqual({ told, complaints }, { told: [gone, laid, gone, laid], complaints: [] });
});

test('a person is weighed with the values that were put, and a spoilt record, silence and a pulled plug are seen', async () => {
  const wire = connect(dock.wirePorts.scale, '127.0.0.1');
  await once(wire, 'connect');
  wire.on('error', () => {});
  let heard = '';
  wire.setEncoding('latin1').on('data', (text: string) => {
    heard += text;
  });
  const { page, complaints } = await dock.openPage('light');
  await page.keyboard.press('/');
  const scale = page.getByRole('region', { name: 'Scale and height rod' });
  await scale.getByText('The host is on the wire').waitFor();
  // Digits and letters in a field are no shortcuts.
  await scale.getByLabel('Weight').fill('61.25');
  await scale.getByLabel('Weight').press('Enter');
  await page.keyboard.press('a');
  await page.getByText('Person 1 was measured').waitFor();
  for (const next of ['byte by byte', 'behind garbage', 'with a wrong byte', 'breaks off']) {
    await page.keyboard.press('d');
    await scale.getByText(next).waitFor();
  }
  await page.keyboard.press('a');
  await scale.getByText('comes whole').waitFor();
  await page.keyboard.press('f');
  await scale.getByText('measures, says nothing').waitFor();
  await page.keyboard.press('a');
  await page.getByText('Person 3 was measured').waitFor();
  const ended = new Promise<void>((gone) => wire.once('close', () => gone()));
  await page.keyboard.press('z');
  await ended;
  await scale.getByRole('status').getByText('Unplugged').waitFor();
  await page.keyboard.press('z');
  await scale.getByRole('status').getByText('Plugged in, no host on the wire').waitFor();
  await page.keyboard.press('f');
  await page.close();
  const record = '\x02158.5,61.25,F,102.5,024.4\x03';
  assert.deepEqual({ heard, complaints }, { heard: record + record.slice(0, 14), complaints: [] });
});

test('an oximeter holds on to a finger until it is taken out', async () => {
  const wire = connect(dock.wirePorts.oximeter, '127.0.0.1');
  await once(wire, 'connect');
  const lineWith = async (text: string) => {
    for await (const line of wire.iterator({ destroyOnReturn: false })) if (String(line).includes(text)) return true;
    return false;
  };
  const { page } = await dock.openPage('light');
  await page.keyboard.press('/');
  const oximeter = page.getByRole('region', { name: 'Pulse oximeter' });
  await oximeter.getByLabel('SpO2').fill('93');
  await oximeter.getByLabel('SpO2').press('Enter');
  await page.keyboard.press('c');
  await oximeter.getByText('a finger is in').waitFor();
  const withFinger = await lineWith('SPO2=093 HR=076');
  await page.keyboard.press('v');
  const without = await lineWith('SPO2=--- HR=---');
  await page.close();
  wire.destroy();
  assert.deepEqual([withFinger, without], [true, true]);
});

test('whoever was seated at the monitor has the pulse and the temperature that fit, on every other table', async () => {
  const { page, complaints } = await dock.openPage('light');
  const monitor = page.getByRole('region', { name: 'Blood-pressure monitor' });
  for (const who of ['calm', 'white coat', 'high', 'in a crisis']) {
    await page.keyboard.press(']');
    await monitor.getByRole('button', { name: `Sits down ${who}` }).waitFor();
  }
  await page.keyboard.press('/');
  const pulse = await page.getByRole('region', { name: 'Pulse oximeter' }).getByLabel('Pulse').inputValue();
  await page.keyboard.press("'");
  const thermometer = page.getByRole('region', { name: 'Thermometer' });
  const temperature = await thermometer.getByLabel('Temperature').inputValue();
  await page.keyboard.press('a');
  await thermometer.getByText('somebody stands there').waitFor();
  await page.keyboard.press('d');
  await thermometer.getByText('nobody stands there').waitFor();
  await page.close();
  assert.deepEqual({ pulse, temperature, complaints }, { pulse: '98', temperature: '36.8', complaints: [] });
});

test('numbers are called at the counter by keys; a line that is cut and a hub that is killed are seen, and come back', async () => {
  const askAsKiosk = (path: string, body: object) =>
    fetch(`http://127.0.0.1:${dock.wirePorts.hub}/kiosk/v1/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${dock.hubKey}` },
      body: JSON.stringify(body),
    });
  const { page, complaints } = await dock.openPage('light');
  await page.keyboard.press('\\');
  const drawer = page.getByRole('region', { name: 'Counter and hub' });
  await drawer.getByText('0 wait').waitFor();
  await page.keyboard.press('n');
  await page.getByText('Nobody waits at this counter').waitFor();
  const { number } = await takeNumber(askAsKiosk);
  await drawer.getByText('1 waits').waitFor();
  await page.keyboard.press('n');
  await drawer.locator(`[data-hub-serving="${number}"]`).waitFor();
  await page.keyboard.press('c');
  await page.keyboard.press('f');
  await drawer.locator('[data-hub-serving=""]').waitFor();

  await page.keyboard.press('l');
  await drawer.getByRole('status').getByText('Unplugged').waitFor();
  await assert.rejects(askAsKiosk('contact', {}), TypeError);
  await page.keyboard.press('l');
  await page.getByText('The line to the hub is back').waitFor();

  await page.keyboard.press('z');
  await drawer.getByRole('status').getByText('The hub is killed').waitFor();
  const callNext = drawer.getByRole('button', { name: 'Call the next number' });
  const isOff = await callNext.isDisabled();
  await page.keyboard.press('z');
  await drawer.locator('button:enabled', { hasText: 'Call the next number' }).waitFor();
  const next = await takeNumber(askAsKiosk, { sequence: 2 });
  await drawer.getByText('1 waits').waitFor();
  await page.keyboard.press('n');
  await drawer.locator(`[data-hub-serving="${next.number}"]`).waitFor();
  await page.keyboard.press('a');
  await drawer.locator('[data-hub-serving=""]').waitFor();
  await page.close();
  assert.deepEqual({ isOff, complaints }, { isOff: true, complaints: [] });
});
