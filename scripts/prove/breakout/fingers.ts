import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Point } from './display/input-device.ts';
import { beside, type Deed, type Deeds, onPatientPage } from './keys.ts';
import type { KioskOnTrial } from './kiosk-on-trial.ts';
import { lookAround } from './sights.ts';
import { attempt, firstIf, gained, type Sight, tryEach } from './tried.ts';
import type { Try } from './way.ts';

const run = promisify(execFile);

/** Places of the resting page that are words, picture and corner, and no button. */
const words: Point = { x: 420, y: 300 };
const picture: Point = { x: 900, y: 420 };
const middle: Point = { x: 640, y: 400 };

const slide = (did: string, from: Point, to: Point, ms = 180): Deed => ({
  did,
  act: (hands) => hands.slide([{ from, to }], ms),
});

const pinch = (did: string, [one, other]: readonly [number, number]): Deed => ({
  did,
  act: (hands) =>
    hands.slide(
      [
        { from: { x: middle.x - one, y: 400 }, to: { x: middle.x - other, y: 400 } },
        { from: { x: middle.x + one, y: 400 }, to: { x: middle.x + other, y: 400 } },
      ],
      250,
    ),
});

export const pinches: Deeds = [pinch('two fingers apart', [40, 400]), pinch('two fingers together', [400, 40])];

export const swipes: Deeds = [
  slide('swipe from the left edge', { x: 1, y: 400 }, { x: 900, y: 400 }),
  slide('swipe from the right edge', { x: 1278, y: 400 }, { x: 300, y: 400 }),
  slide('swipe over the page to the right', { x: 300, y: 420 }, { x: 1000, y: 420 }),
  slide('swipe over the page to the left', { x: 1000, y: 420 }, { x: 300, y: 420 }),
  slide('pull down from the top', { x: 640, y: 1 }, { x: 640, y: 700 }, 400),
  slide('push up from the bottom', { x: 640, y: 798 }, { x: 640, y: 200 }),
  {
    did: 'three fingers to the right',
    act: (hands) =>
      hands.slide(
        [300, 400, 500].map((y) => ({ from: { x: 300, y }, to: { x: 900, y } })),
        250,
      ),
  },
];

export const longPresses: Deeds = [
  { did: 'a finger stays on words', act: (hands) => hands.hold(words, 1_200) },
  { did: 'a finger stays on the picture', act: (hands) => hands.hold(picture, 1_200) },
  { did: 'a finger stays on the empty edge', act: (hands, { screen }) => hands.hold(beside(screen), 1_200) },
];

export const drags: Deeds = [
  { did: 'the picture dragged', act: (hands) => hands.drag(picture, words) },
  { did: 'the words dragged', act: (hands) => hands.drag(words, picture) },
  { did: "the hospital's sign dragged", act: (hands) => hands.drag({ x: 60, y: 40 }, middle) },
];

export const onScreenKeyboards: Deeds = [
  { did: 'a tap on words', act: (hands) => hands.hold(words, 40) },
  { did: 'a tap on the picture', act: (hands) => hands.hold(picture, 40) },
  { did: 'two quick taps', act: (hands) => hands.hold(words, 30).then(() => hands.hold(words, 30)) },
];

export function fingers(deeds: Deeds): Try {
  return (trial) => onPatientPage(deeds, trial);
}

/** Whoever marks text has something to take along, and a bubble that offers a search. */
export const copying: Try = ({ kiosk, isShort }) => {
  const files = kiosk.files();
  const deeds: Deeds = [
    {
      did: 'Ctrl+A, Ctrl+C',
      act: async (hands) => {
        await hands.press('Ctrl+A');
        await hands.press('Ctrl+C');
      },
    },
    {
      did: 'words double-clicked, Ctrl+Insert',
      act: async (hands) => {
        await hands.click(words);
        await hands.click(words);
        await hands.press('Ctrl+Insert');
      },
    },
    {
      did: 'drawn over the words, Ctrl+X',
      act: async (hands) => {
        await hands.drag({ x: 40, y: 200 }, { x: 700, y: 500 });
        await hands.press('Ctrl+X');
      },
    },
  ];
  return tryEach(firstIf(isShort, deeds, 2), ({ did, act }) =>
    attempt(
      did,
      () => act(kiosk.hands, kiosk),
      async () => (await somethingCopied(kiosk)) ?? lookAround(kiosk, files),
    ),
  );
};

async function somethingCopied({ eyes }: KioskOnTrial): Promise<Sight | undefined> {
  const copied = (await eyes.clipboard('clipboard')) ?? (await eyes.clipboard('primary'));
  return copied === undefined ? undefined : gained(`copied: "${copied.slice(0, 40)}"`);
}

/** With an address on both clipboards, as somebody could leave it there. */
export const pasting: Try = async ({ kiosk, isShort }) => {
  const files = kiosk.files();
  const holder = await holdOnClipboard(kiosk, 'http://192.0.2.1/elsewhere');
  const deeds: Deeds = [
    { did: 'the middle button', act: (hands) => hands.click(words, 'middle') },
    { did: 'Ctrl+V', act: (hands) => hands.press('Ctrl+V') },
    { did: 'Ctrl+Shift+V', act: (hands) => hands.press('Ctrl+Shift+V') },
    { did: 'Shift+Insert', act: (hands) => hands.press('Shift+Insert') },
    { did: 'the paste key', act: (hands) => hands.press('Paste') },
  ];
  const tries = await tryEach(firstIf(isShort, deeds, 2), ({ did, act }) =>
    attempt(
      did,
      () => act(kiosk.hands, kiosk),
      () => lookAround(kiosk, files),
    ),
  );
  await holder.empty();
  return tries;
};

async function holdOnClipboard({ screen }: KioskOnTrial, text: string): Promise<{ empty(): Promise<void> }> {
  const put = (selection: string, what: string) =>
    run('sh', [
      '-c',
      `printf %s "$1" | xclip -d ${screen.name} -selection ${selection} -i >/dev/null 2>&1`,
      'sh',
      what,
    ]);
  for (const selection of ['clipboard', 'primary']) await put(selection, text);
  return {
    async empty() {
      for (const selection of ['clipboard', 'primary']) await put(selection, '');
    },
  };
}
