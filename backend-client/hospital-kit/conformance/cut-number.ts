/** How a 12-digit number comes back. */
export type NumberSeen =
  | { readonly is: 'whole' }
  /** What the hospital made of it. */
  | { readonly is: 'cut'; readonly seen: string }
  | { readonly is: 'absent' };

/** Shorter runs of digits are dates, ticket numbers and the like. */
const shortestRest = 8;

/**
 * Looks for a number in whatever a hospital answered. Cut at either end, without its leading zeros, or as a floating-point
 * number: the usual ways in which columns lose digits.
 */
export function numberSeenIn(text: string, number: string): NumberSeen {
  const runs: readonly string[] = text.match(/\d+(?:\.\d+[eE]\+?\d+)?/g) ?? [];
  // Answers echo the question: a whole number beside a cut one says nothing.
  const seen = runs.find((run) => isRestOf(run, number));
  if (seen !== undefined) return { is: 'cut', seen };
  return { is: runs.includes(number) ? 'whole' : 'absent' };
}

function isRestOf(run: string, number: string): boolean {
  if (/[eE]/.test(run)) return Number(run) > 0 && Math.abs(Number(run) / Number(number) - 1) < 0.01;
  const isCut = (whole: string) =>
    run.length >= shortestRest && run.length < number.length && (whole.startsWith(run) || whole.endsWith(run));
  return isCut(number) || isCut(number.replace(/^0+/, ''));
}
