import type { OwnSecret } from './own-secret.ts';

/** Of `kiosk/staff`; a page knows no other room's types. */
export const staffRoles = ['counter', 'technician', 'supervisor'] as const;
export type StaffRole = (typeof staffRoles)[number];
/** What a kiosk gives; whoever calls numbers is made at the hub. */
export const offeredRoles = ['technician', 'supervisor'] as const satisfies readonly StaffRole[];

export interface PersonOnPage {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly StaffRole[];
}

/** As `PeopleProblem` and `SecretProblem` of `kiosk/staff` say it. `only-own`: a technician changes nobody else. */
export const peopleProblems = [
  'no-name',
  'name-taken',
  'no-role',
  'too-many',
  'unknown-person',
  'last-supervisor',
  'code-wrong',
  'not-a-pin',
  'busy',
  'not-writable',
  'too-short',
  'too-long',
  'one-digit',
  'digits-in-a-row',
  'repeated',
  'a-date',
  'well-known',
  'contains-name',
  'only-own',
] as const;
export type PeopleProblemKind = (typeof peopleProblems)[number];

interface Changes<Asks, Answers = undefined> {
  readonly asks: Asks & { readonly own: OwnSecret };
  readonly answers: Answers;
  readonly problem: PeopleProblemKind;
}

/** Each asks for one's own PIN again. Supervisors change everybody; a technician their own PIN and app. */
export type PeopleCalls = {
  /** While set-up lasts: whoever typed the code becomes the first person, and is signed in as that person. */
  'people/first': {
    readonly asks: { readonly name: string; readonly pin: string };
    readonly answers: PersonOnPage;
    readonly problem: PeopleProblemKind | 'set-up-is-over';
  };
  'people/add': Changes<{ readonly name: string; readonly roles: readonly StaffRole[]; readonly pin: string }>;
  'people/rename': Changes<{ readonly id: string; readonly name: string }>;
  'people/set-roles': Changes<{ readonly id: string; readonly roles: readonly StaffRole[] }>;
  'people/set-pin': Changes<{ readonly id: string; readonly pin: string }>;
  'people/remove': Changes<{ readonly id: string }>;
  /** An authenticator app's secret, for the QR code; counts once a code of it has come. */
  'people/begin-app': Changes<{ readonly id: string }, { readonly secret: string; readonly uri: string }>;
  'people/confirm-app': {
    readonly asks: { readonly id: string; readonly code: string };
    readonly answers: undefined;
    readonly problem: PeopleProblemKind;
  };
  'people/remove-app': Changes<{ readonly id: string }>;
  /** Of the pad in the corner of the patient's screen; `null`: there is none, and the corner does nothing. */
  'people/set-lobby-pin': Changes<{ readonly pin: string | null }>;
};

export interface PeopleTopics {
  readonly staff: StaffState;
}

/** Who may sign in, and what of the staff's files did not prove itself at the start. */
export interface StaffState {
  readonly people: readonly (PersonOnPage & { readonly secretKind: 'pin' | 'pass-phrase'; readonly hasApp: boolean })[];
  readonly hasLobbyPin: boolean;
  readonly damage: {
    /** The log was laid aside; a new one has begun. */
    readonly audit: boolean;
    /** Whoever signs in waits once. */
    readonly lockOut: boolean;
    /** Nobody can sign in by name until somebody makes people anew: their file did not read. `file`: its name since. */
    readonly people: { readonly isLater: boolean; readonly file: string | null } | undefined;
    /** The key of apps and audit log did not open and was put aside, or the master key above it cannot be read. */
    readonly key: false | 'set-aside' | 'no-master-key';
  };
}
