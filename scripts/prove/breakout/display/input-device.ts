import { connect, type Socket } from 'node:net';

/**
 * One input device of the X server. Its driver takes the structs of xf86-input-inputtest-protocol.h (version 1.1) in the
 * machine's byte order, with a C compiler's gaps.
 */
export interface InputDevice {
  key(keycode: number, isDown: boolean): void;
  button(button: number, isDown: boolean): void;
  moveTo(point: Point): void;
  touch(finger: number, phase: TouchPhase, point: Point): void;
  /** Resolves when the X server has worked off everything that was done. */
  done(): Promise<void>;
  close(): void;
}

/** Pixels from the left and from the top. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export type TouchPhase = keyof typeof touchTypes;

export interface ScreenSize {
  readonly width: number;
  readonly height: number;
}

/** XI_TouchBegin, XI_TouchUpdate, XI_TouchEnd (XI2.h). */
const touchTypes = { begin: 18, move: 19, end: 20 } as const;
const events = { version: 0, sync: 1, motion: 2, button: 4, key: 5, touch: 6 } as const;
const headerBytes = 8;
/** `has_unaccelerated`, a mask of 64 bits, a gap, and twice 64 doubles. */
const valuatorBytes = 16 + 2 * 64 * 8;

export async function openInputDevice(path: string, screen: ScreenSize): Promise<InputDevice> {
  const socket = await connected(path);
  const waiting: (() => void)[] = [];
  let kept = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    kept = Buffer.concat([kept, chunk]);
    while (kept.length >= headerBytes && kept.length >= kept.readUInt32LE(0)) {
      kept = kept.subarray(kept.readUInt32LE(0));
      waiting.shift()?.();
    }
  });
  const answer = () => new Promise<void>((resolve) => waiting.push(resolve));

  function send(type: number, bytes: number, fill: (event: Buffer) => void = () => {}): void {
    const event = Buffer.alloc(bytes);
    event.writeUInt32LE(bytes, 0);
    event.writeUInt32LE(type, 4);
    fill(event);
    socket.write(event);
  }

  send(events.version, 12, (event) => {
    event.writeUInt16LE(1, 8);
    event.writeUInt16LE(1, 10);
  });
  await answer();
  return {
    key: (keycode, isDown) =>
      send(events.key, 16, (event) => {
        event.writeInt32LE(keycode, 8);
        event.writeUInt32LE(isDown ? 1 : 0, 12);
      }),
    button: (button, isDown) =>
      send(events.button, 24 + valuatorBytes, (event) => {
        event.writeInt32LE(button, 12);
        event.writeUInt32LE(isDown ? 1 : 0, 16);
      }),
    moveTo: (point) =>
      send(events.motion, 16 + valuatorBytes, (event) => {
        event.writeUInt32LE(1, 8);
        writePoint(event, 16, point, screen);
      }),
    touch: (finger, phase, point) =>
      send(events.touch, 16 + valuatorBytes, (event) => {
        event.writeUInt32LE(finger, 8);
        event.writeUInt32LE(touchTypes[phase], 12);
        writePoint(event, 16, point, screen);
      }),
    done() {
      const answered = answer();
      send(events.sync, headerBytes);
      return answered;
    },
    close: () => socket.destroy(),
  };
}

function connected(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(path, () => resolve(socket));
    socket.once('error', reject);
  });
}

/** Both axes of the driver go from 0 to 65535 over the whole screen. */
function writePoint(event: Buffer, at: number, { x, y }: Point, { width, height }: ScreenSize): void {
  event.writeUInt8(0b11, at + 4);
  event.writeDoubleLE((x / width) * 65_535, at + 16);
  event.writeDoubleLE((y / height) * 65_535, at + 24);
}
