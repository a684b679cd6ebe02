import * as z from 'zod';
import { languages } from '#config/agreements/language.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import {
  bridgeVersion,
  type CommandProblem,
  closeCodes,
  type HostMessage,
  type PageMessage,
  type Snapshot,
} from './words.ts';

/** The wire to one page: whole text messages. */
export interface PageLink {
  send(text: string): void;
  close(code: number): void;
}

export interface BridgeServer {
  /** A page has connected. The newest page is the patient's; an older one is told to stand aside. */
  connect(link: PageLink): PageConnection;
  show(snapshot: Snapshot): void;
}

export interface PageConnection {
  receive(text: string): void;
  disconnected(): void;
}

/** Nobody's finger needs more; a typed code is the longest. */
const longestMessage = 16_384;

/**
 * The host's side of the bridge. Types end at the wire, so each command is read again here before anyone believes it.
 * `onCommand` answers heard or not; what changed comes back by `show`.
 */
export function createBridgeServer(onCommand: (message: PageMessage) => Result<'heard', CommandProblem>): BridgeServer {
  let page: PageLink | undefined;
  let latest: Snapshot | undefined;

  return {
    connect(link) {
      page?.close(closeCodes.takenOver);
      page = link;
      post(link, { kind: 'hello', bridge: bridgeVersion });
      if (latest) post(link, { kind: 'snapshot', snapshot: latest });
      return {
        receive(text) {
          if (page !== link) return;
          const read = readPageMessage(text);
          const answer = read.ok ? onCommand(read.value) : read;
          const id = read.ok ? read.value.id : read.problem.id;
          post(
            link,
            answer.ok ? { kind: 'heard', id } : { kind: 'not-heard', id, problem: { kind: answer.problem.kind } },
          );
        },
        disconnected() {
          if (page === link) page = undefined;
        },
      };
    },
    show(snapshot) {
      latest = snapshot;
      if (page) post(page, { kind: 'snapshot', snapshot });
    },
  };
}

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
  'confirm-identity': bare,
  answer: z.object({ ...context, answer }),
  finish: bare,
  'print-copy': bare,
  measure: bare,
  'start-measuring': bare,
  'stop-measuring': bare,
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
} satisfies Record<PageMessage['command'], z.ZodType>;

const envelope = z.object({ id: z.int().min(0), command: z.string().max(32), input: z.unknown() });

/** Reads one message of a page. An unreadable one is answered under id -1. */
export function readPageMessage(text: string): Result<PageMessage, CommandProblem & { readonly id: number }> {
  if (text.length > longestMessage) return problem({ kind: 'not-understood', id: -1 });
  const outer = envelope.safeParse(parseJson(text));
  if (!outer.success) return problem({ kind: 'not-understood', id: -1 });
  const { id, command, input } = outer.data;
  const reader = Object.hasOwn(inputs, command) ? inputs[command as PageMessage['command']] : undefined;
  const read = reader?.safeParse(input);
  if (!read?.success) return problem({ kind: 'not-understood', id });
  return ok({ id, command, input: read.data } as PageMessage);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
