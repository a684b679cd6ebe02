import type { RandomBytes } from '#config/agreements/ids.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { CardAccess, CardConnection, CardProblem } from '../../contract/card-reader.ts';
import { activeKeyIn, askForSignature, isWeakKey } from './active-authentication.ts';
import { type ChipChannel, createPlainChannel } from './apdu.ts';
import { openWithBac } from './bac.ts';
import { bytesFromHex } from './bytes.ts';
import { paceOffersFrom } from './card-access.ts';
import { agreeWithChip, chipAuthenticationIn } from './chip-authentication.ts';
import { readChipFile } from './chip-file.ts';
import { type ChipHabits, createHabits, fileSelection, isAboutTheForm, select } from './chip-habits.ts';
import { chipFiles } from './data-groups.ts';
import { openWithPace } from './pace.ts';
import { createSecureChannel, type RefusedInClear } from './secure-messaging.ts';

/**
 * An eMRTD application behind secure messaging, whose every answer was verified before anything here is believed; or, with
 * access `none`, one that has no access control.
 */
export interface OpenChip {
  readonly access: 'pace' | 'bac' | 'none';
  /** The session is over: nothing more can be read without opening the chip again. */
  isBroken(): boolean;
  /** EF.CardAccess as read before the access protocol, so not yet trusted: DG14 must repeat its SecurityInfos. */
  readonly cardAccess: Uint8Array | undefined;
  /**
   * One elementary file, whole, by its identifier (`chipFiles`). `not-supported`: the chip has no such file or keeps it to
   * itself; the chip stays open. Any other problem ends the session. The bytes are the caller's, who overwrites them.
   */
  readFile(fileId: number): Promise<Result<Uint8Array, CardProblem>>;
  /**
   * Lets the chip prove that it is no copy: chip authentication when DG14 offers it (secure messaging goes on under its
   * keys), active authentication of DG15 otherwise. Says nothing of whether DG14 and DG15 are the issuer's: that is
   * passive authentication's part. Best done after the files are read: a copy does not survive it.
   */
  authenticateChip(files: ChipProofFiles): Promise<Result<ChipProof, CardProblem>>;
  /** Ends the session and overwrites its keys. */
  overwrite(): void;
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
 * the MRZ data are at hand; some chips need neither. A key that the chip refused is never tried again, in neither protocol.
 */
export async function openChip(
  connection: CardConnection,
  access: CardAccess,
  randomBytes: RandomBytes,
  habits: ChipHabits = createHabits(),
): Promise<Result<OpenChip, CardProblem>> {
  const plain = createPlainChannel(connection);
  const cardAccess = await readCardAccess(plain, habits);
  if (!cardAccess.ok) return cardAccess;
  const channel = await openChannel(plain, { cardAccess: cardAccess.value, access, habits, randomBytes });
  if (!channel.ok) return channel;
  const open = { plain, secure: channel.value.secure, habits, randomBytes };
  return ok(createOpenChip(open, { access: channel.value.by, cardAccess: cardAccess.value }));
}

/**
 * EF.CardAccess lies in the master file, which is selected when the card is powered. Vietnamese cards answer `6D00` to
 * SELECT MF (devices.md §5, CONFIRMED), so that is tried only when the file is not found without it.
 */
async function readCardAccess(
  plain: ChipChannel,
  habits: ChipHabits,
): Promise<Result<Uint8Array | undefined, CardProblem>> {
  const file = await readChipFile(plain, chipFiles.cardAccess, habits);
  if (file.ok || !isAboutTheFile(file.problem)) return file;
  const master = await select(plain, { p1: 0x00, data: bytesFromHex('3F00') }, habits);
  if (!master.ok) return master;
  if (master.value.status !== 0x9000) return ok(undefined);
  const again = await readChipFile(plain, chipFiles.cardAccess, habits);
  return again.ok || !isAboutTheFile(again.problem) ? again : ok(undefined);
}

/** A missing or unreadable EF.CardAccess only means that there is no PACE. */
function isAboutTheFile({ kind }: CardProblem): boolean {
  return kind === 'not-supported' || kind === 'damaged';
}

interface AccessAttempt {
  readonly cardAccess: Uint8Array | undefined;
  readonly access: CardAccess;
  readonly habits: ChipHabits;
  readonly randomBytes: RandomBytes;
}

interface SecuredChannel {
  readonly secure: ChipChannel;
  readonly by: 'pace' | 'bac' | 'none';
}

async function openChannel(plain: ChipChannel, attempt: AccessAttempt): Promise<Result<SecuredChannel, CardProblem>> {
  const { cardAccess, access, habits, randomBytes } = attempt;
  const offers = cardAccess ? paceOffersFrom(cardAccess).slice(0, mostOffers) : [];
  for (const offer of offers) {
    const messaging = await openWithPace(plain, { offer, access, randomBytes });
    if (messaging.ok) {
      const secure = createSecureChannel(plain, messaging.value, noteIn(habits));
      const selected = await selectApplication(secure, habits);
      if (selected.ok) return ok({ secure, by: 'pace' });
      secure.overwrite();
      return selected;
    }
    if (messaging.problem.kind !== 'not-tried') return problem({ kind: messaging.problem.kind });
  }
  const selected = await selectApplication(plain, habits);
  if (!selected.ok) return selected;
  // BAC needs what is printed in the zone.
  const messaging =
    access.kind === 'can'
      ? problem<CardProblem>({ kind: 'not-supported' })
      : await openWithBac(plain, access, randomBytes);
  if (messaging.ok) return ok({ secure: createSecureChannel(plain, messaging.value, noteIn(habits)), by: 'bac' });
  if (messaging.problem.kind !== 'not-supported') return messaging;
  const inClear = await readChipFile(plain, chipFiles.dg1, habits);
  if (!inClear.ok) return messaging;
  inClear.value.fill(0);
  return ok({ secure: plain, by: 'none' });
}

function noteIn(habits: ChipHabits): (refusal: RefusedInClear) => void {
  return (refusal) => {
    habits.refused = refusal;
  };
}

/** A chip has a way or two; it takes the first one that it offers. */
const mostOffers = 4;

async function selectApplication(channel: ChipChannel, habits: ChipHabits): Promise<Result<'selected', CardProblem>> {
  const reply = await select(channel, { p1: 0x04, data: eMrtdApplication }, habits);
  if (!reply.ok) return reply;
  return reply.value.status === 0x9000 ? ok('selected') : problem({ kind: 'not-supported' });
}

interface OpenChannels {
  readonly plain: ChipChannel;
  readonly secure: ChipChannel;
  readonly habits: ChipHabits;
  readonly randomBytes: RandomBytes;
}

function createOpenChip(
  { plain, secure, habits, randomBytes }: OpenChannels,
  facts: Pick<OpenChip, 'access' | 'cardAccess'>,
): OpenChip {
  let channel = secure;

  return {
    ...facts,
    isBroken: () => channel.isBroken(),
    overwrite: () => channel.overwrite(),
    readFile: (fileId) => readChipFile(channel, fileId, habits),
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
    channel.overwrite();
    channel = createSecureChannel(plain, agreed.value, noteIn(habits));
    // Any command will do: a reply whose MAC holds under the new keys comes from the holder of the private key.
    const proof = await select(channel, fileSelection(chipFiles.dg14), habits);
    if (proof.ok) return ok({ result: 'proved', by: 'chip-authentication' });
    if (proof.problem.kind !== 'damaged') return proof;
    // One that does not even take the form has shown nothing.
    const isAboutForm = habits.refused !== undefined && isAboutTheForm(habits.refused.status);
    return ok(isAboutForm ? { result: 'refused' } : { result: 'failed', by: 'chip-authentication' });
  }

  async function proveBySignature(
    dg15: Uint8Array,
    dg14: Uint8Array | undefined,
  ): Promise<Result<ChipProof, CardProblem>> {
    const key = activeKeyIn(dg15);
    if (!key) return ok({ result: 'unknown-algorithm' });
    const answer = await askForSignature(channel, { key, dg14, habits, randomBytes });
    if (!answer.ok) return answer;
    if (answer.value === 'refused') return ok({ result: 'refused' });
    if (answer.value === 'proved' && isWeakKey(key)) return ok({ result: 'weak-key' });
    return ok({ result: answer.value, by: 'active-authentication' });
  }
}
