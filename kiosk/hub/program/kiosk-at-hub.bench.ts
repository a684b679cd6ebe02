import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { createActId } from '#backend-client/hub-link/act-id.ts';
import { wireVersion } from '#backend-client/hub-link/wire.ts';
import { ticketNumber } from '#backend-client/numbering/ticket-number.ts';
import { createVisitId } from '#config/agreements/ids.ts';
import { businessDayAt } from '#config/agreements/local-time.ts';

/** `POST /kiosk/v1/<path>` with the kiosk's key. */
export type AskAsKiosk = (path: string, body: object) => Promise<Response>;

interface NumberAtKiosk {
  /** `A`, or under a kiosk's mark `A-K2`. */
  readonly series: string;
  readonly sequence: number;
  readonly serviceCode: string;
  readonly lane: 'ordinary' | 'priority';
  readonly isLaneToBeConfirmed: boolean;
  /** Epoch ms. */
  readonly givenAt: number;
  readonly appointment: { readonly from: number; readonly to: number };
}

/** For tests: somebody takes a number of internal medicine at a kiosk of the hub. Gives the number and its visit as it is called at the hub. */
export async function takeNumber(
  ask: AskAsKiosk,
  { series = 'A', sequence = 1, ...more }: Partial<NumberAtKiosk> = {},
): Promise<{ readonly number: string; readonly visitId: string }> {
  const givenAt = more.givenAt ?? Date.now();
  const day = businessDayAt(givenAt, 'Asia/Ho_Chi_Minh');
  const number = ticketNumber(series, sequence);
  const visitId = createVisitId(randomBytes, givenAt);
  if (!series.includes('-'))
    await done(ask('lease', { version: wireVersion, actId: createActId(randomBytes), day, series, count: 20 }));
  const fact = {
    ...{ kind: 'enter', actId: createActId(randomBytes), visitId, day, number },
    ...{ serviceCode: 'noi', lane: 'ordinary', isLaneToBeConfirmed: false, givenAt },
    ...more,
  };
  const { outcomes } = await done(ask('facts', { version: wireVersion, facts: [fact] }));
  assert.deepEqual(outcomes, [{ is: 'done' }]);
  return { number: number.text, visitId };
}

async function done(asked: Promise<Response>): Promise<{ readonly outcomes?: unknown }> {
  const answer = await asked;
  const text = await answer.text();
  assert.equal(answer.status, 200, text);
  return JSON.parse(text);
}
