import * as z from 'zod';
import type { BusinessDay, VisitId } from '#config/agreements/ids.ts';
import { businessDayFrom } from '#config/agreements/local-time.ts';
import { type Bucket, mostScores, type Score, type WaitRange } from './believing.ts';

/**
 * What the last weeks have taught of each service: how long serving took and at which hour, how many did not come, and how promises came
 * true. Small, without numbers or visits of days that are over; kept beside the log, and empty where it is lost or does not read.
 */
export interface ServiceBook {
  readonly services: Map<string, ServiceNotes>;
}

export interface ServiceNotes {
  /** `hour` of the day on the facility's wall, 0–23. */
  readonly served: { readonly hour: number; readonly ms: number }[];
  called: number;
  absent: number;
  readonly scores: Record<Bucket, Score[]>;
}

/** Said to somebody who waits, and scored when the call comes. */
export interface Promised {
  readonly visitId: VisitId;
  readonly serviceCode: string;
  readonly bucket: Bucket;
  readonly at: number;
  readonly raw: WaitRange;
  readonly corrected: WaitRange;
}

/** Twenty working days of one room. */
const mostServed = 2_000;
/** Shorter is a slip of the finger, longer a counter that nobody finished. */
const servedMs = { shortest: 10_000, longest: 4 * 3_600_000 };
/** Above it both counts are halved: the latest weigh more. */
const mostCalled = 2_000;

export function emptyBook(): ServiceBook {
  return { services: new Map() };
}

export function notesOf(book: ServiceBook, serviceCode: string): ServiceNotes {
  const known = book.services.get(serviceCode);
  if (known) return known;
  const notes: ServiceNotes = {
    served: [],
    called: 0,
    absent: 0,
    scores: { '0-2': [], '3-9': [], '10-24': [], '25+': [] },
  };
  book.services.set(serviceCode, notes);
  return notes;
}

export function noteServed(notes: ServiceNotes, hour: number, ms: number): void {
  if (ms < servedMs.shortest || ms > servedMs.longest) return;
  notes.served.push({ hour, ms });
  if (notes.served.length > mostServed) notes.served.shift();
}

export function noteCalled(notes: ServiceNotes, came: boolean): void {
  if (came) notes.called += 1;
  else notes.absent += 1;
  if (notes.called < mostCalled) return;
  notes.called /= 2;
  notes.absent /= 2;
}

export function noteScore(notes: ServiceNotes, bucket: Bucket, score: Score): void {
  const scores = notes.scores[bucket];
  scores.push(score);
  if (scores.length > mostScores) scores.shift();
}

const enoughOfAnHour = 30;
const enough = 10;

/** What serving took around this hour, or at any where there is too little of it; nothing before anything is known. */
export function servedAround({ served }: ServiceNotes, hour: number): readonly number[] {
  const near = served.filter((one) => Math.abs(one.hour - hour) <= 1);
  const chosen = near.length >= enoughOfAnHour ? near : served;
  return chosen.length < enough ? [] : chosen.map(({ ms }) => ms);
}

const score = z.strictObject({
  day: z.string().refine((text) => businessDayFrom(text) !== undefined) as unknown as z.ZodType<BusinessDay>,
  missed: z.number().min(-1e9).max(1e9),
  held: z.boolean(),
});
const scores = z.array(score).max(mostScores);

const bookFile = z.strictObject({
  version: z.literal(1),
  services: z
    .array(
      z.strictObject({
        code: z.string().min(1).max(64),
        served: z
          .array(z.strictObject({ hour: z.int().min(0).max(23), ms: z.number().min(0).max(servedMs.longest) }))
          .max(mostServed),
        called: z.number().min(0).max(mostCalled),
        absent: z
          .number()
          .min(0)
          .max(2 * mostCalled),
        scores: z.strictObject({ '0-2': scores, '3-9': scores, '10-24': scores, '25+': scores } satisfies Readonly<
          Record<Bucket, z.ZodType<Score[]>>
        >),
      }),
    )
    .max(100),
});

export function bookText({ services }: ServiceBook): string {
  return JSON.stringify({ version: 1, services: [...services].map(([code, notes]) => ({ code, ...notes })) });
}

/** Anything else than what `bookText` wrote is an empty book: a wait that is not shown harms nobody. */
export function readBook(text: string): ServiceBook {
  try {
    const read = bookFile.safeParse(JSON.parse(text));
    if (!read.success) return emptyBook();
    return { services: new Map(read.data.services.map(({ code, ...notes }) => [code, notes])) };
  } catch {
    return emptyBook();
  }
}
