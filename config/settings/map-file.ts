import { readFileSync, statSync } from 'node:fs';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { SiteFile } from './site-file.ts';
import { type MistakeKind, type SiteMistake, shortJson } from './site-mistakes.ts';

/**
 * Pictures of the way to a room, as files that a site file names. What is wrong with one is a note to the technician and never a
 * mistake: the kiosk starts, and gives tickets with the words alone.
 */

/** A floor plan in black and white has some 10 kB. */
export const largestMapBytes = 256 * 1024;
/** Twice as many dots as the widest paper has: what is larger, no ticket shows. It bounds what unpacking one takes. */
export const mostMapDots = 1600;

export interface MapTrouble {
  readonly kind: Extract<MistakeKind, `map-${string}`>;
  readonly values: SiteMistake['values'];
}

/** The bytes of a picture that looks like a map by its size and its header. */
export function readMapFile(path: string): Result<Uint8Array, MapTrouble> {
  try {
    const there = statSync(path);
    // A pipe would be waited for, and a device has no end.
    if (!there.isFile()) return problem({ kind: 'map-not-there', values: {} });
    if (there.size > largestMapBytes) return problem(tooLarge);
    const bytes = readFileSync(path);
    const trouble = mapTrouble(bytes);
    return trouble ? problem(trouble) : ok(bytes);
  } catch {
    return problem({ kind: 'map-not-there', values: {} });
  }
}

const tooLarge: MapTrouble = { kind: 'map-too-large', values: { most: largestMapBytes / 1024 } };

/** Signature and first chunk of a PNG (W3C PNG §5.2, §11.2.1), and that its end is there: the size is told before anything has to be unpacked. */
export function mapTrouble(bytes: Uint8Array): MapTrouble | undefined {
  if (bytes.length > largestMapBytes) return tooLarge;
  const startsAsPng = bytes.length >= 33 && pngStart.every((byte, at) => bytes[at] === byte);
  // Of a file that was copied half, the other half would be blank paper.
  const isWhole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(pngEnd, 33);
  if (!startsAsPng || !isWhole) return { kind: 'map-not-png', values: {} };
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [width, height] = [header.getUint32(16), header.getUint32(20)];
  if (width === 0 || height === 0) return { kind: 'map-not-png', values: {} };
  if (width <= mostMapDots && height <= mostMapDots) return undefined;
  return { kind: 'map-too-many-dots', values: { most: mostMapDots, width, height } };
}

/** The last chunk, which is the same in every picture: empty, IEND, and its check sum (§11.2.5). */
const pngEnd = Buffer.from([0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82]);

/** The signature, and a first chunk of 13 bytes that is called IHDR. */
const pngStart = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52];

/** Every file that the site names as a map, with the place that names it. */
export function mapFilesOf({ services, checkIn }: Pick<SiteFile, 'services' | 'checkIn'>): readonly NamedMap[] {
  const isolation = checkIn.screening?.mapFile;
  return [
    ...services.flatMap(({ mapFile }, at) =>
      mapFile === undefined ? [] : [{ path: `services[${at}].mapFile`, file: mapFile }],
    ),
    ...(isolation === undefined ? [] : [{ path: 'checkIn.screening.mapFile', file: isolation }]),
  ];
}

export interface NamedMap {
  /** In the site file. */
  readonly path: string;
  readonly file: string;
}

export type ReadMapFile = typeof readMapFile;

export function mapNotes(site: SiteFile, read: ReadMapFile = readMapFile): readonly SiteMistake[] {
  return mapFilesOf(site).flatMap(({ path, file }) => {
    const picture = read(file);
    return picture.ok ? [] : [{ path, ...picture.problem, value: shortJson(file) }];
  });
}
