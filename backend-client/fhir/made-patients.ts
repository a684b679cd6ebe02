import { createHash, randomBytes } from 'node:crypto';
import type { Token } from './search.ts';
import { plainNumber } from './three-way.ts';

/**
 * Patients whom we have written about ourselves a moment ago, by their numbers: for the next visit of the same person while the
 * server's search does not show that yet. Only where to look: what counts is the record. In memory, under a secret of this run;
 * nothing tells who they are.
 */
export interface MadePatients {
  idsOf(tokens: readonly Token[]): readonly string[];
  note(tokens: readonly Token[], id: string): void;
  /** This message may have created them, and its answer is lost. */
  noteLost(tokens: readonly Token[], messageId: number): void;
  settle(messageId: number): void;
  /** Other messages that may have created somebody with one of these numbers. */
  lostWith(tokens: readonly Token[], messageId: number): readonly number[];
}

const mostNoted = 500;

export function createMadePatients(): MadePatients {
  const secret = randomBytes(32);
  const ids = new Map<string, ReadonlySet<string>>();
  const lost = new Map<number, ReadonlySet<string>>();
  const nameOf = ({ system, value }: Token) =>
    createHash('sha256')
      .update(secret)
      .update(`${system}|${plainNumber(value)}`)
      .digest('base64');
  return {
    idsOf: (tokens) => [...new Set(tokens.flatMap((token) => [...(ids.get(nameOf(token)) ?? [])]))],
    note(tokens, id) {
      for (const name of tokens.map(nameOf)) ids.set(name, new Set([...(ids.get(name) ?? []), id]));
      for (const name of [...ids.keys()].slice(0, Math.max(0, ids.size - mostNoted))) ids.delete(name);
    },
    noteLost: (tokens, messageId) => void lost.set(messageId, new Set(tokens.map(nameOf))),
    settle: (messageId) => void lost.delete(messageId),
    lostWith: (tokens, messageId) =>
      [...lost].flatMap(([other, names]) =>
        other !== messageId && tokens.some((token) => names.has(nameOf(token))) ? [other] : [],
      ),
  };
}
