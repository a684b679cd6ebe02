import type { BusinessDay } from '#config/agreements/ids.ts';

/**
 * - `not-reachable`: no database answers; waited for. `lost-place`: another hub decides now. `taken`: a position, an act or a number is
 *   there already: the state of this hub is not the log's, and it reads the log anew.
 * - `not-ours`, `newer`: the database belongs to something else, or to a later version. `older`: to an earlier one, and whoever decides first
 *   brings it up to date.
 * - `denied`: user or password, or the file with it. `not-trusted`: the server does not prove by TLS who it is.
 * - `damaged`: what stands there does not read; `line`: the first of the log that does not.
 * - `disk-full`, `not-writable`: of SQLite's files, or of the server.
 */
export interface LogProblem {
  readonly kind:
    | 'not-reachable'
    | 'lost-place'
    | 'taken'
    | 'not-ours'
    | 'newer'
    | 'older'
    | 'denied'
    | 'not-trusted'
    | 'damaged'
    | 'disk-full'
    | 'not-writable';
  readonly line?: { readonly day: BusinessDay; readonly position: number };
}
