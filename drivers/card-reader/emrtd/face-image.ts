import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { CardProblem } from '../../contract/card-reader.ts';
import { numberFromBytes, sameBytes } from './bytes.ts';
import { valueAt } from './tlv.ts';

/**
 * The JPEG or JPEG 2000 bytes of the first face in DG2 (CBEFF around ISO 19794-5, ICAO 9303 part 10). Nothing is
 * decoded, and the bytes are a copy. `not-supported`: another biometric format, such as ISO 39794-5 of newer passports.
 */
export function faceFromDg2(dg2: Uint8Array): Result<Uint8Array, CardProblem> {
  const template = valueAt(dg2, 0x75, 0x7f61, 0x7f60);
  const record = template && (valueAt(template, 0x5f2e) ?? valueAt(template, 0x7f2e));
  if (!record) return problem({ kind: 'damaged' });
  if (!sameBytes(record.subarray(0, 4), new TextEncoder().encode('FAC\0'))) return problem({ kind: 'not-supported' });

  const face = record.subarray(facialHeaderLength);
  const faceLength = Number(numberFromBytes(face.subarray(0, 4)));
  const featurePoints = Number(numberFromBytes(face.subarray(4, 6)));
  const imageStart = faceInformationLength + featurePoints * featurePointLength + imageInformationLength;
  if (face.length < imageStart || faceLength > face.length || faceLength <= imageStart) {
    return problem({ kind: 'damaged' });
  }
  const image = face.subarray(imageStart, faceLength);
  return isImage(image) ? ok(Uint8Array.from(image)) : problem({ kind: 'damaged' });
}

const facialHeaderLength = 14;
const faceInformationLength = 20;
const featurePointLength = 8;
const imageInformationLength = 12;

/** JPEG, JPEG 2000 file, JPEG 2000 codestream. */
const imageStarts = [
  Uint8Array.of(0xff, 0xd8, 0xff),
  Uint8Array.of(0x00, 0x00, 0x00, 0x0c, 0x6a, 0x50, 0x20, 0x20),
  Uint8Array.of(0xff, 0x4f, 0xff, 0x51),
];

function isImage(bytes: Uint8Array): boolean {
  return imageStarts.some((start) => sameBytes(bytes.subarray(0, start.length), start));
}
