import { Duplex } from 'node:stream';
import type { Clock } from '#config/agreements/clock.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { LineProblem, OpenTransport, Transport } from '../contract/transport.ts';
import type { HidAddress, HidAnswer, HidDevice } from './hid-messages.ts';
import { type HidProcess, type StartHidProcess, startHidChild } from './hid-process.ts';
import { transportOver } from './stream-transport.ts';

/**
 * A HID device as a line: each call of `onData` is one input report with its report id first, each `write` one output
 * report. The addon works in a process of its own (`hid-child.ts`).
 */
export interface HidLine {
  readonly address: HidAddress;
  /** Sent once after each opening, report id first; a device that does not know them is used all the same. */
  readonly featureReports?: readonly Uint8Array[];
}

/** Waits around the process, in milliseconds. */
export const hidDelays = {
  /** Listing devices reads every descriptor on the bus (node-hid's README); a device that was not found is not looked for sooner. */
  betweenLookupsMs: 3_000,
  /** A process that has not answered by then hangs in the addon. */
  answerWithinMs: 10_000,
  /** A process that was asked to let go of its device and has not gone by then is killed. */
  endWithinMs: 1_000,
} as const;

/** More reports than a whole code has, none of them taken: nobody listens any more. */
const mostUnreadReports = 1_024;

export function openHid(line: HidLine, clock: Clock, start: StartHidProcess = startHidChild): OpenTransport {
  const { address, featureReports = [] } = line;
  /** Found no device so far; it is asked again, because starting a process costs more than asking. */
  let waiting: HidProcess | undefined;
  let notFound: { readonly at: number; readonly problem: LineProblem } | undefined;

  return async function open() {
    const sinceMs = notFound ? clock.now() - notFound.at : Number.NaN;
    if (notFound && address.by === 'ids' && sinceMs >= 0 && sinceMs < hidDelays.betweenLookupsMs) {
      return problem(notFound.problem);
    }
    notFound = undefined;
    const child = waiting && !waiting.isGone() ? waiting : start();
    waiting = undefined;
    const opened = await openDevice(child);
    if (!opened.ok) {
      notFound = { at: clock.now(), problem: opened.problem };
      waiting = child;
      child.letIdle(true);
    }
    return opened;
  };

  function openDevice(child: HidProcess): Promise<Result<Transport, LineProblem>> {
    return ask<Result<Transport, LineProblem>>(child, clock, {
      order: { do: 'open', address, featureReports },
      // Built before the next message is heard, so that no report falls in between.
      take: (answer) => {
        if (answer.type === 'opened') return ok(transportOf(child, clock));
        return answer.type === 'refused' ? problem({ kind: answer.kind }) : undefined;
      },
      broken: (kind) => problem({ kind }),
    });
  }
}

/** Every HID device of this machine. Expensive: for a technician's list, never in a loop. */
export async function listHidDevices(
  clock: Clock,
  start: StartHidProcess = startHidChild,
): Promise<readonly HidDevice[]> {
  const child = start();
  const devices = await ask<readonly HidDevice[]>(child, clock, {
    order: { do: 'list' },
    take: (answer) => (answer.type === 'listed' ? answer.devices : undefined),
    broken: () => [],
  });
  await endProcess(child, clock);
  return devices;
}

interface Question<Value> {
  readonly order: Parameters<HidProcess['tell']>[0];
  /** `undefined` when it is not the answer. */
  take(answer: HidAnswer): Value | undefined;
  broken(kind: 'not-found' | 'timed-out'): Value;
}

/** One order and its answer. A process that does not answer is killed. */
function ask<Value>(child: HidProcess, clock: Clock, { order, take, broken }: Question<Value>): Promise<Value> {
  return new Promise((resolve) => {
    const settle = (value: Value) => {
      callOff();
      forget();
      resolve(value);
    };
    const callOff = clock.after(hidDelays.answerWithinMs, () => {
      child.kill();
      settle(broken('timed-out'));
    });
    const forget = child.onGone(() => settle(broken('not-found')));
    child.onAnswer((answer) => {
      const value = take(answer);
      if (value !== undefined) settle(value);
    });
    child.letIdle(false);
    child.tell(order);
  });
}

function transportOf(child: HidProcess, clock: Clock): Transport {
  const writes: ((error?: Error) => void)[] = [];
  const stream = new Duplex({
    objectMode: true,
    read() {},
    write(bytes: Uint8Array, _encoding, done) {
      writes.push(done);
      child.tell({ do: 'write', bytes });
    },
  });
  const broken = () => void stream.destroy(new Error('The device is gone'));

  child.onAnswer((answer) => {
    if (answer.type === 'report' && stream.readableLength < mostUnreadReports) stream.push(answer.bytes);
    if (answer.type === 'written') writes.shift()?.(answer.taken ? undefined : new Error('The device took no report'));
    if (answer.type === 'lost') broken();
  });
  child.onGone(broken);
  return transportOver(stream, async () => {
    stream.destroy();
    await endProcess(child, clock);
  });
}

/** Resolves when the device can be opened by somebody else. */
function endProcess(child: HidProcess, clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    const callOff = clock.after(hidDelays.endWithinMs, () => child.kill());
    child.letIdle(false);
    child.onGone(() => {
      callOff();
      resolve();
    });
    child.tell({ do: 'end' });
  });
}
