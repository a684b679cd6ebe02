import type { Result } from '#config/agreements/result.ts';
import type { Device, Unsubscribe } from './device.ts';
import type { Identity } from './identity.ts';

/** A reader of chip cards (CCCD, Căn cước, passports: ICAO 9303 eMRTD). */
export interface CardReader extends Device {
  readonly kind: 'card-reader';
  /** A card was put on the reader or taken away. */
  onCard(listener: (event: CardEvent) => void): Unsubscribe;
  /**
   * Reads the chip of the card that lies on the reader. One at a time; a card taken away ends it with `card-gone` within
   * two seconds. A wrong access key is never tried again by itself: cards block. An aborted `stop` ends it with `stopped`
   * before the next command to the chip.
   */
  read(access: CardAccess, wanted: CardFiles, stop?: StopSign): Promise<Result<ChipReading, CardProblem>>;
}

/** An `AbortSignal`, as far as a reader needs one. */
export interface StopSign {
  readonly aborted: boolean;
}

export type CardEvent = { readonly type: 'card-inserted' } | { readonly type: 'card-removed' };

/**
 * - `can`: the six digits of PACE; on Vietnamese cards the last six of the 12-digit number (devices.md §5, CONFIRMED).
 * - `mrz`: document number, birth and expiry as in the machine-readable zone (`yyMMdd`); PACE with MRZ or BAC.
 */
export type CardAccess =
  | { readonly kind: 'can'; readonly can: string }
  | { readonly kind: 'mrz'; readonly documentNumber: string; readonly birth: string; readonly expiry: string };

export interface CardFiles {
  /** DG13, the Vietnamese details; holds more than a check-in needs. */
  readonly details: boolean;
  /** DG2, the face; biometric, only with a purpose and a consent. */
  readonly face: boolean;
}

export interface ChipReading {
  readonly identity: Identity;
  readonly genuineness: Genuineness;
  /** JPEG or JPEG 2000 bytes of DG2, only when asked for. Whoever asked overwrites them. */
  readonly face: Uint8Array | undefined;
  /** How the chip was opened; `none`: it gives its files to anybody. */
  readonly access: 'pace' | 'bac' | 'none';
  /** Names of files that were asked for, are there, and do not read (`DG13`): another layout, or the chip keeps breaking off. */
  readonly unread: readonly string[];
}

/**
 * - `genuine`: hashes and signature of EF.SOD hold up to a trusted CSCA and the chip proved that it is no copy.
 * - `not-verified`: nothing contradicts, but something could not be checked.
 * - `does-not-match`: something is wrong: the card is forged, altered or damaged.
 */
export type Genuineness =
  | { readonly verdict: 'genuine'; readonly chip: 'chip-authentication' | 'active-authentication' }
  | { readonly verdict: 'not-verified'; readonly reason: NotVerifiedReason }
  | { readonly verdict: 'does-not-match'; readonly reason: MismatchReason };

/**
 * What could not be checked, or does not follow the rules for issuers (ICAO 9303 part 12); the most telling one is said.
 *
 * - `no-trusted-csca`: no trusted certificate is the signer's issuer.
 * - `issuer-of-other-country`: the chain ends in another country than the one that DG1 names.
 * - `csca-may-not-sign`, `signer-may-not-sign`: the certificate is for something else, such as a web server.
 * - `unknown-critical-extension`: a certificate has a rule that is not known here.
 * - `wrong-content-type`: what was signed is no LDS security object.
 * - `weak-key`, `weak-hash`: anybody with enough computers could have made it.
 * - `certificate-expired`: not valid today, or not when the card was signed.
 * - `no-security-object`, `security-object-unreadable`: nothing is signed, or what is does not read.
 * - `unknown-algorithm`: a signature, hash or key of another kind.
 * - `card-access-incomplete`: EF.CardAccess lacks ways into the chip that the issuer signed.
 * - `chip-proof-not-offered`: the chip does not prove that it is no copy.
 */
export type NotVerifiedReason =
  | 'no-trusted-csca'
  | 'issuer-of-other-country'
  | 'csca-may-not-sign'
  | 'signer-may-not-sign'
  | 'unknown-critical-extension'
  | 'wrong-content-type'
  | 'weak-key'
  | 'weak-hash'
  | 'certificate-expired'
  | 'no-security-object'
  | 'security-object-unreadable'
  | 'unknown-algorithm'
  | 'card-access-incomplete'
  | 'chip-proof-not-offered';

/** What contradicts: a file that was changed, a signature that is not its key's, a chip that is not the one. */
export type MismatchReason =
  | 'file-hash-differs'
  | 'signature-invalid'
  | 'certificate-chain-invalid'
  | 'chip-proof-failed'
  | 'card-access-differs';

/**
 * - `no-card`, `card-gone`: nothing lies on the reader, or it was taken away in the middle.
 * - `wrong-access-key`: the chip refused the CAN or MRZ.
 * - `not-supported`: no eMRTD application, or an access protocol that is not known.
 * - `damaged`: the chip's answers do not hold together.
 * - `timed-out`: it stopped answering.
 * - `absent`: the reader is gone.
 * - `stopped`: whoever asked wants it no more.
 */
export interface CardProblem {
  readonly kind:
    | 'no-card'
    | 'card-gone'
    | 'wrong-access-key'
    | 'not-supported'
    | 'damaged'
    | 'timed-out'
    | 'absent'
    | 'stopped';
}

/** The wire to a card: one command APDU, one response APDU with its status word. What pcsc gives and a simulator serves. */
export interface CardConnection {
  transmit(command: Uint8Array): Promise<Result<Uint8Array, CardProblem>>;
}
