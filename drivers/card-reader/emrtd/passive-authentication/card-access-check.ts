import { readDg14, readSecurityInfos, type SecurityInfo } from '../security-infos.ts';

/** BSI TR-03110: id-PACE. */
const pace = '0.4.0.127.0.7.2.2.4.';

/**
 * Whether DG14, which the issuer signed, contradicts EF.CardAccess, which anybody could have altered to weaken PACE (ICAO
 * 9303 part 11 §4.4.3). Each SecurityInfo about PACE in EF.CardAccess must stand in DG14 too, byte for byte.
 *
 * A DG14 that says nothing about PACE contradicts nothing: issuers leave it out, and what Vietnamese cards have there is
 * UNKNOWN.
 */
export function cardAccessDiffers(cardAccess: Uint8Array, dg14: Uint8Array): boolean {
  const signed = paceInfosIn(readDg14(dg14));
  if (signed.size === 0) return false;
  return [...paceInfosIn(readSecurityInfos(cardAccess))].some((info) => !signed.has(info));
}

/** Whether EF.CardAccess lacks ways into the chip that DG14 has: somebody may have taken the stronger ones away. */
export function cardAccessIsIncomplete(cardAccess: Uint8Array, dg14: Uint8Array): boolean {
  const claimed = paceInfosIn(readSecurityInfos(cardAccess));
  return [...paceInfosIn(readDg14(dg14))].some((info) => !claimed.has(info));
}

/** Hex of each SecurityInfo whose protocol lies under id-PACE. */
function paceInfosIn(infos: readonly SecurityInfo[] | undefined): ReadonlySet<string> {
  const aboutPace = infos?.filter(({ protocol }) => protocol.startsWith(pace)) ?? [];
  return new Set(aboutPace.map(({ whole }) => Buffer.from(whole).toString('hex')));
}
