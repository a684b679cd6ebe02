/**
 * Emergency, screening and priority at a whole kiosk in Chromium: simulated scanner and printer, and a hospital that is called and told
 * over real sockets. Steps by accessible names.
 */
import assert from 'node:assert/strict';
import { test } from 'vitest';
import {
  openScriptedReceiver,
  type ScriptedReceiver,
  testSecret,
} from '#backend-client/webhook/scripted-receiver.bench.ts';
import { describeInChromium } from './bench/kiosk-in-chromium.system.bench.ts';

let receiver: ScriptedReceiver;

async function surroundings() {
  receiver = await openScriptedReceiver(({ method }) =>
    method === 'GET' ? { body: { acknowledgedBy: null } } : { status: 204, body: '' },
  );
  const rest = { id: 'rest', protocol: 'webhook', url: receiver.url, secretVariable: 'WEBHOOK_SECRET' };
  return {
    hospital: [{ ...rest, simulated: true, capabilities: ['registrations', 'alerts'] }],
    environment: { WEBHOOK_SECRET: testSecret },
    site: {
      checkIn: {
        emergency: { directions: { vi: 'Đi theo vạch đỏ', en: 'Follow the red line' } },
        screening: { room: 'P.05', floor: { vi: 'Nhà B' }, directions: { vi: 'Ra cửa bên trái' } },
        priority: true,
      },
    },
    opened: [receiver],
  };
}

describeInChromium('whoever needs care first', surroundings, (bench) => {
  const { on, press, words, number, done } = bench;
  const arrive = async (card: string) => {
    await on('attract');
    await bench.scan(card);
    await on('confirm-identity');
    await press('Đúng, là tôi');
    await on('emergency-signs');
  };
  const chooseClinic = async () => {
    await on('choose-service');
    await bench.page.locator('[data-choice="noi"]').click();
  };
  /** What was posted to the hospital and fits. */
  const told = async (fits: (document: Readonly<Record<string, unknown>>) => boolean) => {
    for (;;) {
      const posted = receiver.heard.filter(({ method }) => method === 'POST').map(({ body }) => JSON.parse(body));
      const found = posted.find(fits);
      if (found) return found;
      await receiver.nextRequest();
    }
  };

  test('a sign of an emergency: sent there at once, somebody called, and a number on request in the priority lane', async () => {
    await arrive('new-card');
    assert.equal(await bench.page.locator('[data-primary]').count(), 0);
    await press('Khó thở nhiều');
    await on('go-to-emergency');
    assert.match(await words(), /Cấp cứu ngay[\s\S]*Đi theo vạch đỏ[\s\S]*Đã báo nhân viên/);
    assert.doesNotMatch(await words(), /Khó thở/);
    const call = await told(({ kind }) => kind === 'emergency');
    assert.doesNotMatch(JSON.stringify(call), /breathe|sign/);
    await press('Tôi vẫn muốn lấy số');
    await on('screening');
    await press('Không có điều nào');
    await chooseClinic();
    await on('take-ticket');
    assert.match(await number(), /^UA/);
    assert.doesNotMatch(await words(), /thở|cấp cứu/i);
    const visit = await told(({ kind }) => kind === 'registration');
    assert.deepEqual(visit.visit.priority, { ground: 'emergency', certain: false });
    await done();
  }, 60_000);

  test('a screening: the number all the same, a mask, a room of one’s own, and somebody called to it', async () => {
    await arrive('old-person');
    await press('Không có dấu hiệu nào');
    await on('screening');
    await press('Sốt');
    await bench.page.getByRole('button', { name: 'Sốt', pressed: true }).waitFor();
    await press('Xong');
    await chooseClinic();
    await on('go-to-isolation');
    assert.match(await words(), /khẩu trang và đến P\.05[\s\S]*Nhà B[\s\S]*Ra cửa bên trái/);
    assert.doesNotMatch(await words(), /Sốt|cách ly|nhiễm/i);
    const call = await told(({ kind }) => kind === 'isolation');
    assert.equal(call.ticketNumber, await number());
    assert.doesNotMatch(JSON.stringify(call), /fever|Sốt|0\d{11}/);
    await done();
  }, 60_000);

  test('a ground is asked with four equal answers, shown never again, and the number is in the priority lane', async () => {
    await arrive('no-old-number');
    await press('Không có dấu hiệu nào');
    await press('Không có điều nào');
    await chooseClinic();
    await on('priority');
    const sizes = await bench.page
      .locator('.choice')
      .evaluateAll((all) => all.map((each) => `${each.clientWidth}×${each.clientHeight}`));
    assert.deepEqual([sizes.length, new Set(sizes).size], [4, 1]);
    await press('Đang mang thai');
    await on('take-ticket');
    assert.match(await number(), /^UA/);
    assert.match(await words(), /Ưu tiên/);
    assert.doesNotMatch(await bench.page.content(), /mang thai|pregnan/i);
    await done();
  }, 60_000);

  test('nothing of it is in the log or in the metrics, and the day is counted without names', async () => {
    const metrics = await (await fetch(new URL('/metrics', bench.kiosk.newLaunchUrl()))).text();
    assert.match(metrics, /tiepdon_screened_visits_today\{way="isolation"\} 1\n/);
    assert.match(metrics, /tiepdon_screened_visits_today\{way="ordinary"\} 2\n/);
    assert.doesNotMatch(metrics, /pregnan|breathe|fever/i);
    assert.doesNotMatch(bench.log(), /pregnan|breathe|fever|mang thai|Khó thở/i);
  });
});
