/**
 * - `not-reachable`: no database answers; waited for. `lost-place`: another hub decides now. `taken`: a position, an act or a number is
 *   there already: the state of this hub is not the log's, and it reads the log anew.
 * - `not-ours`, `newer`: the database belongs to something else, or to a later version. `denied`: user or password.
 * - `damaged`: what stands there does not read. `disk-full`, `not-writable`: SQLite's file.
 */
export interface LogProblem {
  readonly kind:
    | 'not-reachable'
    | 'lost-place'
    | 'taken'
    | 'not-ours'
    | 'newer'
    | 'denied'
    | 'damaged'
    | 'disk-full'
    | 'not-writable';
}
