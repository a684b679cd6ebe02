import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw, zstdDecompress } from 'node:zlib';

/**
 * Undoes the codings of an answer's body (RFC 9110 §8.4.1). We ask for `identity`; some servers and balancers compress all the
 * same, and some say so and do not. At most `most` bytes come out, whatever went in; a body that cannot be read is empty.
 */
export async function decoded(body: Uint8Array, header: string | undefined, most: number): Promise<Uint8Array> {
  const codings = (header ?? '')
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
  if (codings.length === 0 || body.length === 0) return body;
  if (codings.length > mostCodings) return nothing;
  let bytes = body;
  for (const coding of codings.toReversed()) bytes = await undone(bytes, coding, most);
  return bytes;
}

const nothing = new Uint8Array(0);
const mostCodings = 3;

const unzip = promisify(gunzip);
const inflated = promisify(inflate);
const inflatedRaw = promisify(inflateRaw);
const unbrotli = promisify(brotliDecompress);
const unzstd = promisify(zstdDecompress);

async function undone(bytes: Uint8Array, coding: string, maxOutputLength: number): Promise<Uint8Array> {
  const bounded = { maxOutputLength };
  try {
    switch (coding) {
      case 'gzip':
      case 'x-gzip':
        // RFC 1952 §2.3.1. Without its mark it was never compressed.
        return bytes[0] === 0x1f && bytes[1] === 0x8b ? await unzip(bytes, bounded) : bytes;
      case 'deflate':
        // RFC 9110 §8.4.1.2 wants zlib's wrapping; some servers leave it out.
        return await inflated(bytes, bounded).catch(() => inflatedRaw(bytes, bounded));
      case 'br':
        return await unbrotli(bytes, bounded);
      case 'zstd':
        return await unzstd(bytes, bounded);
      default:
        return bytes;
    }
  } catch {
    return looksLikeText(bytes) ? bytes : nothing;
  }
}

/** JSON or XML that was announced as compressed and is not. */
function looksLikeText(bytes: Uint8Array): boolean {
  const [first] = new TextDecoder().decode(bytes.subarray(0, 16)).trimStart();
  return first === '{' || first === '[' || first === '<';
}
