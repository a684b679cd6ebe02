import type { MismatchReason, NotVerifiedReason } from '../../../contract/card-reader.ts';
import type { Certificate, KeyStrength } from './certificate.ts';
import { isWeakHash } from './signature-algorithms.ts';

/**
 * Who may sign an identity card: the rules for a document signer and the country signing certificate (CSCA) above it, one step
 * (ICAO 9303 part 11 §5.1, part 12 §3–§7). Pure; a rule that is broken is a doubt with its reason, never a contradiction: an
 * issuer may have its own habits, and the desk has the card in its hands (law 13).
 */
export interface SignedDocument {
  /** As DG1 names it, in certificates' letters: `VN`. `undefined`: not readable, or of no country that is known here. */
  readonly country: string | undefined;
  /** The zone's document code: `ID`. */
  readonly code: string | undefined;
  /** Epoch ms, where the signer says when it signed. */
  readonly signedAt: number | undefined;
}

export type ChainFinding =
  | { readonly verdict: 'holds' }
  | { readonly verdict: 'not-verified'; readonly reason: NotVerifiedReason }
  | { readonly verdict: 'does-not-match'; readonly reason: MismatchReason };

export interface ChainQuestion {
  readonly document: SignedDocument;
  readonly signer: Certificate;
  /** Whatever stands in the trusted folder. */
  readonly trusted: readonly Certificate[];
  /** Epoch ms. */
  readonly at: number;
}

/**
 * A country renews its key under the same name, and certifies the next key with the last one (a link certificate). So all
 * trusted certificates of the issuer's name are asked, and those of another key say nothing.
 */
export function verifyChain({ document, signer, trusted, at }: ChainQuestion): ChainFinding {
  const candidates = trusted.filter((each) => mayBeIssuer(each, signer) && isIntact(each, trusted));
  if (candidates.length === 0) return doubt('no-trusted-csca');
  const answers = candidates.map((csca) => ({ csca, outcome: csca.hasSigned(signer) }));
  const issuers = answers.filter(({ outcome }) => outcome === 'holds').map(({ csca }) => csca);
  if (issuers.length === 0) {
    if (answers.some(({ outcome }) => outcome === 'unknown-algorithm')) return doubt('unknown-algorithm');
    // Only a key that is named by its own identifier is contradicted; by name alone it could be the country's other key.
    const isNamed = candidates.some(({ subjectKeyId }) => subjectKeyId && subjectKeyId === signer.authorityKeyId);
    return isNamed ? { verdict: 'does-not-match', reason: 'certificate-chain-invalid' } : doubt('no-trusted-csca');
  }
  const broken = issuers.map((csca) => brokenRule({ document, signer, csca, at }));
  const [reason] = broken.includes(undefined) ? [] : broken;
  return reason === undefined ? { verdict: 'holds' } : doubt(reason);
}

/** Whether cards of that country (`VN`) could hang on this certificate today. */
export function signsFor(csca: Certificate, country: string, at: number): boolean {
  return (
    csca.subject.country === country && maySignCertificates(csca) && isStrong(csca.keyStrength) && isValid(csca, at)
  );
}

function mayBeIssuer(csca: Certificate, { issuer, authorityKeyId }: Certificate): boolean {
  const isOtherKey =
    authorityKeyId !== undefined && csca.subjectKeyId !== undefined && authorityKeyId !== csca.subjectKeyId;
  return csca.subject.text === issuer.text && !isOtherKey;
}

/** A file may be damaged, and a link certificate is as good as its signature: one whose signer is at hand must be signed by it. */
function isIntact(csca: Certificate, trusted: readonly Certificate[]): boolean {
  const signers = trusted.filter((each) => mayBeIssuer(each, csca));
  return signers.length === 0 || signers.some((each) => each.hasSigned(csca) !== 'invalid');
}

/** The first rule that does not hold; the most telling ones come first. */
function brokenRule({
  document,
  signer,
  csca,
  at,
}: Omit<ChainQuestion, 'trusted'> & { readonly csca: Certificate }): NotVerifiedReason | undefined {
  const rules: readonly (readonly [NotVerifiedReason, boolean])[] = [
    ['issuer-of-other-country', isOfCountry(document.country, csca, signer)],
    ['csca-may-not-sign', maySignCertificates(csca)],
    ['signer-may-not-sign', maySignDocuments(signer) && maySignType(signer, document.code)],
    ['unknown-critical-extension', !csca.hasUnknownCritical && !signer.hasUnknownCritical],
    ['weak-key', isStrong(csca.keyStrength) && isStrong(signer.keyStrength)],
    // The hash under a trusted certificate's own signature protects nothing: it is trusted for lying in the folder.
    ['weak-hash', !isWeakHash(signer.signatureHash)],
    ['certificate-expired', isValid(csca, at) && isValid(signer, at) && isValid(signer, document.signedAt ?? at)],
  ];
  return rules.find(([, holds]) => !holds)?.[0];
}

/** Part 12 §7.1: both name the country, and it is the one whose document it is. */
function isOfCountry(country: string | undefined, csca: Certificate, signer: Certificate): boolean {
  return country !== undefined && [csca.subject, signer.subject].every((name) => name.country === country);
}

/** Part 12 §7.1. */
function maySignCertificates({ isCa, keyUsage, hasOtherPurpose }: Certificate): boolean {
  return isCa && keyUsage?.has('keyCertSign') === true && !hasOtherPurpose;
}

/** Beside signatures that cannot be denied, whatever else a key may do says that the certificate is for something else. */
const signersUsages: readonly string[] = ['digitalSignature', 'nonRepudiation'];

/** Part 12 §7.1: digital signatures and nothing else, no authority, no purpose of its own, as web servers have. */
function maySignDocuments({ isCa, keyUsage, hasOtherPurpose }: Certificate): boolean {
  const usages = [...(keyUsage ?? [])];
  const signsOnly = usages.includes('digitalSignature') && usages.every((usage) => signersUsages.includes(usage));
  return signsOnly && !isCa && !hasOtherPurpose;
}

/** The second letter of a document code is the issuer's own (part 3), so `I` covers `ID`. */
function maySignType({ documentTypes }: Certificate, code: string | undefined): boolean {
  if (!documentTypes) return true;
  return code !== undefined && documentTypes.some((type) => type === code || type === code.slice(0, 1));
}

/**
 * Part 12 §4.4 allows RSA from 2048 bits and curves from 224; BSI TR-02102 and NIST SP 800-57 want no less today. Signatures by
 * an exponent of 1 need no key.
 */
const leastRsaBits = 2048;
const leastCurveBits = 224;

function isStrong(key: KeyStrength): boolean {
  switch (key.kind) {
    case 'rsa':
      return key.bits >= leastRsaBits && key.exponent > 1n;
    case 'ec':
      return key.bits >= leastCurveBits;
    case 'other':
      return false;
  }
}

/**
 * A document signer is valid for as long as the documents that it signed, a CSCA for as long as those of its signers (part 12
 * §3.2), so both must be valid today; and the signer when it says that it signed.
 */
function isValid({ validFrom, validTo }: Certificate, at: number): boolean {
  return validFrom <= at && at <= validTo;
}

function doubt(reason: NotVerifiedReason): ChainFinding {
  return { verdict: 'not-verified', reason };
}
