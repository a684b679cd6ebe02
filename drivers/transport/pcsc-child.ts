import { type Card, CardDisposition, CardMode, Client, Protocol, type Reader, ReaderStatus } from 'pcsc-mini';
import { unreachable } from '#config/agreements/result.ts';
import { cutLines, lineFrom, type PcscCommand, type PcscProblem, type PcscReport } from './pcsc-messages.ts';

/**
 * The program that holds PC/SC for the kiosk, and the only file that loads `pcsc-mini`. It lives beside the kiosk, so that an
 * addon that crashes or hangs is a reader that was unplugged, not a kiosk that is down. Standard input and output carry
 * `pcsc-messages.ts`; when the kiosk goes, it goes too.
 */
const serviceRetryMs = 1_000;

/** An extended response of 65,536 bytes and its status word. By itself pcsc-mini takes no more than a short one. */
const longestResponseBytes = 65_538;
const statusWordBytes = 2;

const readers = new Map<string, Reader>();
/** The one card that is connected. */
let card: Card | undefined;

function say(report: PcscReport): void {
  process.stdout.write(lineFrom(report));
}

/** pcsc-mini gives each error the name of its PC/SC code, such as `RemovedCard` for SCARD_W_REMOVED_CARD. */
function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}

function problemOnConnect(error: unknown): PcscProblem {
  switch (codeOf(error)) {
    case 'NoSmartCard':
    case 'RemovedCard':
      return 'no-card';
    case 'SharingViolation':
      return 'reader-taken';
    case 'UnknownReader':
    case 'ReaderUnavailable':
    case 'NoService':
    case 'ServiceStopped':
      return 'reader-gone';
    default:
      return 'mute';
  }
}

/** A card that leaves the field in the middle of an APDU is told as NotTransacted or CommError, and as RemovedCard only later. */
function problemOnTransmit(error: unknown): PcscProblem {
  switch (codeOf(error)) {
    case 'UnknownReader':
    case 'ReaderUnavailable':
    case 'NoService':
    case 'ServiceStopped':
      return 'reader-gone';
    default:
      return 'card-gone';
  }
}

async function connect({ id, reader: name }: Extract<PcscCommand, { do: 'connect' }>): Promise<void> {
  await letGoOfCard();
  const reader = readers.get(name);
  if (!reader) return say({ type: 'failed', id, problem: 'reader-gone' });
  try {
    card = await reader.connect(CardMode.EXCLUSIVE, Protocol.ANY);
    say({ type: 'done', id, response: '' });
  } catch (error) {
    say({ type: 'failed', id, problem: problemOnConnect(error) });
  }
}

async function transmit({ id, apdu }: Extract<PcscCommand, { do: 'transmit' }>): Promise<void> {
  if (!card) return say({ type: 'failed', id, problem: 'card-gone' });
  try {
    const response = await card.transmit(Buffer.from(apdu, 'base64'), new ArrayBuffer(longestResponseBytes));
    // No chip answers without a status word; some drivers report a card that left in the middle as an empty answer.
    if (response.length < statusWordBytes) return say({ type: 'failed', id, problem: 'card-gone' });
    const { buffer, byteOffset, length } = response;
    say({ type: 'done', id, response: Buffer.from(buffer, byteOffset, length).toString('base64') });
    response.fill(0);
  } catch (error) {
    say({ type: 'failed', id, problem: problemOnTransmit(error) });
  }
}

async function letGoOfCard(): Promise<void> {
  const held = card;
  card = undefined;
  // A card that was pulled cannot be powered off; there is nothing left to let go of.
  await held?.disconnect(CardDisposition.UNPOWER).catch(() => {});
}

async function perform(command: PcscCommand): Promise<void> {
  switch (command.do) {
    case 'connect':
      return connect(command);
    case 'transmit':
      return transmit(command);
    case 'disconnect':
      await letGoOfCard();
      return say({ type: 'done', id: command.id, response: '' });
    default:
      return unreachable(command);
  }
}

function watch(reader: Reader): void {
  const name = reader.name();
  readers.set(name, reader);
  reader.on('change', (status) => say({ type: 'reader', reader: name, hasCard: status.has(ReaderStatus.PRESENT) }));
  reader.on('disconnect', () => {
    readers.delete(name);
    say({ type: 'reader-removed', reader: name });
  });
}

/** The service may start after the kiosk. One that goes away later ends the process: the kiosk starts a new one. */
function start(client: Client): void {
  try {
    client.start();
    say({ type: 'started', service: true });
  } catch {
    say({ type: 'started', service: false });
    setTimeout(() => start(client), serviceRetryMs);
  }
}

let rest: Uint8Array = new Uint8Array();
/** One command after the other, as they came. */
let finished = Promise.resolve();
process.stdin.on('data', (chunk: Buffer) => {
  const step = cutLines(rest, chunk);
  rest = step.rest;
  for (const line of step.lines) finished = finished.then(() => perform(JSON.parse(line)));
});
process.stdin.on('end', () => process.exit(0));
process.stdout.on('error', () => process.exit(0));

const client = new Client();
client.on('reader', watch);
client.on('error', () => process.exit(1));
start(client);
