import type { FastifyReply } from 'fastify';
import type { Session, SignedInPerson, Who, WhoeverSetsUp } from './sessions.ts';

/**
 * Who may ask. `anybody`: no session is needed (the sign-in page and what it loads). `set-up`: whoever typed the set-up code. A role:
 * whoever has it. `signed-in`: whoever it is, a person of any role or whoever sets up (who am I, sign out). `program`: whoever shows a key of
 * its own in `Authorization: Bearer …` (a kiosk, a system of the hospital); the handler says whose it is. A browser sends no such header by
 * itself, so no page of elsewhere can make it ask, and whatever comes from a page is refused.
 */
export type Access<Role extends string> = 'anybody' | 'set-up' | 'signed-in' | 'program' | Role;

/** Capabilities of a browser that a page asks for; without a word it has none. */
export type Permit = 'autoplay' | 'fullscreen' | 'microphone' | 'screen-wake-lock';

/** What a handler knows of a request: everything that the checks in front of it have seen. */
export interface Call<Who, Role extends string> {
  readonly who: Who;
  /** `undefined` only where anybody may ask. */
  readonly session: Session<Role> | undefined;
  readonly body: unknown;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The address of the other end. */
  readonly source: string;
  readonly reply: FastifyReply;
  /** A new session in the place of the one that the browser has, with the cookie of this answer. */
  readonly signIn: (who: SignedInPerson<Role> | WhoeverSetsUp) => Session<Role>;
  readonly signOut: () => void;
}

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

interface AskedBy<A extends string, By, Role extends string> {
  readonly kind: 'answer';
  readonly access: A;
  readonly method: Method;
  /** As fastify writes it: `/api/people/:id`. */
  readonly path: string;
  /** In bytes; 16 KiB unless said otherwise. */
  readonly bodyLimit?: number;
  /** What a page asks by itself, now and then: nobody is there because of it, so that a page left open signs itself out. */
  readonly isPolling?: true;
  readonly handle: (call: Call<By, Role>) => unknown;
}

interface LinkedBy<A extends string, By> {
  readonly kind: 'socket';
  readonly access: A;
  readonly path: string;
  /** The link is closed with 4401 when its session ends. Nothing that is said over it keeps the session, but `touch`. */
  readonly connect: (link: Link, who: By) => LinkEnd;
}

/** A WebSocket to a page, text both ways. */
export interface Link {
  send(text: string): void;
  /** Bytes that the page has not taken yet: whoever sends much looks before. */
  waitingBytes(): number;
  close(code: number): void;
  /** Somebody is there. */
  touch(): void;
}

export interface LinkEnd {
  receive(text: string): void;
  disconnected(): void;
}

/** A folder of built files; no file of it begins with a dot. */
export interface ServedFiles<Role extends string> {
  readonly kind: 'files';
  readonly access: Access<Role>;
  readonly folder: string;
  /** `/assets/`. */
  readonly under: string;
}

/** One file under an address of its own: the page of `/overview`. */
export interface ServedFile<Role extends string> {
  readonly kind: 'file';
  readonly access: Access<Role>;
  readonly path: string;
  readonly folder: string;
  readonly file: string;
  readonly permits?: readonly Permit[];
}

/** Each access with what its handler may rely on. A route that does not say who may ask is no route. */
export type Route<Role extends string> =
  | AskedBy<'anybody', Who<Role> | undefined, Role>
  | AskedBy<'program', undefined, Role>
  | AskedBy<'set-up', WhoeverSetsUp, Role>
  | AskedBy<'signed-in', Who<Role>, Role>
  | AskedBy<Role, SignedInPerson<Role>, Role>
  | LinkedBy<'anybody', Who<Role> | undefined>
  | LinkedBy<'set-up', WhoeverSetsUp>
  | LinkedBy<'signed-in', Who<Role>>
  | LinkedBy<Role, SignedInPerson<Role>>
  | ServedFiles<Role>
  | ServedFile<Role>;
