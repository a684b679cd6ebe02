/** Keys on the glass, in Chromium: what fingers type, and what nobody else can. */
import assert from 'node:assert/strict';
import { test } from 'vitest';
import type { Screen } from '#kiosk/bridge/words.ts';
import { openMs } from './parts/use-keys.ts';
import { describePatientPage, snapshotOf } from './patient-page-bench.ts';

const number: Screen = {
  show: 'type-number',
  of: 'card',
  forms: [
    { of: 'citizen-card', length: 12, letters: 'none' },
    { of: 'insurance-card', length: 15, letters: 'any-two' },
  ],
  typed: '',
  wrong: undefined,
};
const name: Screen = { show: 'who-are-you', alphabet: 'vietnamese', typed: '', canUsePhone: true };

describePatientPage('typing', (bench) => {
  const tap = async (keys: readonly string[]) => {
    for (const key of keys) await bench.page.locator(`.keys [data-key="${key}"]`).click();
  };
  const field = async () => (await bench.page.locator('.typed-field').innerText()).replace(/\s+/g, ' ').trim();
  const hint = () => bench.page.locator('.typing-hint').innerText();
  const press = (label: string) => bench.page.getByRole('button', { name: label, exact: true }).click();
  const said = async (command: string) => {
    await bench.heardOf(command as 'type-number');
    return bench.commands.find((each) => each.command === command)?.input;
  };

  test('a number: what is missing is counted, the letters of an insurance card are there, a stranger’s card loses nothing', async () => {
    await bench.shown(snapshotOf(number));
    await tap(['0', '2', '7', '1', '4']);
    assert.deepEqual([await field(), await hint()], ['027 14', 'Còn thiếu 7 ký tự.']);
    await press('Tiếp tục');
    assert.equal(
      bench.commands.some(({ command }) => command === 'type-number'),
      false,
    );

    // Somebody else's card asks whether somebody is here; then the turn goes on.
    await bench.shown(snapshotOf(number, { overlay: { show: 'next-waits', secondsLeft: 10, number: undefined } }));
    await bench.shown(snapshotOf(number));
    await tap(['delete', '4', '8', '0', '0', '0', '1', '2', '3']);
    assert.equal(await hint(), 'Đủ rồi: căn cước.');
    await press('Tiếp tục');
    assert.deepEqual(await said('type-number'), { session: 's-1', screen: 'type-number', text: '027148000123' });
  });

  test('an insurance card’s two letters, then its digits; clear takes all', async () => {
    await bench.shown(snapshotOf(number));
    await tap(['letters', 'H', 'T', ...'2270199999123']);
    assert.equal(await hint(), 'Đủ rồi: thẻ bảo hiểm y tế.');
    await tap(['clear']);
    assert.equal(await field(), '');
  });

  test('law 7: what somebody typed is masked when nobody has touched a key for a while, and there again at the next', async () => {
    await bench.shown(snapshotOf(number));
    await tap([...'027148']);
    for (let at = 0; at < 5; at++) await bench.keepTalking(() => bench.page.clock.runFor(openMs / 5 + 20));
    await bench.page.getByText('•••').first().waitFor();
    assert.equal((await bench.page.content()).includes('027'), false);
    await tap(['0']);
    assert.match(await field(), /027/);
    // The turn is over: nothing of it is in the page.
    await bench.shown(
      snapshotOf({ show: 'attract', scanner: 'ready', serves: 'check-in', openCall: 'none' }, { session: 'none' }),
    );
    await bench.shown(snapshotOf(number, { session: 's-2' }));
    assert.equal(await field(), '');
  });

  test('law 8: a scanner that types like a keyboard fills no field and presses no key', async () => {
    await bench.shown(snapshotOf(number, { scannerTypes: true }));
    await tap(['0']);
    await bench.page.keyboard.type('027148000123|Nguyen', { delay: 5 });
    await bench.page.keyboard.press('Enter');
    await bench.page.clock.runFor(1_000);
    assert.equal(await field(), '0');
    await bench.heardOf('typed-code');
  });

  test('a name: the alphabet as it is taught, tones that find their letter, and the delete key', async () => {
    await bench.shown(snapshotOf(name));
    await press('Tiếp tục');
    assert.equal(
      bench.commands.some(({ command }) => command === 'tell-name'),
      false,
    );
    await tap([
      ...'nguyên',
      'tilde',
      'space',
      ...'thi',
      'dot',
      'space',
      'x',
      'delete',
      ...'ngoc',
      'dot',
      'space',
      ...'anh',
    ]);
    await bench.page.getByRole('button', { name: 'sắc' }).click();
    assert.equal(await field(), 'Nguyễn Thị Ngọc Ánh');
    await press('Tiếp tục');
    assert.deepEqual(await said('tell-name'), { session: 's-1', screen: 'who-are-you', text: 'Nguyễn Thị Ngọc Ánh' });
  });

  test('a year that has not come is told at once; the age is said back', async () => {
    await bench.shown(snapshotOf({ show: 'when-born', thisYear: 2026, oldest: 1906 }));
    await tap([...'2048']);
    assert.equal(await hint(), 'Năm này chưa tới, xin xem lại.');
    await tap(['clear', ...'1948']);
    assert.equal(await hint(), 'Năm nay 78 tuổi.');
    await press('Tiếp tục');
    assert.deepEqual(await said('tell-birth-year'), { session: 's-1', screen: 'when-born', year: 1948 });
  });

  test('code that does not come leaves no empty page: one moment, a word for the technician, a fresh document', async () => {
    await bench.page.route('**/every-screen-*.js', (route) => route.abort());
    const again = bench.nextConnection();
    await bench.page.reload();
    bench.host = await again;
    await bench.shown(
      snapshotOf({ show: 'attract', scanner: 'ready', serves: 'check-in', openCall: 'none' }, { session: 'none' }),
    );
    bench.host.send(JSON.stringify({ kind: 'snapshot', snapshot: snapshotOf(name) }));
    await bench.page.locator('[data-screen="failed"]').waitFor();
    await bench.heardOf('page-failed');
    await bench.page.unroute('**/every-screen-*.js');
    const fresh = bench.nextConnection();
    await bench.page.clock.runFor(1_000);
    bench.host = await fresh;
    await bench.shown(snapshotOf(name));
    bench.troubles = [];
  });
});
