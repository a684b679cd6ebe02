import { createCanvas, loadImage } from '@napi-rs/canvas';

/** One picture, dot by dot: red, green, blue, opacity. */
export interface Dots {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

/** So much may one part of a colour differ: smoothing of letters, and the palette that pictures are kept in. */
export const mostDifference = 48;
/** And so many dots in ten thousand may differ by more: the edges of letters of another Chromium. */
export const mostOtherDots = 20;

export interface Difference {
  /** In ten thousand; all of them where the pictures are not of one size. */
  readonly otherDots: number;
  /** The new picture, faint, with what differs in red. */
  readonly shown: Dots;
}

export function comparePictures(was: Dots, is: Dots): Difference {
  const { width, height } = is;
  if (was.width !== width || was.height !== height) return { otherDots: 10_000, shown: is };
  const shown = new Uint8ClampedArray(is.data.length);
  let others = 0;
  for (let at = 0; at < is.data.length; at += 4) {
    const differs = [0, 1, 2].some(
      (part) => Math.abs((was.data[at + part] ?? 0) - (is.data[at + part] ?? 0)) > mostDifference,
    );
    if (differs) others += 1;
    const faint = (part: number) => 255 - (255 - (is.data[at + part] ?? 0)) / 4;
    shown.set(differs ? [220, 0, 0, 255] : [faint(0), faint(1), faint(2), 255], at);
  }
  return { otherDots: Math.round((others / (width * height)) * 10_000), shown: { width, height, data: shown } };
}

export async function dotsOf(png: Buffer): Promise<Dots> {
  const image = await loadImage(png);
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  return { width: image.width, height: image.height, data: context.getImageData(0, 0, image.width, image.height).data };
}

export function pngOf({ width, height, data }: Dots): Buffer {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  const image = context.createImageData(width, height);
  image.data.set(data);
  context.putImageData(image, 0, 0);
  return canvas.toBuffer('image/png');
}
