import type { RandomBytes } from '#config/agreements/ids.ts';

/** What a simulated chip holds, and how it behaves. */
export interface SimulatedChipSettings {
  /** As in the MRZ: 9 characters at most, or longer by the long-number rule. */
  readonly documentNumber: string;
  /** `yyMMdd` */
  readonly birth: string;
  /** `yyMMdd` */
  readonly expiry: string;
  readonly can: string;
  /** `undefined`: a card without EF.CardAccess, BAC only. */
  readonly pace: { readonly curve: SimulatedCurve; readonly suite: SimulatedSuite } | undefined;
  readonly bac: boolean;
  /** The application's files by identifier; DG14 and DG15 must match the keys below. */
  readonly files: ReadonlyMap<number, Uint8Array>;
  readonly chipAuthentication?: SimulatedAgreementKey;
  readonly activeAuthentication?: SimulatedActiveKey;
  readonly randomBytes: RandomBytes;
  /** Default 10. */
  readonly tries?: number;
  /** Vietnamese cards answer 6D00 to SELECT MF (devices.md §5, CONFIRMED). Default true. */
  readonly refusesSelectMf?: boolean;
  readonly habits?: SimulatedHabits;
  /** Gives its files without any key. */
  readonly isOpenToAll?: boolean;
}

/** What chips of the field refuse though the standard allows it (gmrtd#108, #410, NFCPassportReader#29). */
export interface SimulatedHabits {
  /** The most bytes of a file that may be asked for. */
  readonly longestLe?: number;
  /** Says so with `6Cxx` instead of `6700`. */
  readonly namesLength?: boolean;
  /** The curve of PACE by its number (DO84): when PACE is chosen, or only once the nonce is asked for. */
  readonly curveReference?: 'required' | 'required-for-nonce' | 'refused';
  /** The only P2 of SELECT that it takes. Default `0C`. */
  readonly selectP2?: number;
  /** Takes `selectP2` only under secure messaging, and `0C` before. */
  readonly selectP2WhenOpen?: boolean;
  readonly refusesExtended?: boolean;
  /** Every refusal is in the clear and ends secure messaging. */
  readonly refusesInClear?: boolean;
  /** Files at which it forgets its session. */
  readonly breaksAt?: readonly number[];
}

export type SimulatedCurve = 'p-256' | 'brainpool-p256r1' | 'brainpool-p384r1';
export type SimulatedSuite = '3des' | 'aes-128' | 'aes-192' | 'aes-256';

export interface SimulatedAgreementKey {
  readonly curve: SimulatedCurve;
  readonly suite: SimulatedSuite;
  /** Big-endian number below the curve's order. */
  readonly privateKey: Uint8Array;
  readonly keyId?: number;
}

export interface SimulatedActiveKey {
  readonly kind: 'rsa' | 'ecdsa';
  /** PKCS#8 DER. */
  readonly privateKey: Uint8Array;
  /** Default `sha256`. With RSA `sha1` is the trailer `BC`. */
  readonly hash?: 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512';
}
