import { asn1Tag, childrenOf } from '../asn1.ts';
import { onlyTlv } from '../tlv.ts';
import { readCertificate } from './certificate.ts';
import { digestHolds, readSignedFile, signatureHolds } from './signed-data.ts';

/** ICAO 9303 part 12 §9: id-icao-cscaMasterList. */
const cscaMasterList = '2.23.136.1.1.2';

/** ICAO's own list has some 600. */
const mostCertificates = 5000;

/**
 * DER of each certificate in a CSCA master list (`.ml`, CMS around SEQUENCE { version, SET OF Certificate }). `undefined`: it is
 * none, or was damaged since it was signed. Who signed it is not asked: it counts because somebody put it into the folder.
 */
export function readMasterList(bytes: Uint8Array): readonly Uint8Array[] | undefined {
  const list = readSignedFile(bytes);
  if (list?.contentType !== cscaMasterList) return undefined;
  const certificatesInside = list.certificates.flatMap((der) => readCertificate(der) ?? []);
  const isSigned = list.signers.some(
    (signer) =>
      digestHolds(list, signer) === 'holds' &&
      certificatesInside.some(({ publicKey }) => signatureHolds(list, signer, publicKey) === 'holds'),
  );
  if (!isSigned) return undefined;
  const content = onlyTlv(list.content);
  const certificates = childrenOf(content).find(({ tag }) => tag === asn1Tag.set);
  return childrenOf(certificates)
    .slice(0, mostCertificates)
    .map(({ whole }) => whole);
}
