/**
 * Whether anybody is being served, and who waits until nobody is. A print and a cuff may outlive the session that began them, and are
 * service for as long as they last.
 */
export interface AtRest {
  /** Somebody stands at the kiosk, or a ticket or a cuff outlives their turn. */
  isServing(): boolean;
  keepBusy(work: Promise<unknown>): void;
  /** Calls `go` once, as soon as nobody is being served; the answer calls it off. */
  once(go: () => void): () => void;
  /** To be called when somebody may have left. */
  look(): void;
  /** Resolves when nothing that outlived its session lasts any more. */
  finished(): Promise<unknown>;
}

export function createAtRest(somebodyIsThere: () => boolean): AtRest {
  const unfinished = new Set<Promise<unknown>>();
  const waiting = new Set<() => void>();

  const isServing = () => somebodyIsThere() || unfinished.size > 0;
  function look(): void {
    if (waiting.size > 0 && !isServing()) for (const go of waiting) queueMicrotask(go);
  }

  return {
    isServing,
    look,
    keepBusy(work) {
      unfinished.add(work);
      void work.finally(() => {
        unfinished.delete(work);
        look();
      });
    },
    once(go) {
      const goOnce = () => {
        if (waiting.delete(goOnce)) go();
      };
      waiting.add(goOnce);
      if (!isServing()) queueMicrotask(goOnce);
      return () => waiting.delete(goOnce);
    },
    finished: () => Promise.all(unfinished),
  };
}
