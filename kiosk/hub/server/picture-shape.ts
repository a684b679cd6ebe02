export type PictureKind = 'png' | 'jpeg' | 'webp';

export interface PictureShape {
  readonly kind: PictureKind;
  readonly width: number;
  readonly height: number;
}

/** What a file says of itself in its first bytes; `undefined` for anything else. The name of a file proves nothing. */
export function pictureShape(bytes: Uint8Array): PictureShape | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = pngShape(view) ?? webpShape(view) ?? jpegShape(view);
  return shape && shape.width > 0 && shape.height > 0 ? shape : undefined;
}

/** PNG specification, third edition, §5.2 and §11.2.1: the signature, then IHDR with width and height. */
function pngShape(view: DataView): PictureShape | undefined {
  if (view.byteLength < 24 || view.getUint32(0) !== 0x89504e47 || view.getUint32(4) !== 0x0d0a1a0a) return undefined;
  if (textAt(view, 12) !== 'IHDR') return undefined;
  return { kind: 'png', width: view.getUint32(16), height: view.getUint32(20) };
}

/** RFC 9649 §2: RIFF, WEBP, then one of three ways to say the size. */
function webpShape(view: DataView): PictureShape | undefined {
  if (view.byteLength < 30 || textAt(view, 0) !== 'RIFF' || textAt(view, 8) !== 'WEBP') return undefined;
  switch (textAt(view, 12)) {
    case 'VP8X':
      return { kind: 'webp', width: 1 + uint24(view, 24), height: 1 + uint24(view, 27) };
    case 'VP8L': {
      const size = view.getUint32(21, true);
      return { kind: 'webp', width: 1 + (size & 0x3fff), height: 1 + ((size >>> 14) & 0x3fff) };
    }
    case 'VP8 ':
      return { kind: 'webp', width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    default:
      return undefined;
  }
}

/** ITU-T T.81 §B.2: segments one after the other until a frame header, SOF0 to SOF15 without DHT, JPG and DAC. */
function jpegShape(view: DataView): PictureShape | undefined {
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return undefined;
  for (let at = 2; at + 9 <= view.byteLength; ) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc)
      return { kind: 'jpeg', width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}

function uint24(view: DataView, at: number): number {
  return view.getUint16(at, true) + (view.getUint8(at + 2) << 16);
}

function textAt(view: DataView, at: number): string {
  return String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3));
}
