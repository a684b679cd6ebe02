import { createServer, type Server, type Socket } from 'node:net';
import type { Clock } from '#config/agreements/clock.ts';
import { unreachable } from '#config/agreements/result.ts';
import { createMllpFraming, mllpFrame } from '../../hl7v2/mllp-framing.ts';
import { type Hl7Message, parseMessage, valueAt } from '../../hl7v2/parse.ts';
import { hl7Timestamp } from '../../hl7v2/timestamp.ts';
import { type AcknowledgementCode, buildAcknowledgement } from './acknowledgement.ts';
import type { Arrivals } from './arrivals.ts';
import { answerToQuery } from './patient-query-answer.ts';
import type { People } from './people.ts';
import { receivedOverMllp } from './read-arrival.ts';
import type { Arrival, HisMode, HisState } from './words.ts';

/** The hospital's end of the cable: real framing, real acknowledgements, and faults on command. */
export interface MllpReceiver {
  readonly server: Server;
  setMode(mode: HisMode, once?: boolean): void;
  state(): Pick<HisState, 'mode' | 'once' | 'connections'>;
  close(): Promise<void>;
}

/** More than one hospital's kiosks; a test that forgets to close is noticed. */
const mostConnections = 200;

interface Needs {
  readonly arrivals: Arrivals;
  readonly people: People;
  readonly clock: Clock;
  readonly changed: () => void;
}

export function createMllpReceiver({ arrivals, people, clock, changed }: Needs): MllpReceiver {
  const lines = new Set<Socket>();
  let mode: HisMode = { kind: 'answer' };
  let once = false;
  let lastAcknowledgement = 0;
  let before = 'EARLIER';

  const server = createServer((line) => {
    const framing = createMllpFraming();
    lines.add(line);
    line.setNoDelay(true);
    // A kiosk that goes away is ordinary; 'close' follows.
    line.on('error', () => {});
    line.on('close', () => {
      lines.delete(line);
      changed();
    });
    line.on('data', (chunk) => {
      for (const frame of framing.push(chunk).frames) take(line, frame);
    });
    changed();
  });
  server.maxConnections = mostConnections;

  function take(line: Socket, frame: Uint8Array): void {
    const parsed = parseMessage(frame);
    if (!parsed.ok) arrivals.noteNotUnderstood();
    // A fault for one message waits for a message.
    else if (isHeartbeat(parsed.value)) react(once ? { kind: 'answer' } : mode, line, parsed.value, undefined);
    else if (!isAcknowledgement(parsed.value)) {
      const received = receivedOverMllp(parsed.value, frame);
      const arrival = arrivals.receive(received, clock.now());
      const isRefused = Object.hasOwn(refusals, mode.kind) || isRefusedForGood(arrival);
      if (!isRefused && received.kind !== 'look-up' && received.kind !== 'other') people.register(received.facts);
      respond(line, parsed.value, arrival);
    }
    changed();
  }

  function respond(line: Socket, message: Hl7Message, arrival: Arrival | undefined): void {
    const now = mode;
    if (once) {
      mode = { kind: 'answer' };
      once = false;
    }
    react(now, line, message, arrival);
    before = valueAt(message, { segment: 'MSH', field: 10 });
  }

  function react(now: HisMode, line: Socket, message: Hl7Message, arrival: Arrival | undefined): void {
    const raw = (code: AcknowledgementCode, of?: string) => line.write(mllpFrame(acknowledge(message, code, of)));
    switch (now.kind) {
      case 'answer':
        answer(line, message, arrival, 'AA');
        break;
      case 'refuse-ae':
      case 'refuse-without-reason':
      case 'refuse-ar':
      case 'refuse-ce':
      case 'refuse-cr':
      case 'record-locked':
      case 'internal-error':
      case 'other-version':
        answer(line, message, arrival, refusals[now.kind].code, { condition: refusals[now.kind].condition });
        break;
      case 'one-per-connection':
        answer(line, message, arrival, 'AA');
        line.end();
        break;
      case 'slow':
        answerLater(line, message, arrival, now.seconds * 1000);
        break;
      case 'stop-answering':
        noteSilence(arrival);
        break;
      case 'drop-connection':
        noteSilence(arrival);
        line.destroy();
        break;
      case 'half-frame': {
        noteSilence(arrival);
        const whole = mllpFrame(acknowledge(message, 'AA'));
        line.write(whole.subarray(0, whole.length / 2));
        break;
      }
      case 'garbage':
        noteSilence(arrival);
        line.write(mllpFrame(new TextEncoder().encode('<html>502 Bad Gateway</html>')));
        break;
      case 'duplicate-acknowledgement':
        answer(line, message, arrival, 'AA');
        answer(line, message, arrival, 'AA');
        break;
      case 'wrong-msa-2':
        noteSilence(arrival);
        raw('AA', 'SOMEBODY-ELSES');
        break;
      case 'empty-msa-2':
        noteSilence(arrival);
        raw('AA', '');
        break;
      case 'out-of-order':
        raw('AA', before);
        answer(line, message, arrival, 'AA');
        break;
      case 'cut-numbers':
        answer(line, message, arrival, 'AA', { digits: now.digits });
        break;
      default:
        unreachable(now);
    }
  }

  /** A message that was accepted or refused for good gets its stored answer again, whatever the switch says. */
  function answer(
    line: Socket,
    message: Hl7Message,
    arrival: Arrival | undefined,
    code: Exclude<AcknowledgementCode, 'CA'>,
    details: AnswerDetails = {},
  ): void {
    const stored = arrival && arrivals.finalAcknowledgement(arrival.number);
    const acknowledgement = stored ?? acknowledge(message, code, undefined, details);
    if (!stored && arrival) {
      // What will pass is judged anew when the message comes again.
      const isFinal = code !== 'AE' || details.condition === refusals['refuse-ae'].condition;
      arrivals.noteAnswer(arrival.number, code, isFinal ? acknowledgement : undefined);
      if (arrival.kind === 'look-up') arrivals.noteWords(arrival.number, people.lastAnswer());
    }
    if (asksForCommit(message) && !code.startsWith('C')) line.write(mllpFrame(acknowledge(message, 'CA')));
    if (code.startsWith('C') || wantsApplicationAnswer(message)) line.write(mllpFrame(acknowledgement));
  }

  function answerLater(line: Socket, message: Hl7Message, arrival: Arrival | undefined, ms: number): void {
    const cancel = clock.after(ms, () => {
      line.off('close', giveUp);
      answer(line, message, arrival, 'AA');
    });
    const giveUp = () => {
      cancel();
      noteSilence(arrival);
    };
    line.once('close', giveUp);
  }

  function isRefusedForGood({ number, answer: said }: Arrival): boolean {
    return said === 'AE' && arrivals.finalAcknowledgement(number) !== undefined;
  }

  function noteSilence(arrival: Arrival | undefined): void {
    if (arrival && !arrivals.finalAcknowledgement(arrival.number)) arrivals.noteAnswer(arrival.number, 'none');
  }

  function acknowledge(
    message: Hl7Message,
    code: AcknowledgementCode,
    of?: string,
    { digits, condition }: AnswerDetails = {},
  ): Uint8Array {
    lastAcknowledgement += 1;
    const controlId = `HIS${String(lastAcknowledgement).padStart(8, '0')}`;
    const sentAt = hl7Timestamp(clock.now(), 'Asia/Ho_Chi_Minh');
    const header = { code, controlId, sentAt, condition, ...(of === undefined ? {} : { of }) };
    const isQuery = valueAt(message, { segment: 'MSH', field: 9 }) === 'QBP';
    return isQuery && code.startsWith('A')
      ? answerToQuery(message, header, people, digits)
      : buildAcknowledgement(message, header);
  }

  return {
    server,
    setMode(next, onlyOnce = false) {
      mode = next;
      once = onlyOnce;
      changed();
    },
    state: () => ({ mode, once, connections: lines.size }),
    close() {
      for (const line of lines) line.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

interface AnswerDetails {
  /** How many of twelve are left in what is read back. */
  readonly digits?: number;
  /** ERR-3. */
  readonly condition?: string | undefined;
}

const refusals = {
  'refuse-ae': { code: 'AE', condition: '102' },
  'refuse-without-reason': { code: 'AE', condition: undefined },
  'refuse-ar': { code: 'AR', condition: undefined },
  'refuse-ce': { code: 'CE', condition: '102' },
  'refuse-cr': { code: 'CR', condition: undefined },
  'record-locked': { code: 'AE', condition: '206' },
  'internal-error': { code: 'AE', condition: '207' },
  'other-version': { code: 'AR', condition: '203' },
} as const;

/** MSH-15 and MSH-16 say what the sender wants to hear (table 0155); both empty is the original mode. */
function asksForCommit(message: Hl7Message): boolean {
  return ['AL', 'SU'].includes(valueAt(message, { segment: 'MSH', field: 15 }));
}

function wantsApplicationAnswer(message: Hl7Message): boolean {
  const [accept, application] = [15, 16].map((field) => valueAt(message, { segment: 'MSH', field }));
  return (accept === '' && application === '') || application === 'AL' || application === 'SU';
}

function isHeartbeat(message: Hl7Message): boolean {
  return valueAt(message, { segment: 'MSH', field: 9 }) === 'NMD';
}

/** A kiosk in enhanced mode may confirm our application acknowledgement. Nobody acknowledges an acknowledgement. */
function isAcknowledgement(message: Hl7Message): boolean {
  return valueAt(message, { segment: 'MSH', field: 9 }) === 'ACK';
}
