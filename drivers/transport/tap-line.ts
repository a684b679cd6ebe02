import type { OpenTransport, Transport } from '../contract/transport.ts';

/** Hears what a driver and its device say to each other. Neither notices. */
export interface LineTap {
  heard(from: 'device' | 'host', bytes: Uint8Array): void;
  /** A line stands. */
  opened?(): void;
  /** An attempt to open failed, or the line broke. */
  lost?(kind: string): void;
}

export function tapLine(open: OpenTransport, tap: LineTap): OpenTransport {
  return async () => {
    const opened = await open();
    if (!opened.ok) {
      tap.lost?.(opened.problem.kind);
      return opened;
    }
    const { value: transport } = opened;
    tap.opened?.();
    const tapped: Transport = {
      ...transport,
      write(bytes) {
        tap.heard('host', bytes);
        return transport.write(bytes);
      },
      onData: (listener) =>
        transport.onData((bytes) => {
          tap.heard('device', bytes);
          listener(bytes);
        }),
      onLost: (listener) =>
        transport.onLost((problem) => {
          tap.lost?.(problem.kind);
          listener(problem);
        }),
    };
    return { ok: true, value: tapped };
  };
}
