/**
 * A feature of Chromium that a kiosk's window does without: after a tap, Chromium holds back what sockets bring until the pressed
 * button has been drawn. Here the next screen comes through a socket, a few milliseconds after the tap; held back, it comes a whole
 * frame (17 ms) later. Chromium calls it `DeferRendererTasksAfterInput`; seen in Debian's Chromium 156, and harmless where unknown.
 */
export const heldBackAfterTaps = { switch: 'disable-features', value: 'DeferRendererTasksAfterInput' } as const;
