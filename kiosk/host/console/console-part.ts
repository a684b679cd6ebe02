import type * as z from 'zod';
import type { Result } from '#config/agreements/result.ts';
import type { CallWords } from '#kiosk/bridge/console/calls.ts';
import type { Act, Actor } from '#kiosk/staff/audit/acts.ts';
import type { Role } from '#kiosk/staff/roles.ts';
import { actorOf } from '#kiosk/staff/staff.ts';
import type { Call, Route } from '#kiosk/web/routes.ts';
import type { SignedInPerson, Who } from '#kiosk/web/sessions.ts';

/** One call of the console: who may make it, what it asks, and what comes of it. */
export interface CallRow<Words extends CallWords, May extends CallAccess = CallAccess> {
  readonly access: May;
  readonly asks: z.ZodType<Words['asks']>;
  /** In bytes; 16 KiB unless said otherwise. */
  readonly bodyLimit?: number;
  /**
   * What the audit log says of it before it is done, or why there is nothing to do; what cannot be noted is not done. `none` is for
   * what only reads.
   */
  readonly audit: 'none' | AuditRule<Words>;
  /** `by`: who asks. What is problem's `kind` is told to the page, and nothing else of it. */
  readonly answer: (
    asked: Words['asks'],
    by: Caller,
  ) => Answer<Words['answers'], Words['problem']> | Promise<Answer<Words['answers'], Words['problem']>>;
}

/** An act that turns out to have been refused is noted as `not-done` behind this. */
export type AuditRule<Words extends CallWords> = (
  asked: Words['asks'],
  by: Caller,
) => Act | { readonly refused: Words['problem'] };

type CallAccess = 'set-up' | Role;
type Answer<Value, Problem extends string> = Result<Value, { readonly kind: Problem }>;

export interface Caller {
  readonly who: Who<Role>;
  /** As it is written down with what was done. */
  readonly name: string;
  /** For the audit log; `null` while nobody has a name, in set-up. */
  readonly actor: Actor;
  readonly source: string;
  readonly signIn: Call<unknown, Role>['signIn'];
}

export type CallTable<Calls> = {
  readonly [Name in keyof Calls]: CallRow<Calls[Name] extends CallWords ? Calls[Name] : never>;
};

/** What a page may watch. `about` says which one, where there are several; `undefined`: there is nothing to tell. */
export type TopicTable<Topics> = {
  readonly [Name in keyof Topics]: (about: string) => Topics[Name] | undefined;
};

/** A part of the console: its calls and topics, and addresses that are neither (files that are downloaded). */
export interface ConsolePart<Calls, Topics> {
  readonly calls: CallTable<Calls>;
  readonly topics: TopicTable<Topics>;
  readonly routes?: readonly Route<Role>[];
}

export function callerOf({ who, source, signIn }: Call<Who<Role> | SignedInPerson<Role>, Role>): Caller {
  const isPerson = who.kind === 'person';
  return { who, name: isPerson ? who.name : '', actor: isPerson ? actorOf(who) : null, source, signIn };
}
