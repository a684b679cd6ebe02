import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'vitest';
import { delays } from '#config/agreements/delays.ts';
import { type KioskOnADisk, openKioskOnADisk } from './bench/kiosk-on-a-disk.ts';
import { screen } from './bench/page-driver.ts';

/** Somebody who never stops tapping, at a whole kiosk. */

let bench: KioskOnADisk;
beforeEach(async () => {
  bench = await openKioskOnADisk();
});
afterEach(() => bench.close());

test('after twenty minutes the screen says that the time is up, and then the kiosk is the next one’s', async () => {
  await bench.shown(screen('attract'));
  await bench.tap('start-without-papers', {});
  const began = bench.clock.now();
  for (let turn = 0; bench.clock.now() - began < delays.longestTurnMs; turn++) {
    const { language, overlay } = await bench.shown(({ language }) => language === (turn % 2 ? 'en' : 'vi'));
    assert.equal(overlay, undefined);
    await bench.tap('choose-language', { language: language === 'en' ? 'vi' : 'en' });
    bench.clock.advance(40_000);
  }
  const { overlay } = await bench.shown(({ overlay }) => overlay !== undefined);
  assert.deepEqual(overlay, { show: 'time-is-up', secondsLeft: delays.lastCallMs / 1000 });
  bench.clock.advance(delays.lastCallMs);
  await bench.shown(screen('attract'));
  const ended = bench.lines.findLast(({ event }) => event === 'session-ended');
  assert.equal(ended?.reason, 'time-up');
  assert.equal(await bench.checkIn(), 'A001');
});
