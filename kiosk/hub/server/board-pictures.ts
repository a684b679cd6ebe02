import { createHash } from 'node:crypto';
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileProblemCode } from '#config/agreements/durable-file.ts';
import { type PictureKind, pictureShape } from './picture-shape.ts';

export const mostPictures = 40;
export const largestPictureBytes = 6_000_000;
/** A board of 4K shows no more, and its browser need not unpack more. */
export const mostPictureDots = 24_000_000;

export interface Picture {
  /** 16 hexadecimal digits: another picture under the same name is another one. */
  readonly id: string;
  readonly kind: PictureKind;
  readonly path: string;
  /** When it was last written, and how large: looked at anew only when that has changed. */
  readonly stamp: string;
}

/**
 * The pictures of a folder in the order of their names. What is no PNG, JPEG or WebP, too large, a link, or hidden is left out; a folder
 * that cannot be read has none. Only files that stand in this list are ever served.
 */
export async function picturesIn(folder: string, before: readonly Picture[] = []): Promise<readonly Picture[]> {
  const pictures: Picture[] = [];
  for (const name of (await namesIn(folder)).toSorted()) {
    if (pictures.length >= mostPictures) break;
    if (name.startsWith('.')) continue;
    const path = join(folder, name);
    const stamp = await stampOf(path);
    const known = before.find((each) => each.path === path && each.stamp === stamp);
    const picture = known ?? (stamp === undefined ? undefined : await pictureAt(path, stamp));
    if (picture) pictures.push(picture);
  }
  return pictures;
}

/** It may have changed since it was listed. */
export async function readPicture({ path, id }: Picture): Promise<Uint8Array | undefined> {
  const bytes = await bytesOf(path);
  return bytes && idOf(bytes) === id ? bytes : undefined;
}

async function pictureAt(path: string, stamp: string): Promise<Picture | undefined> {
  const bytes = await bytesOf(path);
  const shape = bytes && pictureShape(bytes);
  if (!bytes || !shape || shape.width * shape.height > mostPictureDots) return undefined;
  return { id: idOf(bytes), kind: shape.kind, path, stamp };
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    fileProblemCode(error);
    return [];
  }
}

/** `undefined`: not there, no file of its own, or too large. */
async function stampOf(path: string): Promise<string | undefined> {
  try {
    const there = await lstat(path);
    return there.isFile() && there.size <= largestPictureBytes ? `${there.mtimeMs} ${there.size}` : undefined;
  } catch (error) {
    fileProblemCode(error);
    return undefined;
  }
}

async function bytesOf(path: string): Promise<Uint8Array | undefined> {
  try {
    return (await stampOf(path)) === undefined ? undefined : await readFile(path);
  } catch (error) {
    fileProblemCode(error);
    return undefined;
  }
}

function idOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}
