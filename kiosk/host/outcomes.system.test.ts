/**
 * What can come out about a card, a record and an appointment, at a whole kiosk in Chromium: simulated scanner and printer, and a
 * hospital that is asked over real sockets. Steps by accessible names; everybody leaves with a number.
 */
import assert from 'node:assert/strict';
import { test } from 'vitest';
import { openScriptedReceiver, testSecret } from '#backend-client/webhook/scripted-receiver.bench.ts';
import { localTimeAt } from '#config/agreements/local-time.ts';
import { syntheticSite } from '#config/settings/synthetic-site.ts';
import { describeInChromium } from './bench/kiosk-in-chromium.system.bench.ts';

/** What the hospital says of whoever is asked about; the gateway is silent without an answer. */
interface Hospital {
  readonly insurance?: Readonly<Record<string, string>> | undefined;
  readonly appointments?: readonly Readonly<Record<string, unknown>>[];
}
let hospital: Hospital = {};

function answerTo(body: string) {
  const { kind } = JSON.parse(body);
  if (kind === 'check-insurance') return hospital.insurance ? { body: hospital.insurance } : { status: 503 };
  if (kind === 'find-patient') return { body: { result: 'unknown' } };
  return { body: { appointments: hospital.appointments ?? [] } };
}

async function surroundings() {
  const receiver = await openScriptedReceiver(({ path, body }) =>
    path.endsWith('/look-ups') ? answerTo(body) : { status: 204, body: '' },
  );
  const rest = { id: 'rest', protocol: 'webhook', url: receiver.url, secretVariable: 'WEBHOOK_SECRET' };
  const capabilities = ['registrations', 'patient-look-up', 'appointment-look-up', 'insurance-check'];
  return {
    hospital: [{ ...rest, simulated: true, capabilities }],
    environment: { WEBHOOK_SECRET: testSecret },
    opened: [receiver],
  };
}

describeInChromium('what comes out about a card', surroundings, (bench) => {
  const { on, press, reads, number, done } = bench;

  async function scan(card: string, says: Hospital): Promise<void> {
    hospital = says;
    await on('attract');
    await bench.scan(card);
    await on('confirm-identity');
  }

  async function takeNumber(service: RegExp, last: 'take-ticket' | 'go-to-desk'): Promise<string> {
    await press(/^Đúng, là tôi/);
    await on('choose-service');
    await press(service);
    await on(last);
    return number();
  }

  test('a card that is over, also one that only the gateway knows to be: the desk looks, and the number stays', async () => {
    await scan('expired-bhyt', {});
    await reads(/Thẻ bảo hiểm y tế hết hạn từ/);
    assert.match(await takeNumber(/Khám Nội/, 'go-to-desk'), /^U?A\d{3}$/);
    await reads(/xem lại thẻ bảo hiểm y tế giúp/);
    await done();
    await scan('insured-bhyt', { insurance: { maKetQua: '010' } });
    await reads(/đã hết hạn\. Quý khách vẫn có số/);
    assert.match(await takeNumber(/Khám Mắt/, 'go-to-desk'), /^U?B\d{3}$/);
    await done();
  }, 60_000);

  test('a new card was issued: said, and the old one still got the number', async () => {
    await scan('old-person', { insurance: { maKetQua: '004', maTheMoi: 'HT2270199999999' } });
    await reads(/Đã có thẻ bảo hiểm y tế mới/);
    assert.match(await takeNumber(/Khám Nội/, 'take-ticket'), /^U?A\d{3}$/);
    await done();
  }, 60_000);

  test('the gateway is down: a number all the same, and a word that the desk checks later', async () => {
    await scan('new-card', {});
    assert.match(await takeNumber(/Khám Nội/, 'take-ticket'), /^U?A\d{3}$/);
    await done();
    await scan('insured-bhyt', {});
    // This card has a number of today, which is shown before anything is asked.
    await reads('Quý khách đã có số hôm nay');
    await press(/^Xem lại số/);
    await on('take-ticket');
    await reads('Số quý khách đã lấy hôm nay');
    await done();
  }, 60_000);

  test('a name that differs from the insurance’s: the desk looks', async () => {
    await scan('year-only', { insurance: { maKetQua: '060' } });
    await reads(/Tên khác với dữ liệu bảo hiểm y tế/);
    assert.match(await takeNumber(/Khám Nội/, 'go-to-desk'), /^U?A\d{3}$/);
    await done();
  }, 60_000);

  test('an appointment that is hours away, or over: its hour is said, and the number counts', async () => {
    const hour = 3_600_000;
    const now = localTimeAt(Date.now(), syntheticSite.site.timeZone).hour;
    const [at, words] =
      now < 12 ? [Date.now() + 3 * hour, /Quý khách hẹn lúc/] : [Date.now() - 3 * hour, /Giờ hẹn .* đã qua/];
    const appointment = {
      appointmentId: 'HK-1',
      kind: 'appointment',
      serviceHisCode: 'K30',
      startsAt: new Date(at).toISOString(),
    };
    await scan('no-old-number', { insurance: { maKetQua: '000' }, appointments: [appointment] });
    await press(/^Đúng, là tôi/);
    await on('choose-appointment');
    await press(/Khám Mắt/);
    await on('take-ticket');
    await reads(words);
    assert.match(await number(), /^U?B\d{3}$/);
    await done();
  }, 60_000);
});
