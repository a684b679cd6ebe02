import type { Result } from '#config/agreements/result.ts';
import type { Unsubscribe, WhyAbsent } from './device.ts';

/** An open line to a device. Bytes in, bytes out, and the news that it is gone; no policy. */
export interface Transport {
  /**
   * Resolves when the operating system has taken the bytes, or with `lost` when the line broke before. Never rejects.
   * Taken is not received: a device proves receipt only by answering.
   */
  write(bytes: Uint8Array): Promise<Result<'taken', LineProblem>>;
  /** The bytes are the listener's until it returns; then they are overwritten, for they may be somebody's. What stays is a copy. */
  onData(listener: (bytes: Uint8Array) => void): Unsubscribe;
  /** At most once, also when the line broke before the listener came. Not called after `close`. */
  onLost(listener: (problem: LineProblem) => void): Unsubscribe;
  close(): Promise<void>;
}

/** Opens a line. Each call is one attempt; the supervisor decides when to try again. */
export type OpenTransport = () => Promise<Result<Transport, LineProblem>>;

/** Why a line cannot be opened, or no longer stands. */
export interface LineProblem {
  readonly kind: Exclude<WhyAbsent, 'no-service'>;
}
