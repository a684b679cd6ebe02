import { EventEmitter, once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import type { ControlId } from '#config/agreements/ids.ts';
import { listenOnLoopback } from '#config/agreements/listen-on-loopback.ts';
import type { OutgoingMessage } from '../contract/delivery.ts';
import { createMllpEndpoint, type MllpEndpointSettings } from './mllp-endpoint.ts';
import { createMllpFraming, mllpFrame } from './mllp-framing.ts';

/** For tests: a hospital that plays a script over a real socket, and an endpoint with a hand on its clock. */

/** What a hospital does with one frame; `heard` counts the frames of all connections. */
export type Script = (line: Socket, controlId: string, heard: number, frame: string) => void;

export interface MllpBench {
  hospital(script: Script, tls?: TlsOptions): Promise<ScriptedHospital>;
  endpointAt(port: number, changes?: Partial<MllpEndpointSettings>): EndpointOnBench;
  /** To be closed with everything else, in reverse order. */
  closeLater(close: () => unknown): void;
  closeAll(): Promise<void>;
}

export interface ScriptedHospital {
  readonly port: number;
  readonly frames: string[];
  readonly lines: Socket[];
  readonly server: Server;
  frameHeard(): Promise<unknown>;
}

type EndpointOnBench = ReturnType<typeof endpointOnBench>;

export function createMllpBench(): MllpBench {
  const openThings: (() => unknown)[] = [];

  async function hospital(script: Script, tls?: TlsOptions): Promise<ScriptedHospital> {
    const frames: string[] = [];
    const lines: Socket[] = [];
    const heard = new EventEmitter();
    const serve = (line: Socket) => {
      lines.push(line);
      const framing = createMllpFraming();
      line.setNoDelay(true);
      line.on('error', () => {});
      line.on('data', (chunk) => {
        for (const frame of framing.push(chunk).frames) {
          const text = new TextDecoder().decode(frame);
          frames.push(text);
          script(line, text.split('|')[9] ?? '', frames.length, text);
          heard.emit('frame');
        }
      });
    };
    const server = tls ? createTlsServer(tls, serve) : createServer(serve);
    server.on('tlsClientError', () => {});
    const { port, close } = await listenOnLoopback(server);
    openThings.push(close);
    return { port, frames, lines, server, frameHeard: () => once(heard, 'frame') };
  }

  return {
    hospital,
    endpointAt(port, changes = {}) {
      const onBench = endpointOnBench(port, changes);
      openThings.push(() => onBench.endpoint.close());
      return onBench;
    },
    closeLater(close) {
      openThings.push(close);
    },
    async closeAll() {
      for (const close of openThings.splice(0).reverse()) await close();
    },
  };
}

function endpointOnBench(port: number, changes: Partial<MllpEndpointSettings>) {
  const clock = createHandCrankedClock();
  const settings = { id: 'his', host: '127.0.0.1', port, ackTimeoutMs: 10_000, deduplicates: true, clock };
  return { endpoint: createMllpEndpoint({ ...settings, ...changes }), clock };
}

export function message(controlId: string): OutgoingMessage {
  const bytes = new TextEncoder().encode(
    `MSH|^~\\&|TIEPDON|27005|HIS|27005|20261122081200+0700||ADT^A04^ADT_A01|${controlId}|T|2.5.1\r`,
  );
  return { messageId: 1, endpointId: 'his', controlId: controlId as ControlId, attempts: 1, bytes };
}

export const ack = (code: string, controlId: string) =>
  mllpFrame(new TextEncoder().encode(`MSH|^~\\&|HIS|||||| ACK|1|P|2.5.1\rMSA|${code}|${controlId}\r`));

export const accepted = { ok: true, value: 'accepted' };
export const failed = (kind: string, reason: string, counts = false) => ({
  ok: false,
  problem: { kind, reason, counts, ...(kind === 'permanent' ? { proven: false } : {}) },
});
