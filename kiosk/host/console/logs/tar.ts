import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

export interface TarEntry {
  /** ASCII, at most 99 characters. */
  readonly name: string;
  readonly content: Uint8Array;
}

const block = 512;

/** A gzipped POSIX ustar archive (IEEE 1003.1-2017, pax, "ustar Interchange Format"): plain files of mode 0600. `at`: epoch ms. */
export async function tarGz(entries: readonly TarEntry[], at: number): Promise<Buffer> {
  const parts = entries.flatMap(({ name, content }) => [
    header(name, content.length, at),
    content,
    Buffer.alloc((block - (content.length % block)) % block),
  ]);
  return promisify(gzip)(Buffer.concat([...parts, Buffer.alloc(2 * block)]));
}

function header(name: string, size: number, at: number): Buffer {
  const bytes = Buffer.alloc(block);
  if (!/^[\x21-\x7e]{1,99}$/.test(name)) throw new Error(`no name for a file of an archive: ${name}`);
  bytes.write(name, 0, 'ascii');
  bytes.write('0000600\0', 100, 'ascii');
  bytes.write('0000000\0', 108, 'ascii');
  bytes.write('0000000\0', 116, 'ascii');
  bytes.write(`${octal(size, 11)}\0`, 124, 'ascii');
  bytes.write(`${octal(Math.floor(at / 1_000), 11)}\0`, 136, 'ascii');
  bytes.write('        ', 148, 'ascii');
  bytes.write('0', 156, 'ascii');
  bytes.write('ustar\0' + '00', 257, 'ascii');
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  bytes.write(`${octal(sum, 6)}\0 `, 148, 'ascii');
  return bytes;
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}
