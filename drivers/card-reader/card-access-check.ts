import { derTag, objectIdentifierFrom, readDer } from './der.ts';

/** BSI TR-03110: id-PACE. */
const pace = '0.4.0.127.0.7.2.2.4';

/** DG14's own tag, [APPLICATION 14]. */
const dg14Tag = 0x6e;

/**
 * Whether DG14, which the issuer signed, contradicts EF.CardAccess, which anybody could have altered to weaken PACE (ICAO
 * 9303 part 11 §4.4.3). Each SecurityInfo about PACE in EF.CardAccess must stand in DG14 too, byte for byte.
 *
 * A DG14 that says nothing about PACE contradicts nothing: issuers leave it out, and what Vietnamese cards have there is
 * UNKNOWN.
 */
export function cardAccessDiffers(cardAccess: Uint8Array, dg14: Uint8Array): boolean {
  const signed = paceInfosFrom(readDer(dg14), dg14Tag);
  if (signed.size === 0) return false;
  const claimed = paceInfosFrom(readDer(cardAccess), undefined);
  return [...claimed].some((info) => !signed.has(info));
}

/** Hex of each SecurityInfo whose protocol lies under id-PACE. */
function paceInfosFrom(file: ReturnType<typeof readDer>, wrapper: number | undefined): ReadonlySet<string> {
  const infos = wrapper !== undefined && file?.tag === wrapper ? file.children[0] : file;
  if (infos?.tag !== derTag.set) return new Set();
  const aboutPace = infos.children.filter(({ children }) => objectIdentifierFrom(children[0])?.startsWith(`${pace}.`));
  return new Set(aboutPace.map(({ whole }) => Buffer.from(whole).toString('hex')));
}
