import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { createCanvas } from '@napi-rs/canvas';

/** What somebody in front of the screen sees, by X alone: nothing inside the browser is opened for it. */
export interface Eyes {
  /** Windows that are shown and are larger than a speck, in a fixed order. */
  windows(): Promise<readonly SeenWindow[]>;
  picture(): Promise<Picture>;
  /** What the next one who pastes would get; `undefined` when nobody has copied anything. */
  clipboard(which: 'clipboard' | 'primary'): Promise<string | undefined>;
}

export interface SeenWindow {
  readonly id: string;
  readonly title: string;
  readonly program: string;
  /** `1280x800+0+0` */
  readonly place: string;
}

/** RGBA, one row after the other. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8ClampedArray;
}

/** CommonJS that calls itself an ES module; its types describe the latter. */
const readQrCode = createRequire(import.meta.url)('jsqr') as (
  pixels: Uint8ClampedArray,
  width: number,
  height: number,
) => { readonly data: string } | null;

const run = promisify(execFile);
const speck = 32;

export function openEyes(display: string): Eyes {
  const on = ['-display', display];
  return {
    async windows() {
      const { stdout } = await run('xwininfo', [...on, '-root', '-children']);
      const found = [...stdout.matchAll(windowLine)].map(readWindow).filter((window) => window !== undefined);
      const shown = await Promise.all(found.map(async ({ window }) => isShown(on, window.id)));
      return found.flatMap(({ window }, at) => (shown[at] ? [window] : [])).toSorted((a, b) => (a.id < b.id ? -1 : 1));
    },
    async picture() {
      const { stdout } = await run('xwd', [...on, '-root', '-silent'], { encoding: 'buffer', maxBuffer: 64_000_000 });
      return readXwd(stdout);
    },
    async clipboard(which) {
      const asking = run('xclip', ['-d', display, '-selection', which, '-o'], { timeout: 2_000 });
      return (await asking.catch(() => undefined))?.stdout || undefined;
    },
  };
}

/** Share of the pixels that differ so much that an eye would see it, from 0 to 1; `still` tells which are looked at. */
export function difference(one: Picture, other: Picture, still?: Uint8Array): number {
  if (one.width !== other.width || one.height !== other.height) return 1;
  let [differing, looked] = [0, 0];
  for (let pixel = 0; pixel < one.width * one.height; pixel += 1) {
    if (still?.[pixel] === 0) continue;
    looked += 1;
    if (differs(one.pixels, other.pixels, pixel * 4)) differing += 1;
  }
  return differing / looked;
}

/** 1 for each pixel that is the same on all the pictures: what is drawn to move has 0. */
export function stillPixels([first, ...others]: readonly [Picture, ...Picture[]]): Uint8Array {
  const still = new Uint8Array(first.width * first.height).fill(1);
  for (const { pixels } of others) {
    for (let pixel = 0; pixel < still.length; pixel += 1) {
      if (differs(first.pixels, pixels, pixel * 4)) still[pixel] = 0;
    }
  }
  return still;
}

function differs(one: Picture['pixels'], other: Picture['pixels'], at: number): boolean {
  for (let channel = at; channel < at + 3; channel += 1) {
    if (Math.abs((one[channel] ?? 0) - (other[channel] ?? 0)) > visibleStep) return true;
  }
  return false;
}
const visibleStep = 32;

/** What the first QR code on the picture says. */
export function qrCodeOn({ pixels, width, height }: Picture): string | undefined {
  return readQrCode(pixels, width, height)?.data;
}

export function savePicture({ width, height, pixels }: Picture, file: string): void {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  const image = context.createImageData(width, height);
  image.data.set(pixels);
  context.putImageData(image, 0, 0);
  writeFileSync(file, canvas.toBuffer('image/png'));
}

/** `     0x200003 "Tiếp Đón": ("chromium" "Chromium")  1280x800+0+0  +0+0` */
const windowLine = /^ +(0x[0-9a-f]+) (?:"(.*?)"|\(has no name\)): \((.*?)\) +((\d+)x(\d+)[+-]+\d+[+-]+\d+)/gm;

function readWindow(line: RegExpMatchArray): { readonly window: SeenWindow } | undefined {
  const [, id = '', title = '', program = '', place = '', width, height] = line;
  if (Number(width) < speck || Number(height) < speck) return undefined;
  return { window: { id, title, program, place } };
}

/** A window that went away between the two questions is not shown. */
async function isShown(on: readonly string[], id: string): Promise<boolean> {
  const asked = await run('xwininfo', [...on, '-id', id]).catch(() => undefined);
  return asked?.stdout.includes('IsViewable') ?? false;
}

/** XWDFile.h: a header of 32-bit words, most significant byte first; a colour map; rows of pixels. */
function readXwd(file: Buffer): Picture {
  const word = (at: number) => file.readUInt32BE(at * 4);
  const [width, height, rowBytes] = [word(4), word(5), word(12)];
  const start = word(0) + word(19) * 12;
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const from = start + y * rowBytes + x * 4;
      const to = (y * width + x) * 4;
      pixels[to] = file[from + 2] ?? 0;
      pixels[to + 1] = file[from + 1] ?? 0;
      pixels[to + 2] = file[from] ?? 0;
      pixels[to + 3] = 255;
    }
  }
  return { width, height, pixels };
}
