import type { JSX } from 'preact';
import type { MessageKey, Say } from '#config/strings/messages.ts';
import type { AnyCallProblem } from '#kiosk/bridge/console/calls.ts';
import type { DoorProblem } from '#kiosk/bridge/console/door-words.ts';
import type { PeopleProblemKind } from '#kiosk/bridge/console/people-words.ts';
import type { LinkProblem } from './console-link.ts';

/** `not-the-same`: the page's own: a PIN was typed twice, and differently. */
export type RefusalKind =
  | DoorProblem
  | AnyCallProblem
  | LinkProblem
  | PeopleProblemKind
  | 'set-up-is-over'
  | 'not-the-same';

export interface Refused {
  readonly kind: RefusalKind;
  readonly remainingMs?: number;
}

/** Why somebody was not let in, or nothing was changed, and what to do then. */
export const refusalWords = {
  wrong: 'console.refused.wrong',
  'code-needed': 'console.refused.codeNeeded',
  'locked-out': 'console.refused.lockedOut',
  busy: 'console.refused.busy',
  'not-writable': 'console.refused.notWritable',
  used: 'console.refused.used',
  expired: 'console.refused.expired',
  'used-up': 'console.refused.usedUp',
  'no-answer': 'console.noHost',
  'not-signed-in': 'console.refused.notSignedIn',
  'not-allowed': 'console.refused.notAllowed',
  'not-understood': 'console.refused.notUnderstood',
  'not-noted': 'console.refused.notNoted',
  'own-wrong': 'console.refused.ownWrong',
  'own-code-needed': 'console.refused.ownCodeNeeded',
  'no-name': 'console.refused.noName',
  'name-taken': 'console.refused.nameTaken',
  'no-role': 'console.refused.noRole',
  'too-many': 'console.refused.tooMany',
  'unknown-person': 'console.refused.unknownPerson',
  'last-supervisor': 'console.refused.lastSupervisor',
  'code-wrong': 'console.refused.codeWrong',
  'not-a-pin': 'console.refused.notAPin',
  'too-short': 'console.refused.tooShort',
  'too-long': 'console.refused.tooLong',
  'one-digit': 'console.refused.oneDigit',
  'digits-in-a-row': 'console.refused.digitsInARow',
  repeated: 'console.refused.repeated',
  'a-date': 'console.refused.aDate',
  'well-known': 'console.refused.wellKnown',
  'contains-name': 'console.refused.containsName',
  'only-own': 'console.refused.onlyOwn',
  'set-up-is-over': 'console.refused.used',
  'not-the-same': 'console.refused.notTheSame',
} as const satisfies Readonly<Record<RefusalKind, MessageKey>>;

export function Refusal({ say, refusal }: { readonly say: Say; readonly refusal: Refused | undefined }): JSX.Element {
  const seconds = Math.ceil((refusal?.remainingMs ?? 0) / 1000);
  return (
    <p class="refusal" role="alert">
      {refusal && say(refusalWords[refusal.kind], { seconds })}
    </p>
  );
}
