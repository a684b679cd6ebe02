import { timingSafeEqual } from 'node:crypto';
import { crockford, type RandomBytes } from '#config/agreements/ids.ts';

/** From its making, by monotonic time. */
export const setUpCodeLifeMs = 15 * 60_000;
export const setUpTries = 5;
const length = 8;

/**
 * The code on the kiosk's own screen, by which whoever unpacks it makes the first person. Plain data, changed by `offerSetUpCode`
 * alone; 40 random bits and five tries.
 */
export type SetUpCode =
  | { readonly at: 'open'; readonly code: string; readonly madeAt: number; readonly triesLeft: number }
  /** Opened once. */
  | { readonly at: 'used' }
  /** Set-up has to be begun anew: by a restart of the host. */
  | { readonly at: 'expired' | 'used-up' };

export type SetUpAnswer = 'right' | 'wrong' | 'used' | 'expired' | 'used-up';

/** `now` in ms of monotonic time. */
export function newSetUpCode(randomBytes: RandomBytes, now: number): SetUpCode {
  const code = [...randomBytes(length)].map((byte) => crockford[byte & 31]).join('');
  return { at: 'open', code, madeAt: now, triesLeft: setUpTries };
}

/** Time alone: what stands on the screen goes when it is over. */
export function setUpCodeAt(state: SetUpCode, now: number): SetUpCode {
  return state.at === 'open' && now - state.madeAt >= setUpCodeLifeMs ? { at: 'expired' } : state;
}

/** Two groups of four, to be read aloud and typed. `undefined` when there is none to show. */
export function shownSetUpCode(state: SetUpCode): string | undefined {
  return state.at === 'open' ? `${state.code.slice(0, 4)}-${state.code.slice(4)}` : undefined;
}

export function offerSetUpCode(
  state: SetUpCode,
  typed: string,
  now: number,
): { readonly state: SetUpCode; readonly answer: SetUpAnswer } {
  const current = setUpCodeAt(state, now);
  if (current.at !== 'open') return { state: current, answer: current.at };
  if (isSame(plainCode(typed), current.code)) return { state: { at: 'used' }, answer: 'right' };
  const triesLeft = current.triesLeft - 1;
  return triesLeft > 0
    ? { state: { ...current, triesLeft }, answer: 'wrong' }
    : { state: { at: 'used-up' }, answer: 'used-up' };
}

/** As Crockford reads it: capitals or not, with or without the dash, O for 0 and I or L for 1. */
function plainCode(typed: string): string {
  return typed.slice(0, 64).toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
}

function isSame(given: string, expected: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(expected);
  return a.length === b.length && timingSafeEqual(a, b);
}
