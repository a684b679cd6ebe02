/** A file of the staff's that did not read at this start. */
export interface LostFile {
  /** The kind of its problem. */
  readonly why: string;
  /** Its name since it was put aside; `undefined`: it stands where it stood. */
  readonly aside: string | undefined;
}

export function lost(why: string, aside: string | undefined): LostFile {
  return { why, aside };
}

/** It was put aside at an earlier start, and nothing has taken its place since. */
export const lostBefore = 'lost-before';
