/** Every visit type, in Chromium, on a whole kiosk: a patient who knows only what stands on the buttons. */
import assert from 'node:assert/strict';
import { test } from 'vitest';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { syntheticSite } from '#config/settings/synthetic-site.ts';
import { startSimulatedMonitor } from '#drivers/blood-pressure/pressure-monitor.simulator.ts';
import { describeInChromium, type Surroundings } from './bench/kiosk-in-chromium.system.bench.ts';

const [medicine, eyes, desk] = syntheticSite.services;
const workdays = ['mon', 'tue', 'wed', 'thu', 'fri'];

async function surroundings(): Promise<Surroundings> {
  const driver = 'and-tm2657';
  const monitor = await startSimulatedMonitor({ driver, measuringMs: 50, wirePort: 0, controlPort: 0 });
  // A Monday at noon in Vietnam.
  const offset = Date.parse('2026-11-30T12:00:00+07:00') - machineClock.now();
  return {
    stations: ['check-in', 'vitals'],
    devices: [{ id: 'bp', kind: 'blood-pressure-monitor', driver, wirePort: monitor.wirePort }],
    clock: { ...machineClock, now: () => machineClock.now() + offset },
    site: {
      services: [
        { ...medicine, keywords: [{ vi: 'Đau bụng' }], preparation: 'fasting' },
        { ...eyes, keywords: [{ vi: 'Mờ mắt' }] },
        {
          ...{ code: 'da', hisCode: 'K10', name: { vi: 'Da liễu' }, prefix: 'C', room: '208', icon: 'skin' },
          hours: [
            { days: workdays, from: '07:00', to: '11:30' },
            { days: workdays, from: '13:30', to: '16:30' },
          ],
          otherwise: 'mat',
        },
        { code: 'kq', hisCode: 'KQ', name: { vi: 'Trả kết quả' }, prefix: 'K', room: 'Quầy 3', onlyFor: 'results' },
        { code: 'sh', hisCode: 'SH', name: { vi: 'Đo huyết áp' }, prefix: 'V', room: 'Quầy 2', onlyFor: 'vitals' },
        desk,
      ],
      checkIn: { purposes: ['insured', 'self-paid', 'follow-up', 'referral', 'results', 'vitals', 'unsure'] },
    },
    opened: [monitor],
  };
}

describeInChromium('visit types', surroundings, (bench) => {
  /** From the card to the end: a button by what stands on it, or `sees …` for words that must be on the screen. */
  async function walk(card: string, steps: readonly string[]): Promise<void> {
    await bench.on('attract');
    await bench.scan(card);
    for (const step of ['Đúng, là tôi', ...steps]) {
      const words = step.replace(/^sees /, '');
      await (words === step ? bench.enter(words) : bench.reads(words));
    }
  }

  test.each([
    [
      'insured, found by what hurts',
      'insured-cccd',
      'Khám bảo hiểm y tế',
      'Tìm theo triệu chứng',
      'Mờ mắt',
      'Khám Mắt',
      'sees B001',
      'Xong',
    ],
    ['self-paid, fasting', 'no-old-number', 'Khám dịch vụ', 'Khám Nội', 'Chưa ăn gì', 'sees A001', 'Xong'],
    ['self-paid, has eaten', 'new-card', 'Khám dịch vụ', 'Khám Nội', 'Đã ăn hoặc uống', 'sees Quý khách đã ăn', 'Xong'],
    ['follow-up', 'year-only', 'Tái khám', 'Khám Mắt', 'sees Phòng 205', 'Xong'],
    ['with a letter of last week', 'long-name', 'Có giấy chuyển viện', '25/11', 'Khám Mắt', 'sees Phòng 205', 'Xong'],
    [
      'with a letter that is over',
      'insured-bhyt',
      ...['Có giấy chuyển viện', 'Trước những ngày này', 'Không ghi', 'Khám Mắt'],
      ...['sees Giấy chuyển viện có thể đã hết hạn', 'Xong'],
    ],
    ['for results alone', 'no-old-number', 'Chỉ lấy kết quả', 'sees K001', 'sees Quầy 3', 'Xong'],
    ['does not know', 'new-card', 'Tôi chưa biết', 'sees T001', 'Xong'],
    [
      'the skin clinic has its break',
      'long-name',
      ...['Khám dịch vụ', 'sees Mở lại lúc 13:30', 'Da liễu', 'sees Nơi này chưa nhận hoặc đã hết số'],
      ...['Tôi không biết chọn nơi nào', 'sees T002', 'Xong'],
    ],
  ])('%s', async (_name, card, ...steps) => {
    await walk(card, steps);
  });

  test('to be measured alone: from the number straight to the cuff', async () => {
    await walk('year-only', ['Chỉ đo huyết áp', 'sees V001', 'Xong', 'Bắt đầu đo']);
    await bench.on('show-reading');
    await bench.done();
    assert.equal(await bench.page.getByText('V001').count(), 0);
  });
});
