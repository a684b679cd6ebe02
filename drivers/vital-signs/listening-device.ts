import type { Clock } from '#config/agreements/clock.ts';
import type { OpenTransport } from '../contract/transport.ts';
import type { VitalSign, VitalSignsDevice } from '../contract/vital-signs.ts';
import { createConditionReport } from '../supervisor/device-condition.ts';
import { superviseLine } from '../supervisor/supervise-line.ts';
import { createMeasurementSession } from './measurement-session.ts';
import type { VitalRecord } from './vital-record.ts';

export interface VitalSignsParts {
  readonly id: string;
  readonly open: OpenTransport;
  readonly clock: Clock;
  /** In [0, 1), like `Math.random`. */
  readonly random: () => number;
}

/** How a device that speaks by itself speaks. Pure. */
export interface ListeningProtocol<Framing> {
  readonly measures: readonly VitalSign[];
  /**
   * `record`: one record for each measured person. `stream`: values all the time; they mean something only while a
   * measurement is open.
   */
  readonly speaks: 'record' | 'stream';
  /** Of a line that has just opened, and of a stream whose measurement has just opened. */
  readonly start: Framing;
  cut(before: Framing, chunk: Uint8Array): { readonly framing: Framing; readonly records: readonly VitalRecord[] };
  /** The first bytes of a record are here, the rest is not. */
  isInRecord(framing: Framing): boolean;
}

/** A patient steps on a scale, reads a sign, takes off a coat: nobody needs longer, and nobody wants to wait longer. */
export const measureWithinMs = 120_000;

/**
 * A record comes in one go; one that stops in the middle came from a device that lost its power, and its half must not
 * become the beginning of the next person's.
 */
export const longestPauseInRecordMs = 2_000;

/** A device that is only listened to: `ready` as long as its line stands. */
export function createListeningDevice<Framing>(
  { id, open, clock, random }: VitalSignsParts,
  protocol: ListeningProtocol<Framing>,
): VitalSignsDevice {
  const report = createConditionReport(clock);
  const session = createMeasurementSession({ clock, report, timeoutMs: measureWithinMs });
  let framing = protocol.start;
  /** The record under way began before the measurement was opened, so it is somebody else's. */
  let isStale = false;
  let callOffDrop = () => {};

  const line = superviseLine({
    open,
    clock,
    random,
    onOpen(transport) {
      startAfresh();
      transport.onData(read);
      session.lineStands();
    },
    onLost() {
      startAfresh();
      session.lineBroke();
    },
  });

  function startAfresh(): void {
    callOffDrop();
    framing = protocol.start;
    isStale = false;
  }

  function read(bytes: Uint8Array): void {
    if (protocol.speaks === 'stream' && !session.isOpen()) return;
    callOffDrop();
    const step = protocol.cut(framing, bytes);
    framing = step.framing;
    for (const record of step.records) take(record);
    if (!protocol.isInRecord(framing)) isStale = false;
    else if (protocol.speaks === 'record') callOffDrop = clock.after(longestPauseInRecordMs, startAfresh);
  }

  function take(record: VitalRecord): void {
    // The end of a stream's measurement leaves the rest of this read to nobody.
    if (protocol.speaks === 'stream' && !session.isOpen()) return;
    if (record.kind === 'damaged') {
      isStale = false;
    } else if (record.kind === 'nobody') {
      session.sensorFindsNobody(true);
    } else if (isStale) {
      isStale = false;
      session.discard('stale');
    } else if (record.kind === 'result') {
      session.sensorFindsNobody(false);
      session.result({ quantities: record.quantities, deviceTime: undefined, model: record.model });
    } else if (session.isOpen()) {
      session.fail(record.reason, record.deviceError);
    } else {
      session.discard('no-measurement-open');
    }
  }

  return {
    id,
    kind: 'vital-signs',
    measures: protocol.measures,
    condition: report.condition,
    onCondition: report.onCondition,
    hints: report.hints,
    onHint: report.onHint,
    measure(listener) {
      return session.open(listener, {
        begin() {
          if (protocol.speaks === 'stream') startAfresh();
          isStale = protocol.isInRecord(framing);
        },
        end() {
          if (protocol.speaks === 'stream') startAfresh();
        },
      });
    },
    onDiscarded: session.onDiscarded,
    async close() {
      session.close();
      startAfresh();
      await line.close();
    },
  };
}
