import { createHash, type KeyObject, timingSafeEqual, X509Certificate } from 'node:crypto';
import type { Genuineness, MismatchReason, NotVerifiedReason } from '../contract/card-reader.ts';
import { cardAccessDiffers } from './card-access-check.ts';
import { readSecurityObject, type SecurityObject } from './security-object.ts';
import { hashNameFrom, verifySignature } from './signature-algorithms.ts';

/**
 * Passive authentication (ICAO 9303 part 11 §5.1): are the files on the chip those that an issuer whom we trust has signed?
 * It does not tell a chip from its copy; `genuineness` puts both together. Revocation is not asked: a kiosk has no CRL.
 */
export interface FilesOfChip {
  /** EF.SOD; `undefined` when the chip has none. */
  readonly securityObject: Uint8Array | undefined;
  /** Each data group that was read, whole, by its number. */
  readonly dataGroups: ReadonlyMap<number, Uint8Array>;
  /** EF.CardAccess as it was read before the chip was opened. */
  readonly cardAccess: Uint8Array | undefined;
}

export interface Trust {
  /** Country signing certificates. */
  readonly cscas: readonly X509Certificate[];
  /** Epoch ms at which certificates must be valid. */
  readonly at: number;
}

export type PassiveAuthentication =
  | { readonly verdict: 'holds' }
  | { readonly verdict: 'not-verified'; readonly reason: NotVerifiedReason }
  | { readonly verdict: 'does-not-match'; readonly reason: MismatchReason };

/** What contradicts comes before what could not be checked. Never throws, whatever the files are. */
export function authenticatePassively(files: FilesOfChip, trust: Trust): PassiveAuthentication {
  if (!files.securityObject) return notVerified('no-security-object');
  const securityObject = readSecurityObject(files.securityObject);
  if (!securityObject) return doesNotMatch('signature-invalid');

  const findings = [
    compareHashes(securityObject, files.dataGroups),
    compareCardAccess(files),
    ...verifySigner(securityObject, trust),
  ];
  return (
    findings.find(({ verdict }) => verdict === 'does-not-match') ??
    findings.find(({ verdict }) => verdict === 'not-verified') ??
    holds
  );
}

/** Numbers of the data groups that the security object lists, so that nobody asks the chip for others. */
export function listedDataGroups(efSod: Uint8Array): ReadonlySet<number> {
  return new Set(readSecurityObject(efSod)?.dataGroupHashes.keys());
}

export type ChipProofOutcome =
  | { readonly result: 'proved' | 'failed'; readonly by: 'chip-authentication' | 'active-authentication' }
  | { readonly result: 'refused' | 'unknown-algorithm' | 'not-offered' };

/**
 * The issuer's files and the chip's own proof in one verdict. A chip that refuses what its files offer is not called a forgery:
 * which Vietnamese cards do is UNKNOWN.
 */
export function genuineness(passive: PassiveAuthentication, proof: ChipProofOutcome): Genuineness {
  if (passive.verdict === 'does-not-match') return passive;
  if (proof.result === 'failed') return { verdict: 'does-not-match', reason: 'chip-proof-failed' };
  if (passive.verdict === 'not-verified') return passive;
  if (proof.result === 'proved') return { verdict: 'genuine', chip: proof.by };
  const reason = proof.result === 'unknown-algorithm' ? 'unknown-algorithm' : 'chip-proof-not-offered';
  return { verdict: 'not-verified', reason };
}

/** A data group that was read and is not listed is none of the issuer's. */
function compareHashes(
  { hashAlgorithm, dataGroupHashes }: SecurityObject,
  dataGroups: ReadonlyMap<number, Uint8Array>,
): PassiveAuthentication {
  const hash = hashNameFrom(hashAlgorithm);
  if (hash === undefined) return notVerified('unknown-algorithm');
  for (const [number, bytes] of dataGroups) {
    const expected = dataGroupHashes.get(number);
    if (!expected || !isEqual(createHash(hash).update(bytes).digest(), expected)) {
      return doesNotMatch('file-hash-differs');
    }
  }
  return holds;
}

function compareCardAccess({ cardAccess, dataGroups }: FilesOfChip): PassiveAuthentication {
  const dg14 = dataGroups.get(14);
  return cardAccess && dg14 && cardAccessDiffers(cardAccess, dg14) ? doesNotMatch('card-access-differs') : holds;
}

/** The signature of whichever certificate inside it holds for, and the chain of that certificate. */
function verifySigner(securityObject: SecurityObject, trust: Trust): readonly PassiveAuthentication[] {
  const { signer, content } = securityObject;
  const digest = hashNameFrom(signer.digestAlgorithm);
  if (signer.signedAttributes) {
    if (digest === undefined) return [notVerified('unknown-algorithm')];
    const { messageDigest, contentTypeMatches } = signer;
    const contentDigest = createHash(digest).update(content).digest();
    if (!messageDigest || !contentTypeMatches || !isEqual(contentDigest, messageDigest)) {
      return [doesNotMatch('signature-invalid')];
    }
  }
  // Issuers may leave the document signer out (RFC 5652 allows it); whoever signed is then nobody we know.
  if (securityObject.certificates.length === 0) return [notVerified('no-trusted-csca')];
  const certificates = securityObject.certificates.flatMap(certificateFrom);
  const outcomes = certificates.map(({ publicKey }) =>
    verifySignature({
      message: signer.signedAttributes ?? content,
      signature: signer.signature,
      algorithm: signer.signatureAlgorithm,
      digestAlgorithm: signer.digestAlgorithm,
      publicKey,
    }),
  );
  const documentSigner = certificates[outcomes.indexOf('holds')];
  if (documentSigner) return [verifyChain(documentSigner.certificate, trust)];
  const allUnderstood =
    certificates.length === securityObject.certificates.length && !outcomes.includes('unknown-algorithm');
  return [allUnderstood ? doesNotMatch('signature-invalid') : notVerified('unknown-algorithm')];
}

/**
 * Document signer to country signing certificate: one step (ICAO 9303 part 12 §3). A country renews its key under the same
 * name, so a signature that does not hold under one of several certificates of that name says nothing yet; and an issuer whose
 * certificate is not in the folder is unknown, not false (law 9).
 */
function verifyChain(documentSigner: X509Certificate, { cscas, at }: Trust): PassiveAuthentication {
  // `checkIssued` compares names, key identifiers and what the keys may be used for.
  const issuers = cscas.filter((csca) => csca.ca && documentSigner.checkIssued(csca));
  if (issuers.length === 0) return notVerified('no-trusted-csca');
  const issuer = issuers.find((csca) => isSignedBy(documentSigner, csca));
  if (!issuer) return doesNotMatch('certificate-chain-invalid');
  // A document signer that may sign certificates too would let whoever holds it make others.
  if (documentSigner.ca) return doesNotMatch('certificate-chain-invalid');
  return isValid(documentSigner, at) && isValid(issuer, at) ? holds : notVerified('certificate-expired');
}

function isSignedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  try {
    return certificate.verify(issuer.publicKey);
  } catch {
    return false;
  }
}

function isValid({ validFromDate, validToDate }: X509Certificate, at: number): boolean {
  return validFromDate.getTime() <= at && at <= validToDate.getTime();
}

/** None when OpenSSL does not understand the certificate or its key. */
function certificateFrom(
  der: Uint8Array,
): readonly { readonly certificate: X509Certificate; readonly publicKey: KeyObject }[] {
  try {
    const certificate = new X509Certificate(der);
    return [{ certificate, publicKey: certificate.publicKey }];
  } catch {
    return [];
  }
}

function isEqual(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}

const holds: PassiveAuthentication = { verdict: 'holds' };

function notVerified(reason: NotVerifiedReason): PassiveAuthentication {
  return { verdict: 'not-verified', reason };
}

function doesNotMatch(reason: MismatchReason): PassiveAuthentication {
  return { verdict: 'does-not-match', reason };
}
