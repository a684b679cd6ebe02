import type { LogEventShape } from './log-events.ts';
import type { LogOf } from './open-log.ts';

/**
 * Every line that a hub may write to its log; see `log-events.ts`. A field that is not named here cannot be logged. Numbers in a queue are
 * called out in a hall and may stand here; whose they are is known to no hub.
 */
export const hubLogEvents = {
  'hub-started': {
    level: 'info',
    fields: ['version', 'profile', 'port', 'database'],
    says: 'The hub answers; another line says whether it decides.',
  },
  'hub-stopping': {
    level: 'info',
    fields: ['signal'],
    says: 'The hub finishes what is being committed, then stops. Kiosks go on from their leases.',
  },
  'system-event-refused': {
    level: 'warn',
    fields: ['system', 'event', 'status'],
    says: 'A system of the hospital refused what it was told for its content; it is left out and the next ones go on. Tell whoever keeps that system this line.',
  },
  'system-secret-not-read': {
    level: 'error',
    fields: ['system'],
    says: 'The file of systems[].secretFile is not there, or other users can read it (mode 0600 is needed): that system is told nothing. Mend it and restart the hub.',
  },
  'hub-crashed': {
    level: 'error',
    fields: ['reason', 'at'],
    says: 'A bug stopped the hub. The service starts it anew; whatever was answered is in the database.',
  },
  'bug-in-answer': {
    level: 'error',
    fields: ['reason', 'at'],
    says: 'A bug in one answer; the others go on. Tell the developers this line.',
  },
  'clock-doubted': {
    level: 'error',
    fields: ['machine', 'goesOn'],
    says: "This machine's clock says another time than everything that this hub knows, so it goes on with the time that it had. Set the clock, or switch on its time server. If the clock is right: the word of a kiosk whose own time is confirmed is enough, and comes by itself; without one, start the hub with --clock-is-right.",
  },
  'clock-contradicted': {
    level: 'error',
    fields: ['minutes'],
    says: "A kiosk that is sure of its time says one that is so many minutes later (or, with a minus, earlier) than this hub's. Look at the clocks of both machines. A new hub begins its first day by its own clock: set that right before the first number is given, or begin with an empty database.",
  },
  'clock-believed': {
    level: 'info',
    fields: ['now'],
    says: "The machine's clock is believed again.",
  },
  'hub-decides': {
    level: 'info',
    fields: ['day', 'isRecovering'],
    says: 'This hub decides. One that is recovering grants no numbers until every kiosk has reported its leases: look at the fleet page.',
  },
  'hub-stands-by': {
    level: 'info',
    fields: [],
    says: 'Another hub decides on this database. This one takes over by itself when that one ends.',
  },
  'database-not-reachable': {
    level: 'error',
    fields: [],
    says: 'No database answers at database.url of the hub file. Start PostgreSQL there, or mend the address or the network; the hub waits and tries again by itself.',
  },
  'database-denied': {
    level: 'error',
    fields: [],
    says: "The database refuses the hub's user or password. Look at database.url and database.passwordFile of the hub file (the file is for the hub's user alone, mode 0600), at pg_hba.conf of the server and at what this user may do in the database; the hub tries again by itself.",
  },
  'database-not-trusted': {
    level: 'error',
    fields: [],
    says: 'The server of the database does not prove who it is: it speaks no TLS, or nobody whom database.caFile of the hub file names signed its certificate, or that one is of another host than database.url, or caFile cannot be read. Mend that one; the hub tries again by itself.',
  },
  'database-not-ours': {
    level: 'error',
    fields: [],
    says: 'The database holds tables of another program, and the hub leaves it alone. Give the hub an empty database of its own in database.url (or, with SQLite, an empty dataDir) and restart.',
  },
  'database-newer': {
    level: 'error',
    fields: [],
    says: 'The database belongs to a later version of the hub, and this one does not write to it. Install the later version here, or stop it everywhere and restore its backup of before; the hub waits.',
  },
  'database-older': {
    level: 'warn',
    fields: [],
    says: 'The database belongs to an earlier version of the hub, which may still decide there. Start the hub of this version: it brings the database up to date as soon as it decides.',
  },
  'database-damaged': {
    level: 'error',
    fields: ['day', 'position'],
    says: 'The log of a day does not read from this position on. Keep a copy of the database, then restore the last backup, or move it away: the hub then starts in recovery and kiosks report their leases.',
  },
  'database-full': {
    level: 'error',
    fields: [],
    says: 'The disk of the database is full: nothing can be decided. Make room there; the hub goes on by itself, and kiosks go on from their leases until then.',
  },
  'database-not-writable': {
    level: 'error',
    fields: [],
    says: 'The database cannot be written. With SQLite, look at who owns dataDir and its files; with PostgreSQL, at whether the server is read-only (a standby). The hub tries again by itself.',
  },
  'place-lost': {
    level: 'warn',
    fields: [],
    says: 'The connection on which this hub decided is gone: nothing that was not answered counts, and it waits for its place again.',
  },
  'kiosk-heard': {
    level: 'info',
    fields: ['kioskId', 'program'],
    says: 'A kiosk tells how it does.',
  },
  'kiosk-silent': {
    level: 'error',
    fields: ['kioskId', 'seconds'],
    says: 'A kiosk says nothing any more. Look at it: is it switched on, does its network reach the hub? It still gives tickets from its leases.',
  },
  'kiosk-in-need': {
    level: 'warn',
    fields: ['kioskId', 'need'],
    says: 'A kiosk says itself that it needs somebody. Its own console says what to do.',
  },
  'kiosk-key-refused': {
    level: 'warn',
    fields: ['source', 'why'],
    says: 'A program at this address showed a key that no kiosk has, or one that was revoked. If it is a kiosk of yours: npm run hub-key makes it a new one.',
  },
  'document-keys-differ': {
    level: 'warn',
    fields: ['kioskId'],
    says: 'A kiosk has another facility document key than most: a card that it has seen is not known at the others. Carry the right documents.key to it.',
  },
  'call-raised': {
    level: 'warn',
    fields: ['alertId', 'kind', 'kioskId', 'escalation'],
    says: 'Somebody at a kiosk needs a person; it rings at the counters of the place.',
  },
  'call-answered': {
    level: 'info',
    fields: ['alertId', 'by'],
    says: 'Somebody of the staff comes to a kiosk.',
  },
  'call-ended': {
    level: 'info',
    fields: ['alertId'],
    says: 'A call for a person is over at its kiosk.',
  },
  /** `spoken`: the number, as it stands on the board; `event`: which call of it. */
  'call-spoken': {
    level: 'info',
    fields: ['spoken', 'place', 'event'],
    says: 'A clip of a call was played to its end.',
  },
  'voice-missing': {
    level: 'warn',
    fields: ['reason'],
    says: 'There is no voice: install espeak-ng, or name a folder of recordings in places[].voice.packDir. Until then boards flash instead of speaking.',
  },
  'voice-failed': {
    level: 'error',
    fields: ['place', 'reason'],
    says: 'The board that speaks could not play a call; boards flash instead. Look at the sound of that machine.',
  },
} as const satisfies Record<string, LogEventShape>;

export type HubLogEventId = keyof typeof hubLogEvents;

/** Writes one catalogued line of a hub. */
export type HubLog = LogOf<typeof hubLogEvents>;
