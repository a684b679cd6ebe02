/**
 * Who comes with whom, what is agreed to and what the law wants to know, at a whole kiosk in Chromium: a simulated scanner and printer, and
 * a hospital that is asked and told over real sockets. Steps by accessible names.
 */
import assert from 'node:assert/strict';
import { afterEach, test } from 'vitest';
import {
  openScriptedReceiver,
  type ScriptedReceiver,
  testSecret,
} from '#backend-client/webhook/scripted-receiver.bench.ts';
import { describeInChromium } from './bench/kiosk-in-chromium.system.bench.ts';

let receiver: ScriptedReceiver;
/** What the hospital has on record of whoever is asked about. */
let record: Readonly<Record<string, unknown>> | undefined;

async function surroundings() {
  receiver = await openScriptedReceiver(({ path, body }) => {
    if (!path.endsWith('/look-ups')) return { status: 204, body: '' };
    const isPatient = JSON.parse(body).kind === 'find-patient';
    return { body: isPatient && record ? { result: 'found', ...record } : { result: 'unknown' } };
  });
  const rest = { id: 'rest', protocol: 'webhook', url: receiver.url, secretVariable: 'WEBHOOK_SECRET' };
  return {
    hospital: [{ ...rest, simulated: true, capabilities: ['registrations', 'patient-look-up'] }],
    environment: { WEBHOOK_SECRET: testSecret },
    site: {
      checkIn: {
        waysIn: { typedNumber: true },
        companion: true,
        consents: [{ code: 'messages', title: { vi: 'Nhắn tin nhắc lịch hẹn?' }, text: { vi: 'Trong hai năm.' } }],
        particulars: ['ethnicity', 'occupation', 'address', 'phone'],
      },
    },
    opened: [receiver],
  };
}

describeInChromium('families, consent and what the law wants to know', surroundings, (bench) => {
  const { on, enter, words, number, keys } = bench;
  let taps = 0;
  /** Whoever has pressed waits for what comes of it: two keys in a row look like a scanner's. */
  const press = async (name: string | RegExp) => {
    taps += 1;
    const before = await words();
    await enter(name);
    for (let looks = 0; looks < 120; looks += 1) {
      if ((await words()) !== before) return;
      await bench.page.waitForTimeout(25);
    }
    throw new Error(`Nothing came of ${name}, at: ${before}`);
  };
  const onEach = async (...screens: readonly Parameters<typeof on>[0][]) => {
    for (const screen of screens) await on(screen);
  };
  const arrive = async (card: string) => {
    bench.page.setDefaultTimeout(8000);
    taps = 0;
    await on('attract');
    await bench.scan(card);
    await on('confirm-identity');
  };
  /** Everything that is not known yet. */
  const skipParticulars = async (count: number) => {
    for (let each = 0; each < count; each += 1) {
      await on('particulars');
      await press('Bỏ qua');
    }
  };
  const registration = async (ticket: string) => {
    for (;;) {
      const posted = receiver.heard
        .filter(({ path }) => !path.endsWith('/look-ups'))
        .map(({ body }) => JSON.parse(body));
      const found = posted.find((each) => each.visit?.ticketNumber === ticket);
      if (found) return found.answers;
      await receiver.nextRequest();
    }
  };

  afterEach(() => {
    record = undefined;
  });

  test('a mother checks in her child: asked whether it is hers, relation and card kept, the number for the child', async () => {
    await arrive('child');
    await bench.reads('Đây có phải bé quý khách đưa đi khám?');
    await press('Đúng, tôi đưa bé đi khám');
    await on('companion');
    await press(/Cha hoặc mẹ/);
    await bench.reads('Mời quý khách đưa thẻ của chính mình');
    await bench.scan('no-old-number');
    await bench.reads('Ghi tên và số thẻ của quý khách vào lượt khám này?');
    assert.match(await words(), /P••• V••• T•••/);
    await press('Đồng ý ghi');
    await on('particulars');
    // Of somebody else it is asked by another word.
    assert.doesNotMatch(await words(), /Quý khách (thuộc|làm)/);
    await press('Vẫn đúng');
    await skipParticulars(2);
    await on('choose-service');
    await press(/Khám Nội/);
    await on('consent');
    await bench.reads('Cha, mẹ hoặc người giám hộ trả lời.');
    await press('Không đồng ý');
    const ticket = await number();
    assert.match(ticket, /^UA\d{3}$/);
    const { companion, consents } = await registration(ticket);
    assert.deepEqual([companion.relation, companion.fullName], ['parent', 'Phạm Văn Thử']);
    assert.ok(consents.some((each: { readonly granted: boolean }) => each.granted === false));
    await bench.done();
  }, 60_000);

  async function throughWith(consent: string): Promise<{ readonly ticket: string; readonly taps: number }> {
    await press('Đúng, là tôi');
    await onEach('particulars');
    await press('Bỏ qua');
    await skipParticulars(3);
    await on('choose-service');
    await press(/Khám Mắt/);
    await on('consent');
    await press(consent);
    return { ticket: await number(), taps };
  }

  test('two of a family in one session get a ticket each; to refuse costs as many taps as to agree, and the same number', async () => {
    await arrive('no-old-number');
    const granted = await throughWith('Đồng ý');
    taps = 0;
    await enter('Lấy số cho người nhà');
    await bench.reads('Mời người tiếp theo trong gia đình');
    await bench.scan('long-name');
    await on('confirm-identity');
    // Nothing of the first one stands there.
    assert.doesNotMatch(await bench.page.content(), /Phạm Văn Thử/);
    const refused = await throughWith('Không đồng ý');
    assert.deepEqual([granted.taps, granted.ticket.slice(0, 1), refused.ticket.slice(0, 1)], [refused.taps, 'B', 'B']);
    assert.notEqual(granted.ticket, refused.ticket);
    const said = await Promise.all([granted, refused].map(async ({ ticket }) => (await registration(ticket)).consents));
    assert.deepEqual(
      said.map((consents) => consents.map((each: { readonly granted: boolean }) => each.granted)),
      [[true], [false]],
    );
    await bench.done();
  }, 60_000);

  test('what the hospital has on record is confirmed with one tap; an address that has changed is typed', async () => {
    record = {
      patientCode: 'BN7',
      ethnicity: '01',
      occupation: 'retired',
      address: 'Thôn Đoài, Yên Phong',
    };
    await arrive('new-card');
    await press('Đúng, là tôi');
    await on('particulars');
    await bench.reads('Thông tin này còn đúng không?');
    await press('Đã khác: Chỗ ở hiện nay');
    await press('Vẫn đúng');
    await bench.reads('Quý khách đang ở đâu?');
    await keys([...'tô', 'hook', 'space', 'digits', '5', ',', 'letters', 'space', ...'bă', 'acute', 'c']);
    await bench.page.getByRole('button', { name: 'Xong' }).click();
    await bench.reads('Bệnh viện gọi số điện thoại nào?');
    await keys([...'0912000567']);
    await bench.page.getByRole('button', { name: 'Xong' }).click();
    await on('choose-service');
    await press(/Khám Nội/);
    await on('consent');
    await press('Đồng ý');
    const ticket = await number();
    const { particulars } = await registration(ticket);
    assert.deepEqual(
      [particulars.ethnicity, particulars.occupation, particulars.address, particulars.phone],
      ['01', 'retired', 'Tổ 5, Bắc', '0912000567'],
    );
    await bench.done();
    assert.doesNotMatch(await bench.page.content(), /Tổ 5|0912/);
  }, 60_000);

  test('what the hospital has on record and nothing of it has changed: a tap for the phone and one for the rest', async () => {
    record = { patientCode: 'BN7', ethnicity: '01', occupation: 'retired', address: 'Thôn Đoài', phone: '0912000567' };
    await arrive('insured-cccd');
    await press('Đúng, là tôi');
    await bench.reads('Số điện thoại này còn dùng không?');
    assert.doesNotMatch(await bench.page.content(), /0912000567/);
    await press('Đúng, vẫn dùng');
    await on('particulars');
    await bench.reads('Thông tin này còn đúng không?');
    const before = taps;
    await press('Vẫn đúng');
    await on('choose-service');
    assert.equal(taps - before, 1);
    await press(/Khám Nội/);
    await on('consent');
    await press('Không đồng ý');
    const { particulars } = await registration(await number());
    assert.deepEqual(
      [particulars.ethnicity, particulars.occupation, particulars.address],
      ['01', 'retired', 'Thôn Đoài'],
    );
    await bench.done();
    assert.doesNotMatch(await bench.page.content(), /Thôn Đoài|0912/);
  }, 60_000);

  test('the hospital is asked whose a typed number is, and only initials of its answer stand on the screen', async () => {
    record = { patientCode: 'BN8', person: { fullName: 'NGUYỄN THỊ ÁNH', birthDate: '1948-03-15' } };
    const asked = () =>
      receiver.heard.filter(({ path, body }) => path.endsWith('/look-ups') && body.includes('027148000124'));
    await on('attract');
    await press('Cách khác, không cần quét thẻ');
    await on('choose-way-in');
    await press(/Nhập số trên giấy tờ/);
    await on('type-number');
    await keys([...'027148000124']);
    await press('Tiếp tục');
    await on('say-number-back');
    assert.equal(asked().length, 0);
    await press('Đúng rồi');
    await on('confirm-identity');
    await bench.reads('N••• T••• Á•••');
    assert.equal(asked().length, 1);
    assert.doesNotMatch(await bench.page.content(), /Ánh|ÁNH|1948/);
    await press('Không phải');
  }, 60_000);
});
