import { setTimeout as pass } from 'node:timers/promises';
import type { TicketCode } from '#kiosk/host/ticket/ticket-code.ts';
import type { SoakPerson } from '../../soak/people.ts';
import { difference, type Picture } from './display/eyes.ts';
import type { Point } from './display/input-device.ts';
import { freshPerson, type KioskOnTrial } from './kiosk-on-trial.ts';

/** From the card to the number, with a finger on the real screen. The number is read from the code beside it. */
export async function takeNumber(
  kiosk: KioskOnTrial,
  person: SoakPerson,
  scan = () => kiosk.scan(person),
): Promise<TicketCode> {
  await scan();
  await tapPrimary(kiosk);
  // Where the last tap was, the next screen is deaf for 800 ms.
  await pass(settledMs);
  for (const service of services) {
    await kiosk.hands.hold(service, tapMs);
    const ticket = await ticketWithin(kiosk, 4_000);
    if (ticket) return ticket;
  }
  throw new Error('The patient got no number');
}

/**
 * A visit with a card that the keyboard types and a finger that taps: whoever tries ways out with hands that reach nothing
 * has tried none.
 */
export async function handsReachThePage(kiosk: KioskOnTrial): Promise<void> {
  // A card that is typed into a page that is just being loaded anew is lost, as at a till; people lay it again.
  for (let triesLeft = 3; ; triesLeft -= 1) {
    const person = freshPerson();
    const typed = `${person.number}||NGUYEN THI THU|15081962|NU|THON THU|25052021\r`;
    try {
      await takeNumber(kiosk, person, () => kiosk.hands.type(typed, 4));
      return await leave(kiosk);
    } catch (error) {
      if (triesLeft === 1) throw error;
      await kiosk.backToRest();
    }
  }
}

/** "Done" on the screen with the number. */
export async function leave(kiosk: KioskOnTrial): Promise<void> {
  await pass(settledMs);
  await tapPrimary(kiosk);
  if ((await kiosk.restedAfter(20_000)) === undefined) await kiosk.backToRest();
}

export async function ticketWithin(kiosk: KioskOnTrial, withinMs: number): Promise<TicketCode | undefined> {
  for (const startedAt = performance.now(); performance.now() - startedAt < withinMs; await pass(200)) {
    const ticket = await kiosk.ticketOnScreen();
    if (ticket) return ticket;
  }
  return undefined;
}

/** Taps as people do: once more when nothing happened. */
async function tapPrimary(kiosk: KioskOnTrial): Promise<void> {
  for (const startedAt = performance.now(); performance.now() - startedAt < 20_000; await pass(100)) {
    const before = await kiosk.eyes.picture();
    const button = primaryButton(before);
    if (!button) continue;
    await pass(settledMs);
    await kiosk.hands.hold(button, tapMs);
    await pass(settledMs);
    if (difference(before, await kiosk.eyes.picture()) > 0.03) return;
  }
  throw new Error('There is no button that leads on');
}

const settledMs = 1_000;
const tapMs = 40;
/** The first of three tiles, and where it lies in other layouts. */
const services: readonly Point[] = [
  { x: 700, y: 240 },
  { x: 700, y: 420 },
  { x: 400, y: 420 },
];

/** The lowest broad bar in the colour of the button that moves on; its last rows are below the words on it. */
function primaryButton({ width, height, pixels }: Picture): Point | undefined {
  for (let y = height - 1; y > height - footPixels; y -= 1) {
    let length = 0;
    for (let x = 0; x < width; x += 1) {
      length = isPrimary(pixels, (y * width + x) * 4) ? length + 1 : 0;
      if (length === broad) return { x: x - broad / 2, y: y - 20 };
    }
  }
  return undefined;
}

const broad = 140;
/** Buttons that move on end at the foot of the screen; pictures in that colour lie higher. */
const footPixels = 100;

function isPrimary(pixels: Picture['pixels'], at: number): boolean {
  const [red = 255, green = 0, blue = 0] = pixels.subarray(at, at + 3);
  return red < 16 && green > 84 && green < 112 && blue > 74 && blue < 104;
}
