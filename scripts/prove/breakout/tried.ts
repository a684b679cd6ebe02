/**
 * What a row of the proof is made of. Nobody can say *held*: a row hands over what was tried and what was seen after it,
 * and only something that was really done can be handed over, since `attempt` alone makes it.
 */
export interface Tried {
  readonly [byAttempt]: true;
  readonly did: string;
  readonly saw: string;
  /** What a stranger has gained, as a sentence; `undefined` when nothing. */
  readonly wayOut: string | undefined;
}

const byAttempt: unique symbol = Symbol('made by attempt()');

/** What is there to be seen after something was tried. */
export interface Sight {
  readonly saw: string;
  readonly wayOut: string | undefined;
}

export async function attempt(
  did: string,
  act: () => Promise<unknown>,
  look: () => Promise<Sight> | Sight,
): Promise<Tried> {
  await act();
  return { [byAttempt]: true, did, ...(await look()) };
}

/** At least one. */
export type Tries = readonly [Tried, ...Tried[]];

export type Outcome =
  | { readonly is: 'held'; readonly tries: Tries }
  | { readonly is: 'open'; readonly tries: readonly Tried[]; readonly why: string }
  | { readonly is: 'not-applicable'; readonly because: string };

export function judge(tries: Tries): Outcome {
  const [first] = tries.filter(({ wayOut }) => wayOut !== undefined);
  return first ? { is: 'open', tries, why: `${first.did}: ${first.wayOut}` } : { is: 'held', tries };
}

/** A row whose preparation or looking failed was not tried to its end, and so it is open. */
export function couldNotBeTried(error: unknown): Outcome {
  const why = error instanceof Error ? error.message : String(error);
  return { is: 'open', tries: [], why: `could not be tried: ${why}` };
}

/** One after the other; the type keeps that there is at least one. */
export async function tryEach<const Items extends readonly [unknown, ...unknown[]]>(
  items: Items,
  one: (item: Items[number]) => Promise<Tried>,
): Promise<Tries> {
  const [first, ...others]: readonly [Items[number], ...Items[number][]] = items;
  const tried = await one(first);
  const rest: Tried[] = [];
  for (const item of others) rest.push(await one(item));
  return [tried, ...rest];
}

/** The short form does the first of a row's tries. */
export function firstIf<Item>(
  isShort: boolean,
  all: readonly [Item, ...Item[]],
  count = 1,
): readonly [Item, ...Item[]] {
  const [first, ...others] = all;
  return isShort ? [first, ...others.slice(0, count - 1)] : all;
}

export const nothingGained = (saw: string): Sight => ({ saw, wayOut: undefined });
export const gained = (wayOut: string): Sight => ({ saw: wayOut, wayOut });
