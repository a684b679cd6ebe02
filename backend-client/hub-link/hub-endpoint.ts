import type { Clock } from '#config/agreements/clock.ts';
import { parsedJson } from '#config/agreements/parsed-json.ts';
import { ok, problem, type Result, unreachable } from '#config/agreements/result.ts';
import { deliveryProblemFromLine, deliveryProblemFromStatus } from '../connection/http-outcome.ts';
import type { DeliveryProblem, Endpoint, OutgoingMessage } from '../contract/delivery.ts';
import type { HubClient, HubProblem } from './hub-client.ts';
import { factsAnswer, type KioskFact, kioskFact, wireVersion } from './wire.ts';

interface Needs {
  readonly id: string;
  readonly client: Pick<HubClient, 'ask' | 'close'>;
  readonly clock: Pick<Clock, 'now'>;
}

type Delivered = Result<'accepted', DeliveryProblem>;
type Outcome = { readonly is: 'done' | 'refused'; readonly why?: string | undefined };

/** As many facts as the hub takes in one request. */
const mostFacts = 500;

/**
 * The way of a kiosk's facts to its hub: as many as wait, in order, in one request. An act that the hub knows already is done once and
 * answered alike, so whatever may have arrived is sent again.
 */
export function createHubEndpoint({ id, client, clock }: Needs): Endpoint {
  return {
    id,
    deduplicates: true,
    async send(message) {
      const [answer] = await sendMany([message]);
      return answer ?? problem(notUnderstood);
    },
    sendMany,
    close: client.close,
  };

  async function sendMany(messages: readonly OutgoingMessage[]): Promise<readonly Delivered[]> {
    const together = fittingOf(messages.map(({ bytes }) => factsIn(bytes)));
    const facts = together.flat();
    if (facts.length === 0) return together.map(() => ok('accepted'));
    const asked = { path: 'facts', body: { version: wireVersion, facts }, answer: factsAnswer };
    const answer = await client.ask(asked);
    if (!answer.ok) {
      const met = deliveryProblemFrom(answer.problem, clock.now());
      // What is wrong with one of them is said of the first one alone, when it goes alone.
      return met.kind === 'permanent' && messages.length > 1 ? sendMany(messages.slice(0, 1)) : [problem(met)];
    }
    const { outcomes } = answer.value;
    if (outcomes.length !== facts.length) return [problem(notUnderstood)];
    let at = 0;
    return together.map((ofMessage) => {
      const deliveries = ofMessage.map((fact) => deliveryOf(fact, outcomes[at++]));
      return deliveries.find((delivery) => !delivery.ok) ?? ok('accepted');
    });
  }
}

/** The first ones, as many as one request holds; one at least. */
function fittingOf(messages: readonly (readonly KioskFact[])[]): readonly (readonly KioskFact[])[] {
  let facts = 0;
  return messages.filter((ofMessage, at) => {
    facts += ofMessage.length;
    return at === 0 || facts <= mostFacts;
  });
}

/** Our own bytes, of this version or an earlier one; what is none of them any more is nothing to be told. */
function factsIn(bytes: Uint8Array): readonly KioskFact[] {
  const read = kioskFact.array().safeParse(parsedJson(new TextDecoder().decode(bytes)));
  return read.success ? read.data : [];
}

function deliveryOf({ kind }: KioskFact, outcome: Outcome | undefined): Delivered {
  if (outcome?.is === 'done') return ok('accepted');
  // The number was called, given up or closed meanwhile: nobody has to hear of the rest.
  const isLate = outcome?.why === 'is-over' && kind !== 'enter' && kind !== 'change-service';
  return isLate ? ok('accepted') : problem({ kind: 'permanent', reason: 'hub-refused', counts: true, proven: true });
}

const notUnderstood: DeliveryProblem = { kind: 'ambiguous', reason: 'answer-not-understood', counts: true };

/** Failures by what a retry would do (design §7). */
export function deliveryProblemFrom(found: HubProblem, now: number): DeliveryProblem {
  switch (found.kind) {
    case 'file':
    case 'key-unknown':
    case 'key-revoked':
      return { kind: 'settings', reason: 'http-unauthorized', counts: false };
    case 'version':
      return { kind: 'settings', reason: 'hub-version', counts: false };
    case 'profile':
      return { kind: 'settings', reason: 'hub-profile', counts: false };
    case 'not-deciding':
      return { kind: 'transient', reason: 'hub-not-deciding', counts: false };
    case 'not-understood':
      return notUnderstood;
    case 'line':
      return deliveryProblemFromLine(found.line);
    case 'status':
      return deliveryProblemFromStatus(found.answer, now);
    default:
      return unreachable(found);
  }
}
