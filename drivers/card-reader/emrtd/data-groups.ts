import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { CardProblem } from '../../contract/card-reader.ts';
import { readTd1, type Zone } from '../../identity-documents/mrz.ts';
import { valueAt } from './tlv.ts';

/** File identifiers (ICAO 9303 part 10). */
export const chipFiles = {
  cardAccess: 0x011c,
  securityObject: 0x011d,
  common: 0x011e,
  dg1: 0x0101,
  dg2: 0x0102,
  dg13: 0x010d,
  dg14: 0x010e,
  dg15: 0x010f,
} as const;

/** The machine-readable zone in DG1. `not-supported`: a passport's or visa's zone, not an identity card's. */
export function readDg1(dg1: Uint8Array): Result<Zone, CardProblem> {
  const bytes = valueAt(dg1, 0x61, 0x5f1f);
  if (!bytes) return problem({ kind: 'damaged' });
  if (bytes.length === 88 || bytes.length === 72) return problem({ kind: 'not-supported' });
  const zone = readTd1(String.fromCharCode(...bytes.subarray(0, 91)));
  return zone ? ok(zone) : problem({ kind: 'damaged' });
}
