import { setTimeout as pass } from 'node:timers/promises';
import type { Chord } from './display/keycodes.ts';
import type { KioskOnTrial } from './kiosk-on-trial.ts';
import { glance, lookAround } from './sights.ts';
import { attempt, firstIf, gained, type Sight, tryEach } from './tried.ts';
import type { Try } from './way.ts';

/** A scanner that is a keyboard and was taught, by a code that anybody can print, to send other keys than letters. */
const bursts: readonly [readonly [string, readonly Chord[]], ...(readonly [string, readonly Chord[]])[]] = [
  ['GS, RS, EOT as Ctrl keys', ['0', '1', 'Ctrl+RightBracket', '1', '7', 'Ctrl+Shift+6', 'Ctrl+D', 'Enter']],
  ['F1 to F12', ['0', 'F1', 'F2', 'F3', 'F4', 'F5', 'F6', 'F7', 'F8', 'F9', 'F10', 'F11', 'F12', 'Enter']],
  [
    'Ctrl and every letter that opens something',
    ['Ctrl+N', 'Ctrl+T', 'Ctrl+O', 'Ctrl+P', 'Ctrl+S', 'Ctrl+U', 'Ctrl+J', 'Ctrl+H'],
  ],
  [
    'Alt+D, an address, Enter',
    ['Alt+D', 'F', 'I', 'L', 'E', 'Shift+Semicolon', 'Slash', 'Slash', 'Slash', 'E', 'T', 'C', 'Enter'],
  ],
  [
    'Super, arrows, Home, End, Tab',
    ['Super+R', 'Home', 'End', 'PageDown', 'Tab', 'Tab', 'Down', 'Shift+Tab', 'Escape'],
  ],
];

/** Row 33. */
export const otherKeys: Try = ({ kiosk, isShort }) => {
  const files = kiosk.files();
  return tryEach(firstIf(isShort, bursts, 2), ([did, chords]) =>
    attempt(
      `a scanner that sends ${did}`,
      () => kiosk.hands.type(chords, 3),
      async () => {
        const seen = await glance(kiosk);
        // A code that could not be read is told of for some seconds.
        await pass(400);
        return seen.wayOut === undefined ? restedOrTold(kiosk, files) : seen;
      },
    ),
  );
};

/** Row 34: a button has the focus, and what is typed ends with Enter, which would press it. */
export const ontoFocusedButton: Try = ({ kiosk }) => {
  const files = kiosk.files();
  const speeds = [
    { did: 'as fast as a scanner types', msEach: 4 },
    { did: 'at 95 ms a key', msEach: 95 },
  ] as const;
  return tryEach(speeds, ({ did, msEach }) => {
    const given = kiosk.site.his.arrivals().length;
    return attempt(
      `a code typed onto a focused button, ${did}`,
      async () => {
        await pass(500);
        for (let at = 0; at < 2; at += 1) {
          await kiosk.hands.press('Tab');
          await pass(350);
        }
        await kiosk.hands.type('12345678901\r', msEach);
        await pass(400);
      },
      async () => {
        const pressed = kiosk.site.his.arrivals().length - given;
        return pressed > 0 ? gained('the button was pressed: a number without papers') : restedOrTold(kiosk, files);
      },
    );
  });
};

/** A page that says "scan again" goes back to rest by itself; that may take longer than a row should. */
async function restedOrTold(kiosk: KioskOnTrial, files: readonly string[]): Promise<Sight> {
  if ((await kiosk.restedAfter(500)) === undefined) await kiosk.backToRest();
  return lookAround(kiosk, files);
}
