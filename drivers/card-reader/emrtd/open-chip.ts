import type { RandomBytes } from '#config/agreements/ids.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { CardAccess, CardConnection, CardProblem } from '../../contract/card-reader.ts';
import { activeKeyIn, askForSignature, isWeakKey } from './active-authentication.ts';
import { type ChipChannel, createPlainChannel } from './apdu.ts';
import { openWithBac } from './bac.ts';
import { bytesFromHex } from './bytes.ts';
import { paceOfferFrom } from './card-access.ts';
import { agreeWithChip, chipAuthenticationIn } from './chip-authentication.ts';
import { readChipFile, selectFile } from './chip-file.ts';
import { chipFiles } from './data-groups.ts';
import { openWithPace } from './pace.ts';
import { createSecureChannel } from './secure-messaging.ts';

/** An eMRTD application behind secure messaging. Every answer was verified before anything here is believed. */
export interface OpenChip {
  readonly access: 'pace' | 'bac';
  /** EF.CardAccess as read before the access protocol, so not yet trusted: DG14 must repeat its SecurityInfos. */
  readonly cardAccess: Uint8Array | undefined;
  /**
   * One elementary file, whole, by its identifier (`chipFiles`). `not-supported`: the chip has no such file or keeps it to
   * itself; the chip stays open. Any other problem ends the session.
   */
  readFile(fileId: number): Promise<Result<Uint8Array, CardProblem>>;
  /**
   * Lets the chip prove that it is no copy: chip authentication when DG14 offers it (secure messaging goes on under its
   * keys), active authentication of DG15 otherwise. Says nothing of whether DG14 and DG15 are the issuer's: that is
   * passive authentication's part. Best done after the files are read: a copy does not survive it.
   */
  authenticateChip(files: ChipProofFiles): Promise<Result<ChipProof, CardProblem>>;
}

export interface ChipProofFiles {
  readonly dg14: Uint8Array | undefined;
  readonly dg15: Uint8Array | undefined;
}

/**
 * - `proved`: the chip holds the private key.
 * - `failed`: it showed that it does not; the chip is of no more use.
 * - `refused`: it said no, with a status word, to what its files offer.
 * - `weak-key`: it signed with a key that somebody with enough computers could have found.
 * - `unknown-algorithm`: keys or protocols that are not known here.
 * - `not-offered`: neither file offers a proof.
 */
export type ChipProof =
  | { readonly result: 'proved'; readonly by: 'chip-authentication' | 'active-authentication' }
  | { readonly result: 'failed'; readonly by: 'chip-authentication' | 'active-authentication' }
  | { readonly result: 'refused' | 'weak-key' | 'unknown-algorithm' | 'not-offered' };

/** The application of ICAO 9303 part 10; Vietnamese cards have it under the same name (devices.md §5, CONFIRMED). */
const eMrtdApplication = bytesFromHex('A0000002471001');

/**
 * From a powered card to an open application: EF.CardAccess, PACE, or BAC when the card has no PACE that is known here and
 * the MRZ data are at hand. A key that the chip refused is never tried again, in neither protocol.
 */
export async function openChip(
  connection: CardConnection,
  access: CardAccess,
  randomBytes: RandomBytes,
): Promise<Result<OpenChip, CardProblem>> {
  const plain = createPlainChannel(connection);
  const cardAccess = await readCardAccess(plain);
  if (!cardAccess.ok) return cardAccess;
  const channel = await openChannel(plain, { cardAccess: cardAccess.value, access, randomBytes });
  if (!channel.ok) return channel;
  const open = { plain, secure: channel.value.secure, randomBytes };
  return ok(createOpenChip(open, { access: channel.value.by, cardAccess: cardAccess.value }));
}

/**
 * EF.CardAccess lies in the master file, which is selected when the card is powered. Vietnamese cards answer `6D00` to
 * SELECT MF (devices.md §5, CONFIRMED), so that is tried only when the file is not found without it.
 */
async function readCardAccess(plain: ChipChannel): Promise<Result<Uint8Array | undefined, CardProblem>> {
  const file = await readChipFile(plain, chipFiles.cardAccess);
  if (file.ok || !isAboutTheFile(file.problem)) return file;
  const master = await plain.send({ cla: 0x00, ins: 0xa4, p1: 0x00, p2: 0x0c, data: bytesFromHex('3F00') });
  if (!master.ok) return master;
  if (master.value.status !== 0x9000) return ok(undefined);
  const again = await readChipFile(plain, chipFiles.cardAccess);
  return again.ok || !isAboutTheFile(again.problem) ? again : ok(undefined);
}

/** A missing or unreadable EF.CardAccess only means that there is no PACE. */
function isAboutTheFile({ kind }: CardProblem): boolean {
  return kind === 'not-supported' || kind === 'damaged';
}

interface AccessAttempt {
  readonly cardAccess: Uint8Array | undefined;
  readonly access: CardAccess;
  readonly randomBytes: RandomBytes;
}

interface SecuredChannel {
  readonly secure: ChipChannel;
  readonly by: 'pace' | 'bac';
}

async function openChannel(plain: ChipChannel, attempt: AccessAttempt): Promise<Result<SecuredChannel, CardProblem>> {
  const { cardAccess, access, randomBytes } = attempt;
  const offer = cardAccess && paceOfferFrom(cardAccess);
  if (offer) {
    const messaging = await openWithPace(plain, { offer, access, randomBytes });
    if (messaging.ok) {
      const secure = createSecureChannel(plain, messaging.value);
      const selected = await selectApplication(secure);
      return selected.ok ? ok({ secure, by: 'pace' }) : selected;
    }
    if (messaging.problem.kind !== 'not-tried') return problem({ kind: messaging.problem.kind });
  }
  if (access.kind === 'can') return problem({ kind: 'not-supported' });
  const selected = await selectApplication(plain);
  if (!selected.ok) return selected;
  const messaging = await openWithBac(plain, access, randomBytes);
  return messaging.ok ? ok({ secure: createSecureChannel(plain, messaging.value), by: 'bac' }) : messaging;
}

async function selectApplication(channel: ChipChannel): Promise<Result<'selected', CardProblem>> {
  const reply = await channel.send({ cla: 0x00, ins: 0xa4, p1: 0x04, p2: 0x0c, data: eMrtdApplication });
  if (!reply.ok) return reply;
  return reply.value.status === 0x9000 ? ok('selected') : problem({ kind: 'not-supported' });
}

interface OpenChannels {
  readonly plain: ChipChannel;
  readonly secure: ChipChannel;
  readonly randomBytes: RandomBytes;
}

function createOpenChip(
  { plain, secure, randomBytes }: OpenChannels,
  facts: Pick<OpenChip, 'access' | 'cardAccess'>,
): OpenChip {
  let channel = secure;

  return {
    ...facts,
    readFile: (fileId) => readChipFile(channel, fileId),
    async authenticateChip({ dg14, dg15 }) {
      const byAgreement = dg14 ? await proveByAgreement(dg14) : ok({ result: 'not-offered' } as const);
      const isSettled =
        !byAgreement.ok || byAgreement.value.result === 'proved' || byAgreement.value.result === 'failed';
      return isSettled || !dg15 ? byAgreement : proveBySignature(dg15, dg14);
    },
  };

  async function proveByAgreement(dg14: Uint8Array): Promise<Result<ChipProof, CardProblem>> {
    const offer = chipAuthenticationIn(dg14);
    if (offer === undefined || offer === 'unknown') return ok({ result: 'unknown-algorithm' });
    if (offer === 'none') return ok({ result: 'not-offered' });
    const agreed = await agreeWithChip(channel, offer, randomBytes);
    if (!agreed.ok) return agreed;
    if (agreed.value === 'refused') return ok({ result: 'refused' });
    channel = createSecureChannel(plain, agreed.value);
    // Any command will do: a reply whose MAC holds under the new keys comes from the holder of the private key.
    const proof = await channel.send(selectFile(chipFiles.dg14));
    if (proof.ok) return ok({ result: 'proved', by: 'chip-authentication' });
    return proof.problem.kind === 'damaged' ? ok({ result: 'failed', by: 'chip-authentication' }) : proof;
  }

  async function proveBySignature(
    dg15: Uint8Array,
    dg14: Uint8Array | undefined,
  ): Promise<Result<ChipProof, CardProblem>> {
    const key = activeKeyIn(dg15);
    if (!key) return ok({ result: 'unknown-algorithm' });
    const answer = await askForSignature(channel, { key, dg14, randomBytes });
    if (!answer.ok) return answer;
    if (answer.value === 'refused') return ok({ result: 'refused' });
    if (answer.value === 'proved' && isWeakKey(key)) return ok({ result: 'weak-key' });
    return ok({ result: answer.value, by: 'active-authentication' });
  }
}
