/**
 * What one system of the hospital has told about its own records of a visit: ids, and what we wrote there. Kept sealed with the visit
 * and erased with it. Searches may lag behind, and then nothing else knows that a record is there.
 */
export interface SystemMemory {
  /** Whoever asks overwrites them. */
  recall(visitId: string): Uint8Array | undefined;
  /** Takes the bytes over. What the disk does not take is not remembered; a search finds the record again later. */
  keep(visitId: string, bytes: Uint8Array): void;
}

/** Of a program that ends before anything could be asked twice. */
export function createPassingMemory(): SystemMemory {
  const kept = new Map<string, Uint8Array>();
  return { recall: (visitId) => kept.get(visitId)?.slice(), keep: (visitId, bytes) => void kept.set(visitId, bytes) };
}

/** Of a store that opens after the systems were put together, since it must know them; they ask only later. */
export function memoryBehind(memory: () => SystemMemory | undefined): SystemMemory {
  return {
    recall: (visitId) => memory()?.recall(visitId),
    keep: (visitId, bytes) => memory()?.keep(visitId, bytes),
  };
}
