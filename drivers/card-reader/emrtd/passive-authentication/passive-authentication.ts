import { createHash } from 'node:crypto';
import type { Genuineness, MismatchReason, NotVerifiedReason } from '../../../contract/card-reader.ts';
import { readDg1 } from '../data-groups.ts';
import type { ChipProof } from '../open-chip.ts';
import { cardAccessDiffers, cardAccessIsIncomplete } from './card-access-check.ts';
import { type Certificate, readCertificate } from './certificate.ts';
import { type SignedDocument, verifyChain } from './issuer-policy.ts';
import { readSecurityObject, type SecurityObject } from './security-object.ts';
import { hashNameFrom, isWeakHash, signatureHash } from './signature-algorithms.ts';
import { digestHolds, type Signer, sameDigest, signatureHolds } from './signed-data.ts';

/**
 * Passive authentication (ICAO 9303 part 11 §5.1): are the files on the chip those that an issuer whom we trust has signed?
 * It does not tell a chip from its copy; `genuineness` puts both together. Revocation is not asked: a kiosk has no CRL.
 */
export interface FilesOfChip {
  /** EF.SOD; `undefined` when the chip has none. */
  readonly securityObject: Uint8Array | undefined;
  /** Each data group that was read, whole, by its number. DG1 says whose document it is. */
  readonly dataGroups: ReadonlyMap<number, Uint8Array>;
  /** EF.CardAccess as it was read before the chip was opened. */
  readonly cardAccess: Uint8Array | undefined;
}

export interface Trust {
  /** Country signing certificates, read already or in DER, such as Node's `X509Certificate`. */
  readonly cscas: readonly (Certificate | { readonly raw: Uint8Array })[];
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
  if (!securityObject) return notVerified('security-object-unreadable');

  // Whoever signed: one whom we trust is enough, and of several one may be nobody we know.
  const verdicts = securityObject.signers.map((signer) => verdictBy(signer, securityObject, files, trust));
  return (
    verdicts.find(({ verdict }) => verdict === 'holds') ??
    verdicts.find(({ verdict }) => verdict === 'not-verified') ??
    verdicts[0] ??
    notVerified('security-object-unreadable')
  );
}

function verdictBy(
  signer: Signer,
  securityObject: SecurityObject,
  files: FilesOfChip,
  trust: Trust,
): PassiveAuthentication {
  const findings = [
    compareHashes(securityObject, files.dataGroups),
    verifySigner(securityObject, signer, { document: documentIn(files.dataGroups, signer), trust }),
    contentTypeOf(securityObject),
    strengthOfHashes(securityObject, signer),
    compareCardAccess(files),
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

/**
 * The issuer's files and the chip's own proof in one verdict. A chip that refuses what its files offer is not called a forgery:
 * which Vietnamese cards do is UNKNOWN.
 */
export function genuineness(passive: PassiveAuthentication, proof: ChipProof): Genuineness {
  if (passive.verdict === 'does-not-match') return passive;
  if (proof.result === 'failed') return { verdict: 'does-not-match', reason: 'chip-proof-failed' };
  if (passive.verdict === 'not-verified') return passive;
  if (proof.result === 'proved') return { verdict: 'genuine', chip: proof.by };
  return notVerified(doubtOfProof[proof.result]);
}

const doubtOfProof = {
  'unknown-algorithm': 'unknown-algorithm',
  'weak-key': 'weak-key',
  refused: 'chip-proof-not-offered',
  'not-offered': 'chip-proof-not-offered',
} satisfies Record<Exclude<ChipProof['result'], 'proved' | 'failed'>, NotVerifiedReason>;

/** A data group that was read and is not listed is none of the issuer's. */
function compareHashes(
  { hashAlgorithm, dataGroupHashes }: SecurityObject,
  dataGroups: ReadonlyMap<number, Uint8Array>,
): PassiveAuthentication {
  const hash = hashNameFrom(hashAlgorithm);
  if (hash === undefined) return notVerified('unknown-algorithm');
  for (const [number, bytes] of dataGroups) {
    const expected = dataGroupHashes.get(number);
    if (!expected || !sameDigest(createHash(hash).update(bytes).digest(), expected)) {
      return doesNotMatch('file-hash-differs');
    }
  }
  return holds;
}

function compareCardAccess({ cardAccess, dataGroups }: FilesOfChip): PassiveAuthentication {
  const dg14 = dataGroups.get(14);
  if (!cardAccess || !dg14) return holds;
  if (cardAccessDiffers(cardAccess, dg14)) return doesNotMatch('card-access-differs');
  return cardAccessIsIncomplete(cardAccess, dg14) ? notVerified('card-access-incomplete') : holds;
}

/** The kiosk reads Vietnamese cards, so of the two kinds of country code it knows one country's. */
const certificateCountries: ReadonlyMap<string, string> = new Map([['VNM', 'VN']]);

function documentIn(dataGroups: ReadonlyMap<number, Uint8Array>, { attributes }: Signer): SignedDocument {
  const dg1 = dataGroups.get(1);
  const zone = dg1 && readDg1(dg1);
  return {
    country: zone?.ok ? certificateCountries.get(zone.value.issuer) : undefined,
    code: zone?.ok ? zone.value.documentCode : undefined,
    signedAt: attributes?.signingTime,
  };
}

/** ICAO 9303 part 10: id-icao-ldsSecurityObject. */
const ldsSecurityObject = '2.23.136.1.1.1';

function contentTypeOf({ contentType }: SecurityObject): PassiveAuthentication {
  return contentType === ldsSecurityObject ? holds : notVerified('wrong-content-type');
}

/** Of the data groups, of the content, and of the signature. */
function strengthOfHashes(
  { hashAlgorithm }: SecurityObject,
  { digestAlgorithm, signatureAlgorithm }: Signer,
): PassiveAuthentication {
  const hashes = [
    hashNameFrom(hashAlgorithm),
    hashNameFrom(digestAlgorithm),
    signatureHash({ algorithm: signatureAlgorithm, digestAlgorithm }),
  ];
  return hashes.some(isWeakHash) ? notVerified('weak-hash') : holds;
}

interface SignerQuestion {
  readonly document: SignedDocument;
  readonly trust: Trust;
}

/** The signature of whichever certificate inside it holds for, and the chain of that certificate. */
function verifySigner(
  securityObject: SecurityObject,
  signedBy: Signer,
  { document, trust }: SignerQuestion,
): PassiveAuthentication {
  const digest = digestHolds(securityObject, signedBy);
  if (digest === 'invalid') return doesNotMatch('signature-invalid');
  if (digest === 'unknown-algorithm') return notVerified('unknown-algorithm');
  // Issuers may leave the document signer out (RFC 5652 allows it); whoever signed is then nobody we know.
  if (securityObject.certificates.length === 0) return notVerified('no-trusted-csca');
  const certificates = securityObject.certificates.flatMap((der) => readCertificate(der) ?? []);
  const outcomes = certificates.map(({ publicKey }) => signatureHolds(securityObject, signedBy, publicKey));
  const signer: Certificate | undefined = certificates[outcomes.indexOf('holds')];
  if (signer) {
    const trusted = trust.cscas.flatMap((csca) =>
      'subject' in csca && 'tbs' in csca ? csca : (readCertificate(csca.raw) ?? []),
    );
    return verifyChain({ document, signer, trusted, at: trust.at });
  }
  const allUnderstood =
    certificates.length === securityObject.certificates.length && !outcomes.includes('unknown-algorithm');
  return allUnderstood ? doesNotMatch('signature-invalid') : notVerified('unknown-algorithm');
}

const holds: PassiveAuthentication = { verdict: 'holds' };

function notVerified(reason: NotVerifiedReason): PassiveAuthentication & { readonly verdict: 'not-verified' } {
  return { verdict: 'not-verified', reason };
}

function doesNotMatch(reason: MismatchReason): PassiveAuthentication & { readonly verdict: 'does-not-match' } {
  return { verdict: 'does-not-match', reason };
}
