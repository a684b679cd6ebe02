import { createServer } from 'node:net';
import { createMllpFraming, mllpFrame } from '#backend-client/hl7v2/mllp-framing.ts';
import { parseMessage, valueAt } from '#backend-client/hl7v2/parse.ts';
import { listenOnLoopback } from '#config/agreements/listen-on-loopback.ts';

/** What the hospital heard of one control id. */
export interface Heard {
  readonly visitId: string;
  /** `ADT^A04`, `ADT^A08`, `ORU^R01` … */
  readonly event: string;
  /** Position among all first arrivals. */
  readonly order: number;
  readonly times: number;
  /** A retry must be the same bytes. */
  readonly changed: boolean;
}

export interface RecordingHospital {
  readonly port: number;
  readonly heard: ReadonlyMap<string, Heard>;
  readonly frames: () => number;
  close(): Promise<void>;
}

/** Accepts everything over MLLP and remembers who said what, how often, and in which order. */
export async function openRecordingHospital(onFirst: (count: number) => void): Promise<RecordingHospital> {
  const heard = new Map<string, Heard>();
  const bodies = new Map<string, Buffer>();
  let frames = 0;

  const server = createServer({ noDelay: true }, (socket) => {
    const framing = createMllpFraming();
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      for (const frame of framing.push(chunk).frames) {
        const controlId = note(frame);
        socket.write(mllpFrame(Buffer.from(`MSH|^~\\&|HIS||TIEPDON||||ACK|A${frames}|P|2.5.1\rMSA|AA|${controlId}\r`)));
      }
    });
  });

  function note(frame: Uint8Array): string {
    frames += 1;
    const parsed = parseMessage(frame);
    if (!parsed.ok) throw new Error('the hospital got a frame that is not HL7');
    const value = (segment: string, field: number, component?: number) =>
      valueAt(parsed.value, { segment, field, ...(component ? { component } : {}) }) ?? '';
    const controlId = value('MSH', 10);
    const known = heard.get(controlId);
    const bytes = Buffer.from(frame);
    if (known) {
      const changed = known.changed || !bodies.get(controlId)?.equals(bytes);
      heard.set(controlId, { ...known, times: known.times + 1, changed });
      return controlId;
    }
    bodies.set(controlId, bytes);
    const event = `${value('MSH', 9, 1)}^${value('MSH', 9, 2)}`;
    heard.set(controlId, { visitId: value('PV1', 19), event, order: heard.size, times: 1, changed: false });
    onFirst(heard.size);
    return controlId;
  }

  return { ...(await listenOnLoopback(server)), heard, frames: () => frames };
}
