/**
 * Which card is meant when several readers have one: the one that was just laid. A card that somebody forgot on another reader
 * never comes back by itself, not even after the readers were lost and found again; it has to be laid anew. Pure.
 */
export interface LaidCard {
  /** The reader whose card is meant. */
  readonly current: string | undefined;
  /** Each reader that is there, and whether a card lies on it. */
  readonly readers: ReadonlyMap<string, boolean>;
  /** Readers, there or not, with a card that was there before another one was laid. */
  readonly forgotten: ReadonlySet<string>;
}

export const noReaders: LaidCard = { current: undefined, readers: new Map(), forgotten: new Set() };

/** The reader stands so: it was found, or its card came or went. */
export function readerStands(before: LaidCard, reader: string, hasCard: boolean): LaidCard {
  const hadCard = before.readers.get(reader);
  const readers = new Map([...before.readers, [reader, hasCard] as const]);
  if (!hasCard) return { ...withoutCard(before, reader), readers };
  if (hadCard) return { ...before, readers };
  // What lies on a reader that was only found now has lain there for nobody knows how long.
  const isFound = hadCard === undefined;
  if (isFound && (before.current !== undefined || before.forgotten.has(reader))) {
    return { ...before, readers, forgotten: new Set([...before.forgotten, reader]) };
  }
  const left = [...before.forgotten, ...(before.current === undefined ? [] : [before.current])];
  return { current: reader, readers, forgotten: new Set(left.filter((each) => each !== reader)) };
}

/** It was unplugged, or the service went: what lies on it may come back with it. */
export function readerGone(before: LaidCard, reader: string): LaidCard {
  const readers = new Map([...before.readers].filter(([each]) => each !== reader));
  return { ...before, readers, current: before.current === reader ? undefined : before.current };
}

function withoutCard(before: LaidCard, reader: string): Pick<LaidCard, 'current' | 'forgotten'> {
  return {
    current: before.current === reader ? undefined : before.current,
    forgotten: new Set([...before.forgotten].filter((each) => each !== reader)),
  };
}
