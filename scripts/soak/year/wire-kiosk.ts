import { randomBytes as bytesOfSystem, createHash } from 'node:crypto';
import * as z from 'zod';
import type { OutgoingMessage } from '#backend-client/contract/delivery.ts';
import type { derivedActId } from '#backend-client/hub-link/fact-renderer.ts';
import { createHubClient, type HubClient } from '#backend-client/hub-link/hub-client.ts';
import { createHubEndpoint } from '#backend-client/hub-link/hub-endpoint.ts';
import { createLeaseKeeper } from '#backend-client/hub-link/lease-keeper.ts';
import { contactAnswer, hasNumberAnswer, type KioskFact, wireVersion } from '#backend-client/hub-link/wire.ts';
import { createRandomPool } from '#backend-client/store/random-pool.ts';
import { type BusinessDay, createControlId, createVisitId, type VisitId } from '#config/agreements/ids.ts';
import { type KioskAccount, numberName, type YearKiosk } from './kiosk.ts';
import { createNumbersInMemory, createWordInMemory } from './numbers-in-memory.ts';
import { type LaterAct, noonOf, services, type Visitor } from './province.ts';
import { kioskClock, type ToldTime } from './told-time.ts';

/** As a store draws its own. */
const randomBytes = createRandomPool(bytesOfSystem);

interface Needs {
  readonly kioskId: string;
  readonly url: string;
  readonly keyFile: string;
  readonly today: BusinessDay;
  readonly time: ToldTime;
  readonly random: () => number;
  /** Another kiosk, where somebody scans a card that has a number of this one. */
  readonly neighbour: () => YearKiosk | undefined;
}

interface Visit {
  readonly visitId: VisitId;
  readonly visitor: Visitor;
  number: KioskNumber;
  isTold: boolean;
}
type KioskNumber = Extract<KioskFact, { kind: 'enter' }>['number'];

/** A hub believes a clock that others confirm; kiosks speak by turns. */
const contactEveryMs = 30 * 60_000;
/** As many as an outbox claims at a time. */
const mostTogether = 64;

/**
 * A kiosk without screen and store on the kiosks' own wire: client, endpoint, lease keeper and numbering are those of every kiosk; what
 * waits for the hub is kept in memory and sent as an outbox sends it.
 */
export function openWireKiosk({ kioskId, url, keyFile, today, time, random, neighbour }: Needs): YearKiosk {
  const clock = kioskClock(time);
  const client = noting(createHubClient({ settings: { url, keyFile }, profile: 'production', clock }), (actId) =>
    account.doubtful.add(actId),
  );
  const endpoint = createHubEndpoint({ id: 'hub', client, clock });
  const memory = createWordInMemory(randomBytes);
  const numbers = createNumbersInMemory(today, () => memory.word().mark);
  const keeper = createLeaseKeeper({
    ...{ client, memory, store: numbers, kioskId, randomBytes, monotonic: clock.monotonic },
    series: () => services.flatMap(({ prefix }) => [prefix, priorityOf(prefix)]),
    isLateInTheDay: () => time.now() >= noon,
    // No hub of a year loses its log.
    tellAgain: () => true,
    log: () => {},
  });
  let day = today;
  let noon = noonOf(today);
  let isInTouch = false;
  let contactedAt = 0;
  let waiting: { readonly message: OutgoingMessage; readonly visit: Visit }[] = [];
  let due: { readonly at: number; readonly act: LaterAct; readonly visit: Visit }[] = [];
  let telling: Promise<void> | undefined;
  let messages = 0;
  let account = emptyAccount();

  return { kioskId, open, arrive, goOn, left, close, numbersOf };

  function left(): number {
    return waiting.length + due.length + voidsUntold();
  }

  function voidsUntold(): number {
    return numbers.voidsSince(memory.word().voidsToldUpTo).length;
  }

  async function open(of: BusinessDay): Promise<void> {
    day = of;
    noon = noonOf(of);
    numbers.begin(of);
    isInTouch = false;
    account = emptyAccount();
    await contact();
  }

  async function contact(): Promise<void> {
    contactedAt = time.now();
    const body = { version: wireVersion, program: '0.1.0', condition: { status: 'ok' }, now: contactedAt };
    const answer = await client.ask({ path: 'contact', body, answer: contactAnswer });
    if (!answer.ok || answer.value.day !== day) return;
    const { mark, services: theirs, wantsLeases, ledger } = answer.value;
    memory.keep({ mark, isMarkGiven: true, services: theirs });
    isInTouch = true;
    await keeper.inTouch({ day, wantsLeases, ledger });
  }

  function arrive(visitor: Visitor): void {
    const { serviceCode, isPriority, appointmentAt, at } = visitor;
    const number = numberFor(serviceCode, isPriority);
    const visit: Visit = { visitId: createVisitId(randomBytes, at), visitor, number, isTold: false };
    account.entered.set(visit.visitId, numberName(number));
    say(visit, (actId) => ({
      ...{ kind: 'enter', actId, visitId: visit.visitId, day, number, serviceCode, givenAt: Math.floor(at) },
      ...(appointmentAt === undefined ? {} : { appointment: { from: appointmentAt, to: appointmentAt } }),
      lane: isPriority ? 'priority' : 'ordinary',
      isLaneToBeConfirmed: isPriority && visitor.card % 3 === 0,
      documents: [documentOf(visitor, 'citizen')],
      documentKey,
    }));
    if (visitor.later) due.push({ at: at + 120_000 + random() * 3_600_000, act: visitor.later, visit });
  }

  function numberFor(serviceCode: string, isPriority: boolean): KioskNumber {
    const { prefix } = services.find(({ code }) => code === serviceCode) ?? services[0];
    const number = numbers.take(isPriority ? priorityOf(prefix) : prefix);
    if (number.series.includes('-')) account.tally.underMark += 1;
    keeper.numberGiven();
    return number;
  }

  function say(visit: Visit, fact: (actId: ReturnType<typeof derivedActId>) => KioskFact): void {
    const controlId = createControlId(randomBytes);
    const bytes = Buffer.from(JSON.stringify([fact(controlId as string as ReturnType<typeof derivedActId>)]));
    messages += 1;
    waiting.push({ visit, message: { messageId: messages, endpointId: 'hub', controlId, attempts: 1, bytes } });
  }

  async function goOn(): Promise<void> {
    const now = time.now();
    const isDue = ({ at, act, visit }: (typeof due)[number]) =>
      at <= now && (act !== 'scans-elsewhere' || visit.isTold);
    const acts = due.filter(isDue);
    due = due.filter((each) => !isDue(each));
    telling ??= tell().finally(() => {
      telling = undefined;
    });
    await Promise.all([telling, ...acts.map(doLater)]);
  }

  async function doLater({ act, visit }: (typeof due)[number]): Promise<void> {
    const { visitId, visitor } = visit;
    switch (act) {
      case 'raise-lane':
        account.raised.add(visitId);
        return say(visit, (actId) => ({ kind: 'raise-lane', actId, visitId, isLaneToBeConfirmed: true }));
      case 'another-card':
        return say(visit, (actId) => ({
          ...{ kind: 'know-documents', actId, visitId, day, documentKey },
          documents: [documentOf(visitor, 'insurance')],
        }));
      case 'change-service': {
        const other = services[visitor.card % services.length] ?? services[0];
        const serviceCode = other.code === visitor.serviceCode ? 'sieu-am' : other.code;
        visit.number = numberFor(serviceCode, visitor.isPriority);
        account.changed.set(visitId, numberName(visit.number));
        return say(visit, (actId) => ({
          ...{ kind: 'change-service', actId, visitId, day, number: visit.number, serviceCode },
          lane: visitor.isPriority ? 'priority' : 'ordinary',
          givenAt: Math.floor(time.now()),
        }));
      }
      case 'give-up':
        account.gaveUp.add(visitId);
        return say(visit, (actId) => ({ kind: 'give-up', actId, visitId }));
      case 'scans-elsewhere': {
        const known = await neighbour()?.numbersOf(visitor);
        if (!known) return;
        account.tally.looked += 1;
        if (!known.includes(visit.number.text))
          account.broken.push(`${visit.number.text} was not known at another kiosk: ${known.join(' ')}`);
      }
    }
  }

  /** In order, one request after the other; what was not taken is sent again at the next time. */
  async function tell(): Promise<void> {
    const owesVoids = waiting.length === 0 && voidsUntold() > 0;
    if (!isInTouch || owesVoids || time.now() - contactedAt > contactEveryMs) await contact();
    while (waiting.length > 0) {
      const some = waiting.slice(0, mostTogether);
      const answers = (await endpoint.sendMany?.(some.map(({ message }) => message))) ?? [];
      const untaken = answers.findIndex((answer) => !answer.ok && answer.problem.kind !== 'permanent');
      const count = untaken < 0 ? answers.length : untaken;
      account.tally.requests += 1;
      account.tally.facts += count;
      for (const [at, { visit, message }] of some.slice(0, count).entries()) {
        visit.isTold = true;
        if (!answers[at]?.ok) account.broken.push(`the hub refused ${Buffer.from(message.bytes).toString()}`);
      }
      waiting = waiting.slice(count);
      if (count > 0) continue;
      account.tally.failed += 1;
      return;
    }
  }

  async function numbersOf(visitor: Visitor): Promise<readonly string[] | undefined> {
    const body = { version: wireVersion, day, documents: [documentOf(visitor, 'citizen')] };
    const answer = await client.ask({ path: 'has-number', body, answer: hasNumberAnswer });
    return answer.ok ? answer.value.numbers.map(({ number }) => number.text) : undefined;
  }

  /** Blocks may still be asked for. */
  async function close(): Promise<KioskAccount> {
    await keeper.inTouch({ day, wantsLeases: false, ledger: memory.word().ledger });
    return { kioskId, ...account };
  }

  function documentOf({ card }: Visitor, kind: string): string {
    return createHash('sha256').update(`${day} ${kind} ${card}`).digest('base64url');
  }
}

/** The same client; `note` hears each act that it has told, and that was not answered. */
function noting(client: HubClient, note: (actId: string) => void): HubClient {
  return {
    ...client,
    async ask(question) {
      const answer = await client.ask(question);
      if (!answer.ok) for (const { actId } of actsIn.parse(question.body)) note(actId);
      return answer;
    },
  };
}

/** Of a question of any kind: those of its facts, or its own. */
const act = z.object({ actId: z.string() });
const actsIn = z.union([
  z.object({ facts: act.array() }).transform(({ facts }) => facts),
  act.transform((one) => [one]),
  z.unknown().transform(() => []),
]);

/** Made up; the same at all kiosks. */
const documentKey = '0123456789abcdef';

function priorityOf(prefix: string): string {
  return `U${prefix}`;
}

function emptyAccount() {
  return {
    entered: new Map<VisitId, string>(),
    changed: new Map<VisitId, string>(),
    gaveUp: new Set<VisitId>(),
    raised: new Set<VisitId>(),
    doubtful: new Set<string>(),
    tally: { facts: 0, requests: 0, failed: 0, underMark: 0, looked: 0 },
    broken: [] as string[],
  };
}
