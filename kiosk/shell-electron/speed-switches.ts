/**
 * What a kiosk's window tells Chromium so that nobody waits for the next screen; each is harmless where it is unknown. Seen in Debian's
 * Chromium 156.
 */
export const speedSwitches = [
  /*
   * After a tap, Chromium holds back what sockets bring until the pressed button has been drawn. Here the next screen comes through a
   * socket, a few milliseconds after the tap; held back, it comes a whole frame (17 ms) later.
   */
  { switch: 'disable-features', value: 'DeferRendererTasksAfterInput' },
  /*
   * Without a graphics card, Chromium draws in squares of 256 px, and each square draws the soft shadows that reach into it anew. An
   * upright glass is five bands, so that two threads end together; with a graphics card Chromium chooses by itself.
   */
  { switch: 'default-tile-width', value: '1088' },
  { switch: 'default-tile-height', value: '384' },
  // On two cores Chromium draws the bands one after the other, while the page has nothing to do.
  { switch: 'num-raster-threads', value: '2' },
  /*
   * After each visit the page is a fresh document, so its code never runs often enough to be worth optimizing; the optimizer would take a
   * core away while the next screen is drawn. Compiled once, plainly, it runs the second time as fast as it will.
   */
  { switch: 'js-flags', value: '--always-sparkplug --no-maglev' },
] as const;
