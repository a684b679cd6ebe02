import { smallInteger } from './asn1.ts';
import type { CipherSuite } from './cipher-suite.ts';
import { type Curve, curveNames, curves } from './curves.ts';
import { readSecurityInfos, suiteBelow } from './security-infos.ts';

/** A way into the chip by PACE with generic mapping over an elliptic curve. */
export interface PaceOffer {
  readonly suite: CipherSuite;
  readonly curve: Curve;
  /** The value of the protocol's OBJECT IDENTIFIER, as the chip wrote it. */
  readonly protocol: Uint8Array;
  /** The chip has this protocol with more than one curve, so the curve has to be named. */
  readonly isAmbiguous: boolean;
}

const ecdhGenericMapping = '0.4.0.127.0.7.2.2.4.2';

/** Offers in EF.CardAccess that are known here, the one that is tried first in front; integrated mapping, chip-authentication mapping and plain DH are not. */
export function paceOffersFrom(cardAccess: Uint8Array): readonly PaceOffer[] {
  const infos = readSecurityInfos(cardAccess) ?? [];
  return infos.flatMap(({ protocol, protocolBytes, optional }) => {
    const suite = suiteBelow(protocol, ecdhGenericMapping);
    const curve = curveWithId(smallInteger(optional));
    if (!suite || !curve) return [];
    const isAmbiguous = infos.filter((other) => other.protocol === protocol).length > 1;
    return [{ suite, curve, protocol: protocolBytes, isAmbiguous }];
  });
}

function curveWithId(parameterId: number | undefined): Curve | undefined {
  return curveNames.map((name) => curves[name]).find((curve) => curve.parameterId === parameterId);
}
