import { setTimeout as pass } from 'node:timers/promises';
import { openInputDevice, type Point } from './input-device.ts';
import { type Chord, chordsFor, keycodesOf } from './keycodes.ts';
import type { XServer } from './x-server.ts';

/** What a stranger does with a keyboard, a mouse and fingers. */
export interface Hands {
  press(chord: Chord, holdMs?: number): Promise<void>;
  /** While a key is held down. */
  holding(chord: Chord, act: () => Promise<void>): Promise<void>;
  /** A scanner that is a keyboard; a chord instead of a text is one of its keys. */
  type(text: string | readonly Chord[], msEach: number): Promise<void>;
  moveTo(point: Point): Promise<void>;
  click(point: Point, button?: MouseButton): Promise<void>;
  drag(from: Point, to: Point): Promise<void>;
  /** Every finger along its own way, all at once, in `ms`. */
  slide(fingers: readonly FingerWay[], ms: number): Promise<void>;
  /** A finger that stays. */
  hold(point: Point, ms: number): Promise<void>;
  close(): void;
}

export interface FingerWay {
  readonly from: Point;
  readonly to: Point;
}

export const mouseButtons = { left: 1, middle: 2, right: 3, wheelUp: 4, wheelDown: 5, back: 8, forward: 9 } as const;
export type MouseButton = keyof typeof mouseButtons;

/** A little longer than a frame. */
const frameMs = 18;

export async function openHands(screen: XServer): Promise<Hands> {
  const keyboard = await openInputDevice(screen.devices.keyboard, screen);
  const pointer = await openInputDevice(screen.devices.pointer, screen);
  const touch = await openInputDevice(screen.devices.touch, screen);

  async function holding(chord: Chord, act: () => Promise<void>): Promise<void> {
    const codes = keycodesOf(chord);
    for (const code of codes) keyboard.key(code, true);
    await keyboard.done();
    await act();
    for (const code of codes.toReversed()) keyboard.key(code, false);
    await keyboard.done();
  }
  const press = (chord: Chord, ms = 0) => holding(chord, () => (ms > 0 ? pass(ms) : Promise.resolve()));

  async function slide(fingers: readonly FingerWay[], ms: number): Promise<void> {
    const steps = Math.max(2, Math.round(ms / frameMs));
    for (const [finger, { from }] of fingers.entries()) touch.touch(finger, 'begin', from);
    for (let step = 1; step <= steps; step += 1) {
      await touch.done();
      await pass(ms / steps);
      for (const [finger, way] of fingers.entries()) touch.touch(finger, 'move', between(way, step / steps));
    }
    for (const [finger, { to }] of fingers.entries()) touch.touch(finger, 'end', to);
    await touch.done();
  }

  async function moveTo(point: Point): Promise<void> {
    pointer.moveTo(point);
    await pointer.done();
  }

  async function setButton(button: MouseButton, isDown: boolean): Promise<void> {
    pointer.button(mouseButtons[button], isDown);
    await pointer.done();
    await pass(frameMs);
  }

  return {
    ...{ press, holding, moveTo, slide },
    async type(text, msEach) {
      for (const chord of typeof text === 'string' ? chordsFor(text) : text) {
        await press(chord);
        await pass(msEach);
      }
    },
    async click(point, button = 'left') {
      await moveTo(point);
      await setButton(button, true);
      await setButton(button, false);
    },
    async drag(from, to) {
      await moveTo(from);
      await setButton('left', true);
      for (let step = 1; step <= 12; step += 1) {
        await moveTo(between({ from, to }, step / 12));
        await pass(frameMs);
      }
      await setButton('left', false);
    },
    async hold(point, ms) {
      touch.touch(0, 'begin', point);
      await touch.done();
      await pass(ms);
      touch.touch(0, 'end', point);
      await touch.done();
    },
    close() {
      for (const device of [keyboard, pointer, touch]) device.close();
    },
  };
}

function between({ from, to }: FingerWay, part: number): Point {
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
}
