/**
 * How long somebody who takes a number now will wait, in many futures of the same queue (knowledge: simulated futures are the best of the
 * published and tried estimates). Pure: chance is a parameter.
 */
export interface QueueNow {
  /** Who waits already, of each lane. */
  readonly ahead: { readonly priority: number; readonly ordinary: number };
  /** The lane whose turn it was last, and how often in a row. */
  readonly run: { readonly share: 'priority' | 'ordinary' | 'none'; readonly length: number };
  readonly ratio: { readonly priority: number; readonly ordinary: number };
  /** One of each counter that calls: for how long whoever is there has been served, ms; `undefined`: nobody is. */
  readonly servedMs: readonly (number | undefined)[];
  /** How many of the priority lane come in an hour; they go before. */
  readonly priorityPerHour: number;
  /** Of a hundred who are called so many do not come, 0 to 1. */
  readonly absence: number;
  /** What serving somebody took at such an hour, ms; at least one. */
  readonly services: readonly number[];
}

/** Waits of an ordinary patient, ms, the shortest first; one of each future. None where nobody calls. */
export function futures(queue: QueueNow, count: number, random: () => number): readonly number[] {
  if (queue.servedMs.length === 0 || queue.services.length === 0) return [];
  return Array.from({ length: count }, () => oneFuture(queue, random)).sort((one, other) => one - other);
}

/** Somebody is called, and nobody comes. */
const absenceMs = 45_000;
/** A queue that does not end is cut here. */
const longestMs = 12 * 3_600_000;

function oneFuture(queue: QueueNow, random: () => number): number {
  const { ratio, services, absence, priorityPerHour } = queue;
  const free = queue.servedMs.map((served) => (served === undefined ? 0 : restOf(services, served, random)));
  const msBetween = priorityPerHour > 0 ? 3_600_000 / priorityPerHour : Number.POSITIVE_INFINITY;
  const untilNext = () => -Math.log(1 - random()) * msBetween;
  let { priority, ordinary } = queue.ahead;
  let { share, length } = queue.run;
  let arrives = untilNext();

  for (;;) {
    const counter = earliest(free);
    const now = free[counter] ?? 0;
    for (; arrives <= now; arrives += untilNext()) priority += 1;
    if (now > longestMs) return longestMs;
    const isPriority =
      priority > 0 &&
      !(share === 'priority' ? length >= ratio.priority : share === 'ordinary' && length < ratio.ordinary);
    const called = isPriority ? 'priority' : 'ordinary';
    if (isPriority) priority -= 1;
    else if (ordinary === 0) return now;
    else ordinary -= 1;
    length = share === called ? length + 1 : 1;
    share = called;
    free[counter] = now + (random() < absence ? absenceMs : pick(services, random));
  }
}

/** What is left of a service that has lasted so long: of those that lasted longer. */
function restOf(services: readonly number[], served: number, random: () => number): number {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const whole = pick(services, random);
    if (whole > served) return whole - served;
  }
  return 0;
}

function pick(services: readonly number[], random: () => number): number {
  return services[Math.floor(random() * services.length)] ?? 0;
}

function earliest(free: readonly number[]): number {
  let best = 0;
  for (let counter = 1; counter < free.length; counter += 1) {
    if ((free[counter] ?? 0) < (free[best] ?? 0)) best = counter;
  }
  return best;
}

/** `share` 0 to 1 of sorted values. */
export function quantile(sorted: readonly number[], share: number): number {
  const at = Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1));
  return sorted[at] ?? 0;
}
