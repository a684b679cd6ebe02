import type { DotPicture } from './dot-picture.ts';
import { marginDots } from './paper-sheet.ts';
import { type SKRSContext2D, ticketCanvas } from './ticket-canvas.ts';

/** A site's picture of the way to a room, made ready for what it is shown on. */
export interface WayMap {
  readonly onPaper: DotPicture;
  /** A PNG of our own making: what a stranger's file has beside its picture does not reach the page. */
  readonly onScreen: Uint8Array;
}

/** Of the width of the paper: a higher picture makes a ticket that hangs to the floor. */
const mostHeightOfPaper = 0.75;
const largestOnScreen = { width: 1000, height: 700 } as const;

/** Rejects when the picture cannot be unpacked. Its size has been looked at before (`map-file.ts`). */
export async function drawWayMap(png: Uint8Array, dotsAcross: number): Promise<WayMap> {
  const { Image, createCanvas } = ticketCanvas();
  const image = new Image();
  image.src = png;
  await image.decode();

  function drawn(width: number, height: number): SKRSContext2D {
    const context = createCanvas(width, height).getContext('2d');
    context.fillStyle = 'white';
    context.fillRect(0, 0, width, height);
    context.imageSmoothingQuality = 'high';
    context.drawImage(image, 0, 0, width, height);
    return context;
  }

  const widest = dotsAcross - 2 * marginDots;
  const paper = sizeWithin(image, { width: widest, height: Math.floor(widest * mostHeightOfPaper) });
  const grey = greyOf(drawn(paper.width, paper.height).getImageData(0, 0, paper.width, paper.height).data);
  const glass = sizeWithin(image, {
    width: Math.min(largestOnScreen.width, image.width),
    height: Math.min(largestOnScreen.height, image.height),
  });
  const onScreen = await drawn(glass.width, glass.height).canvas.encode('png');
  return { onPaper: dithered(grey, paper.width), onScreen };
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** As large as fits, in its own proportions. */
function sizeWithin({ width, height }: Size, most: Size): Size {
  const scale = Math.min(most.width / width, most.height / height);
  return { width: Math.max(1, Math.floor(width * scale)), height: Math.max(1, Math.floor(height * scale)) };
}

/** Luma of RGBA pixels that stand on white (ITU-R BT.601). */
function greyOf(pixels: Uint8ClampedArray): Float32Array {
  const grey = new Float32Array(pixels.length / 4);
  for (let dot = 0; dot < grey.length; dot++) {
    const at = dot * 4;
    grey[dot] = 0.299 * (pixels[at] ?? 255) + 0.587 * (pixels[at + 1] ?? 255) + 0.114 * (pixels[at + 2] ?? 255);
  }
  return grey;
}

/**
 * Greys as a pattern of dots: each dot's error is shared out to its neighbours (Floyd and Steinberg 1976). What is nearly black or
 * nearly white is taken for it, so that the edges of lines stay clean.
 */
export function dithered(grey: Float32Array, widthDots: number): DotPicture {
  const heightDots = grey.length / widthDots;
  const bytesAcross = Math.ceil(widthDots / 8);
  const rows = new Uint8Array(bytesAcross * heightDots);
  const rest = Float32Array.from(grey, (value) => (value > 225 ? 255 : value < 60 ? 0 : value));
  const share = (x: number, y: number, error: number) => {
    if (x < 0 || x >= widthDots || y >= heightDots) return;
    const at = y * widthDots + x;
    const own = grey[at] ?? 255;
    // A clean white stays clean, whatever stands beside it.
    if (own <= 225 && own >= 60) rest[at] = (rest[at] ?? 255) + error;
  };
  for (let y = 0; y < heightDots; y++) {
    for (let x = 0; x < widthDots; x++) {
      const wanted = rest[y * widthDots + x] ?? 255;
      const isBlack = wanted < 128;
      if (isBlack) {
        const byte = y * bytesAcross + (x >> 3);
        rows[byte] = (rows[byte] ?? 0) | (0x80 >> (x & 7));
      }
      const error = wanted - (isBlack ? 0 : 255);
      share(x + 1, y, (error * 7) / 16);
      share(x - 1, y + 1, (error * 3) / 16);
      share(x, y + 1, (error * 5) / 16);
      share(x + 1, y + 1, error / 16);
    }
  }
  return { widthDots, heightDots, bytesAcross, rows };
}
