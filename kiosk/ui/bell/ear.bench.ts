import type { Page } from 'playwright-core';

/** For tests: hears what the page would send to the loudspeaker, in `__loudest()`: the loudest sample of the last half second or so. For `addInitScript`. */
export const ear = `
const connect = AudioNode.prototype.connect;
let analyser;
window.__contexts = [];
window.AudioContext = class extends AudioContext {
  constructor(...options) {
    super(...options);
    window.__contexts.push(this);
    analyser = this.createAnalyser();
    analyser.fftSize = 32768;
  }
};
AudioNode.prototype.connect = function (to, ...more) {
  if (to instanceof AudioDestinationNode) connect.call(this, analyser);
  return connect.call(this, to, ...more);
};
window.__loudest = () => {
  if (!analyser) return 0;
  const samples = new Float32Array(analyser.fftSize);
  analyser.getFloatTimeDomainData(samples);
  return samples.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
};`;

/** Waits until the page is louder than this part of full scale; gives how loud. */
export async function loudness(page: Page, least: number): Promise<number> {
  const heard = await page.waitForFunction((least) => {
    const loudest = Reflect.get(globalThis, '__loudest')();
    return loudest > least && loudest;
  }, least);
  return Number(await heard.jsonValue());
}
