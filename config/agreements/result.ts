/** A Result crosses processes as it is: a plain object, no methods, nothing to revive. */
export type Result<Value, Problem> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: Problem };

export function ok<Value>(value: Value): Result<Value, never> {
  return { ok: true, value };
}

export function problem<Problem>(problem: Problem): Result<never, Problem> {
  return { ok: false, problem };
}

/** For the `default` of a switch that must know every case. Names the case by its discriminant only: values may be personal. */
export function unreachable(value: never): never {
  throw new Error(`Unhandled case: ${discriminantOf(value)}`);
}

function discriminantOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return typeof value;
  const named = value as Readonly<Record<string, unknown>>;
  for (const key of ['kind', 'type', 'at', 'do', 'show']) {
    if (typeof named[key] === 'string') return `${key} ${named[key]}`;
  }
  return 'an object without a discriminant';
}
