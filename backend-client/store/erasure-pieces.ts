import type { Database, Statement } from 'better-sqlite3';
import { incremental } from './rewrite-file.ts';

/** How long one piece of the work kept everything else waiting. */
export interface ErasurePause {
  /** Our own: looking and deleting. */
  readonly workMs: number;
  /** Until the disk had it: commit, or the write-ahead log folded into the file. */
  readonly diskMs: number;
}

/** A piece of our own work is not longer than about this. */
const workMs = 10;
/** So many pages are given back to the file system at a time. */
const pagesAtATime = 100;
/** The log is folded into the file before it is long, because folding is one piece. */
const piecesBetweenFolds = 4;
/** 8 MB: a busy kiosk's day. */
const sparePages = 2_000;

/** Long work on the store in short transactions; behind each the caller lets others go first. */
export class ErasurePieces {
  readonly #db: Database;
  readonly #begin: Statement;
  readonly #commit: Statement;
  readonly #rollback: Statement;

  constructor(db: Database) {
    this.#db = db;
    this.#begin = db.prepare('begin immediate');
    this.#commit = db.prepare('commit');
    this.#rollback = db.prepare('rollback');
  }

  /** A walk, cut into transactions by time. */
  *inPieces(walk: Generator<void>): Generator<ErasurePause> {
    let count = 0;
    for (let done = false; !done; ) {
      yield* this.inOne((startedAt) => {
        do done = walk.next().done === true;
        while (!done && performance.now() - startedAt < workMs);
        return () => {};
      });
      count += 1;
      if (count % piecesBetweenFolds === 0) yield this.fold('passive');
    }
  }

  /** One transaction. `work` says what is to be done once it is committed. */
  *inOne(work: (startedAt: number) => () => void): Generator<ErasurePause> {
    const startedAt = performance.now();
    let workedUntil = startedAt;
    this.#begin.run();
    try {
      const committed = work(startedAt);
      workedUntil = performance.now();
      this.#commit.run();
      committed();
    } finally {
      if (this.#db.inTransaction) this.#rollback.run();
    }
    yield { workMs: workedUntil - startedAt, diskMs: performance.now() - workedUntil };
  }

  fold(how: 'passive' | 'truncate'): ErasurePause {
    const startedAt = performance.now();
    this.#db.pragma(`wal_checkpoint(${how})`);
    return { workMs: 0, diskMs: performance.now() - startedAt };
  }

  /** A file that was long once becomes shorter again; what the next day needs stays in it. */
  *giveBackPages(): Generator<ErasurePause> {
    if (Number(this.#db.pragma('auto_vacuum', { simple: true })) !== incremental) return;
    for (let count = 1; this.#hasPagesToSpare(); count += 1) {
      yield* this.inOne(() => {
        this.#db.pragma(`incremental_vacuum(${pagesAtATime})`);
        return () => {};
      });
      if (count % piecesBetweenFolds === 0) yield this.fold('passive');
    }
  }

  #hasPagesToSpare(): boolean {
    const free = Number(this.#db.pragma('freelist_count', { simple: true }));
    const all = Number(this.#db.pragma('page_count', { simple: true }));
    return free > Math.max(sparePages, all / 4);
  }
}
