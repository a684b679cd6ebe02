import * as z from 'zod';
import type { Clock } from '#config/agreements/clock.ts';
import { languages } from '#config/agreements/language.ts';
import { parsedJson } from '#config/agreements/parsed-json.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import {
  bridgeVersion,
  type CommandProblem,
  closeCodes,
  type HostMessage,
  heartbeat,
  lobbyActs,
  type PageMessage,
  pong,
  type Snapshot,
  waysIn,
} from './words.ts';

/** The wire to one page: whole text messages. */
export interface PageLink {
  send(text: string): void;
  close(code: number): void;
}

export interface BridgeServer {
  /** A page has connected. The newest page is the patient's; an older one is told to stand aside. */
  connect(link: PageLink): PageConnection;
  /** Told once the present turn is over: of what a tap sets in motion at once, the page draws only where it ends. */
  show(snapshot: Snapshot): void;
  page(): PatientPageState;
}

/** Whether a patient could use the kiosk now, and when somebody last did. Times are the clock's `monotonic()`. */
export interface PatientPageState {
  /** A page is linked and has answered within `heartbeat.silentMs`. */
  readonly isConnected: boolean;
  /** The last answer, or the link's opening; `undefined` before the first page of this host process. */
  readonly lastHeardAt: number | undefined;
  /** The last command or touch of a finger; a scanner that types is none. */
  readonly lastTapAt: number | undefined;
}

export interface BridgeServerParts {
  readonly clock: Pick<Clock, 'after' | 'monotonic'>;
  /** Answers heard or not; what changed comes back by `show`. */
  readonly onCommand: (message: PageMessage) => Result<'heard', CommandProblem>;
  /** The patient's page has stopped answering; its link is closed, and it may connect again. */
  readonly onSilent: () => void;
}

export interface PageConnection {
  receive(text: string): void;
  disconnected(): void;
}

/** Nobody's finger needs more; a typed code is the longest. */
const longestMessage = 16_384;

/** The host's side of the bridge. Types end at the wire, so each command is read again here before anyone believes it. */
export function createBridgeServer(parts: BridgeServerParts): BridgeServer {
  const server = new PageServer(parts);
  return {
    connect: (link) => server.connect(link),
    show: (snapshot) => server.show(snapshot),
    page: () => server.page(),
  };
}

class PageServer {
  readonly #parts: BridgeServerParts;
  #page: PageLink | undefined;
  #latest: Snapshot | undefined;
  #lastHeardAt: number | undefined;
  #lastTapAt: number | undefined;
  #hasAnswered = false;
  #isSnapshotDue = false;
  #stopBeating = (): void => {};

  constructor(parts: BridgeServerParts) {
    this.#parts = parts;
  }

  connect(link: PageLink): PageConnection {
    this.#leave(closeCodes.takenOver);
    this.#page = link;
    post(link, { kind: 'hello', bridge: bridgeVersion });
    this.#isSnapshotDue = this.#latest !== undefined;
    this.#tellSnapshot();
    this.#beat(link);
    this.#heard();
    return {
      receive: (text) => {
        if (this.#page === link) this.#receive(link, text);
      },
      disconnected: () => {
        if (this.#page === link) this.#leave(undefined);
      },
    };
  }

  show(snapshot: Snapshot): void {
    this.#latest = snapshot;
    if (this.#isSnapshotDue) return;
    this.#isSnapshotDue = true;
    void Promise.resolve().then(() => this.#tellSnapshot());
  }

  page(): PatientPageState {
    return { isConnected: this.#page !== undefined, lastHeardAt: this.#lastHeardAt, lastTapAt: this.#lastTapAt };
  }

  #receive(link: PageLink, text: string): void {
    if (text === pong) {
      this.#heard();
      return;
    }
    const read = readPageMessage(text);
    if (read.ok) {
      this.#heard();
      if (!withoutFinger.includes(read.value.command)) this.#lastTapAt = this.#lastHeardAt;
    }
    const answer = read.ok ? this.#parts.onCommand(read.value) : read;
    // What the tap changed is on its way before the tap is answered.
    this.#tellSnapshot();
    const id = read.ok ? read.value.id : read.problem.id;
    post(link, answer.ok ? { kind: 'heard', id } : { kind: 'not-heard', id, problem: { kind: answer.problem.kind } });
  }

  #tellSnapshot(): void {
    if (this.#isSnapshotDue && this.#page && this.#latest)
      post(this.#page, { kind: 'snapshot', snapshot: this.#latest });
    this.#isSnapshotDue = false;
  }

  #heard(): void {
    this.#hasAnswered = true;
    this.#lastHeardAt = this.#parts.clock.monotonic();
  }

  /** Unanswered pings are counted, not seconds: a host that was itself held up for a minute must not blame the page. */
  #beat(link: PageLink, unanswered = 0): void {
    const silent = this.#hasAnswered ? 0 : unanswered;
    if (silent === mostUnanswered) {
      this.#leave(closeCodes.silent);
      this.#parts.onSilent();
      return;
    }
    this.#hasAnswered = false;
    post(link, { kind: 'ping' });
    let isGone = false;
    this.#stopBeating = () => {
      isGone = true;
    };
    // For the same reason the next one is due only after this turn of the event loop, in which no answer can come.
    void Promise.resolve().then(() => {
      if (!isGone) this.#stopBeating = this.#parts.clock.after(heartbeat.everyMs, () => this.#beat(link, silent + 1));
    });
  }

  #leave(code: number | undefined): void {
    this.#stopBeating();
    const left = this.#page;
    this.#page = undefined;
    if (code !== undefined) left?.close(code);
  }
}

const withoutFinger: readonly PageMessage['command'][] = ['typed-code', 'page-failed'];

/** The page that answered one ping and none of the next two has been silent for three intervals. */
const mostUnanswered = heartbeat.silentMs / heartbeat.everyMs - 1;

function post(link: PageLink, message: HostMessage): void {
  link.send(JSON.stringify(message));
}

const mostAnswerFields = 8;

const context = { session: z.string().min(1).max(64), screen: z.string().min(1).max(32) };
const bare = z.object(context);

/** Bounded here for every question; what it means is read by the question's own rule. */
const answer = z
  .record(
    z.string().regex(/^[a-z][A-Za-z0-9]{0,31}$/),
    z.union([z.string().max(256), z.number(), z.boolean(), z.null()]),
  )
  .refine((fields) => Object.keys(fields).length <= mostAnswerFields);

const inputs = {
  'start-without-papers': bare,
  'come-as-invited': z.object({ ...context, number: z.string().max(24) }),
  'choose-way-in': z.object({ ...context, way: z.enum(waysIn) }),
  'give-up-scan': bare,
  'type-number': z.object({ ...context, text: z.string().max(40) }),
  'confirm-number': bare,
  'tell-name': z.object({ ...context, text: z.string().max(120) }),
  'prefer-phone': bare,
  'tell-birth-year': z.object({ ...context, year: z.int().min(0).max(9999).nullable() }),
  'tell-phone': z.object({ ...context, text: z.string().max(20) }),
  'confirm-identity': z.object({ ...context, by: z.enum(['patient', 'companion']).optional() }),
  'show-number': bare,
  answer: z.object({ ...context, answer }),
  finish: bare,
  'print-copy': bare,
  'take-by-phone': bare,
  'give-opinion': z.object({ ...context, score: z.union([1, 2, 3, 4, 5].map((each) => z.literal(each))) }),
  'change-service': bare,
  'give-up-number': bare,
  'keep-number': bare,
  'family-goes-on': bare,
  'want-number': bare,
  measure: bare,
  'start-measuring': bare,
  'stop-measuring': bare,
  'answer-while-resting': z.object({
    ...context,
    question: z.enum(['symptoms', 'half-hour', 'bladder', 'medicine']),
    answer: z.enum(['yes', 'no', 'skip']),
  }),
  'measure-next': bare,
  'print-reading': bare,
  'go-back': bare,
  'start-over': bare,
  'call-for-help': bare,
  'close-help': bare,
  'call-emergency': bare,
  'call-off-help': bare,
  stay: bare,
  'choose-language': z.object({ ...context, language: z.enum(languages) }),
  'typed-code': z.object({
    ...context,
    text: z.string().min(1).max(3000),
    ended: z.enum(['by-key', 'by-silence']).optional(),
    pace: z.enum(['burst', 'slow']).optional(),
  }),
  touched: bare,
  'open-lobby': bare,
  'lobby-key': bare,
  'lobby-pin': z.object({ ...context, pin: z.string().regex(/^\d{1,128}$/) }),
  'lobby-act': z.object({ ...context, act: z.enum(lobbyActs) }),
  'end-crisis': z.object({ ...context, name: z.string().max(80) }),
  'close-lobby': bare,
  'page-failed': z.object({ ...context, what: z.enum(['drawing', 'script', 'promise']) }),
} satisfies Record<PageMessage['command'], z.ZodType>;

const envelope = z.object({ id: z.int().min(0), command: z.string().max(32), input: z.unknown() });

/** Reads one message of a page. An unreadable one is answered under id -1. */
export function readPageMessage(text: string): Result<PageMessage, CommandProblem & { readonly id: number }> {
  if (text.length > longestMessage) return problem({ kind: 'not-understood', id: -1 });
  const outer = envelope.safeParse(parsedJson(text));
  if (!outer.success) return problem({ kind: 'not-understood', id: -1 });
  const { id, command, input } = outer.data;
  const reader = Object.hasOwn(inputs, command) ? inputs[command as PageMessage['command']] : undefined;
  const read = reader?.safeParse(input);
  if (!read?.success) return problem({ kind: 'not-understood', id });
  return ok({ id, command, input: read.data } as PageMessage);
}
