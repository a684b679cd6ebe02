/** Everybody who has no card, at a whole kiosk in Chromium: simulated scanner, printer and hospital on real wires. Steps by accessible names. */
import assert from 'node:assert/strict';
import { test } from 'vitest';
import { startHisSimulator } from '#backend-client/hospital-kit/simulator/his-simulator.ts';
import { encodePassport } from '#drivers/identity-documents/encode-cards.simulator.ts';
import type { ScreenName } from '#kiosk/bridge/words.ts';
import { describeInChromium } from './bench/kiosk-in-chromium.system.bench.ts';

async function surroundings() {
  const his = await startHisSimulator({ mllpPort: 0, webPort: 0 });
  return {
    hospital: [{ id: 'his', protocol: 'hl7v2-mllp', host: '127.0.0.1', port: his.mllpPort, simulated: true }],
    site: { checkIn: { waysIn: { typedNumber: true, phone: true, passport: true, name: true } } },
    opened: [his],
  };
}

describeInChromium('without a card', surroundings, (bench) => {
  const { press, keys, words } = bench;
  /** Every screen that a patient has seen, in order. */
  let screens: string[] = [];
  const on = async (screen: ScreenName) => {
    await bench.on(screen);
    screens.push(screen);
  };
  const begin = async () => {
    screens = [];
    await on('attract');
    await press('Cách khác, không cần quét thẻ');
    await on('choose-way-in');
  };
  const takeNumber = async () => {
    await on('choose-service');
    await bench.page.locator('[data-choice="noi"]').click();
    const number = await bench.number();
    screens.push('ticket');
    await bench.page.locator('[data-primary]').click();
    return number;
  };

  test('name and birth year: seven screens to the number, and nothing of it stays', async () => {
    await begin();
    await press(/Không mang giấy tờ/);
    await on('who-are-you');
    await keys([...'trân', 'grave', 'space', ...'văn', 'space', ...'binh', 'grave']);
    await press('Tiếp tục');
    await on('when-born');
    await keys([...'1990']);
    await press('Tiếp tục');
    await on('confirm-identity');
    assert.match(await words(), /Trần Văn Bình[\s\S]*1990/);
    await press('Đúng, là tôi');
    assert.match(await takeNumber(), /\d/);
    assert.ok(screens.length <= 8, screens.join(' → '));
    await on('attract');
    assert.doesNotMatch(await bench.page.content(), /Bình|1990/);
  });

  test('a number: said back, corrected, and right', async () => {
    await begin();
    await press(/Nhập số trên giấy tờ/);
    await on('type-number');
    await keys([...'027148000124']);
    await press('Tiếp tục');
    await on('say-number-back');
    assert.match(await words(), /027\s*148\s*000\s*124/);
    await press('Sửa lại');
    await on('type-number');
    await keys(['delete', '3']);
    await press('Tiếp tục');
    await on('say-number-back');
    await press('Đúng rồi');
    assert.match(await takeNumber(), /\d/);
  });

  test('a card on the phone that does not read is noted as shown; a phone number, or just a number', async () => {
    await begin();
    await press(/Thẻ trong điện thoại/);
    await on('show-to-scanner');
    await press('Máy không đọc được, đi tiếp');
    await on('who-are-you');
    await press('Chỉ lấy số');
    assert.match(await takeNumber(), /\d/);

    await begin();
    await press(/Không mang giấy tờ/);
    await on('who-are-you');
    await press('Dùng số điện thoại');
    await on('phone-number');
    await keys([...'0912000567']);
    await press('Tiếp tục');
    assert.match(await takeNumber(), /\d/);
    await on('attract');
  });

  test('a passport, typed: number and name', async () => {
    await begin();
    await press('English');
    await press(/Passport/);
    await on('show-to-scanner');
    await press('Type the passport number');
    await on('type-number');
    await keys([...'L898902C3']);
    await press('Continue');
    await on('say-number-back');
    await press('Yes, it is');
    await on('who-are-you');
    await keys([...'anna', 'space', ...'schmidt']);
    await press('Continue');
    await on('confirm-identity');
    assert.match(await words(), /Anna Schmidt/);
    await bench.page.locator('[data-primary]').click();
    assert.match(await takeNumber(), /\d/);
  });

  test('a code on a phone that reads is a card like any other', async () => {
    await begin();
    await press(/Thẻ trong điện thoại/);
    await on('show-to-scanner');
    await bench.scan('insured-cccd');
    await on('confirm-identity');
    assert.match(await words(), /Trần Văn Ví Dụ/);
    await press('Đúng, là tôi');
    assert.match(await takeNumber(), /\d/);
  });

  test('a passport under the scanner: name and birth are read from its two lines', async () => {
    await begin();
    await press(/Hộ chiếu/);
    await on('show-to-scanner');
    const lines = encodePassport({
      ...{ number: 'L898902C3', issuer: 'UTO', nationality: 'UTO', birth: '740812', sex: 'F', expiry: '340415' },
      ...{ surname: 'ERIKSSON', givenNames: 'ANNA MARIA' },
    });
    await bench.scan(Uint8Array.of(...lines, 0x0d));
    await on('confirm-identity');
    assert.match(await words(), /Eriksson[\s\S]*1974/i);
    await press('Đúng, là tôi');
    assert.match(await takeNumber(), /\d/);
  });

  test('a card that turns up while one types is easier, and wins', async () => {
    await begin();
    await press(/Không mang giấy tờ/);
    await on('who-are-you');
    await keys([...'binh']);
    await bench.scan('old-person');
    await on('confirm-identity');
    assert.doesNotMatch(await bench.page.content(), /Binh/);
    await press('Không phải');
    await on('attract');
  });
});
