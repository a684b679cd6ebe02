/**
 * Every line the kiosk may write to its log.
 *
 * An event names the fields it carries. A field that is not named here cannot be logged, so a patient's name has no way
 * into the log file. `reason` is always the `kind` of a closed union, never a sentence; `says` tells the technician what
 * the line means and what to do next, and is written into each line.
 */
export const logEvents = {
  'kiosk-started': {
    level: 'info',
    fields: ['kioskId', 'version', 'profile', 'port'],
    says: 'The kiosk serves patients.',
  },
  'crisis-rings-here-only': {
    level: 'warn',
    fields: ['kioskId'],
    says: 'This kiosk measures by protocol, and no system of the hospital takes calls for a person: whoever is measured in danger is heard at the kiosk alone.',
  },
  'measuring-not-offered': {
    level: 'warn',
    fields: ['kioskId'],
    says: 'The site file names "vitals" among kiosk.stations, but no blood-pressure monitor stands among its devices: the kiosk only checks in.',
  },
  'tickets-not-verified': {
    level: 'warn',
    fields: ['kioskId'],
    says: "This kiosk only measures and has no key of the hospital's tickets: it cannot tell one that somebody has made up. Put one secret into a file on all kiosks and name it in site.ticketKeyFile.",
  },
  'map-not-shown': {
    level: 'warn',
    fields: ['field', 'reason'],
    says: 'A picture of the way that the site file names is not there, is no PNG, or is too large: tickets have the words alone. Put the file there, or take the field away, and restart.',
  },
  'site-file-broken': {
    level: 'error',
    fields: ['mistakes', 'since'],
    says: 'The site file cannot be used, and the kiosk runs the last version that was good, the one since the given time. Mend the file or put a version back on the settings page, then restart; every mistake stands on stderr.',
  },
  'kiosk-does-not-open': {
    level: 'error',
    fields: ['what', 'why'],
    says: "The kiosk does not open: its store, a key, a secret or a port cannot be used. Patients are sent to the desk, the console's overview says what to do, and it is tried again by itself.",
  },
  'console-elsewhere': {
    level: 'warn',
    fields: ['why'],
    says: "The technician's console cannot be where the site file says: its port is taken, its address is not there, or its certificate does not read. It is on another port, or for this machine alone, until that place is free; npm run technician-url tells where. Look at management in the site file.",
  },
  'console-back': {
    level: 'info',
    fields: [],
    says: "The technician's console is where the site file says again.",
  },
  'kiosk-stopping': {
    level: 'info',
    fields: ['signal'],
    says: 'The kiosk finishes what is being printed and sent, then stops.',
  },
  'kiosk-crashed': {
    level: 'error',
    fields: ['reason', 'at'],
    says: 'A bug stopped the kiosk. The supervisor restarts it; stored visits are safe.',
  },
  'launch-socket-missing': {
    level: 'warn',
    fields: [],
    says: 'The data directory has too long a path for a launch socket. A restarted window needs a restarted kiosk; choose a shorter kiosk.dataDir.',
  },
  'page-connected': { level: 'info', fields: [], says: 'A patient page is connected.' },
  'page-disconnected': { level: 'info', fields: [], says: 'The patient page went away. It reconnects by itself.' },
  'page-silent': {
    level: 'warn',
    fields: [],
    says: 'The patient page has not answered for 6 s; its link was closed. It reconnects when it can, and the owner of its window starts it anew when it cannot. If this comes often, look at the load of the machine.',
  },
  'page-failed': {
    level: 'error',
    fields: ['what', 'screen'],
    says: 'A bug in the patient page: it shows "one moment" and loads itself anew. Tell the developers the screen, and what the hospital or the site file has that others have not.',
  },
  'window-opened-anew': {
    level: 'warn',
    fields: ['reason'],
    says: 'The owner of the kiosk window opened it anew. Once is nothing; if it comes often, the reason says what to look at: browser-ended (Chromium is closed or crashes), browser-hung and page-silent (the machine is too slow or out of memory), page-crashed (memory, graphics driver), page-refused (another program answers on the port), page-left (somebody has a keyboard), started (the owner itself was started again: look at its journal).',
  },
  'lobby-act': {
    level: 'info',
    fields: ['act'],
    says: 'Staff did this from the corner of the patient screen, after the lobby PIN. The audit log has it, too.',
  },
  'command-refused': {
    level: 'info',
    fields: ['reason'],
    says: 'A tap came too late or was not understood, and changed nothing.',
  },
  'device-condition': {
    level: 'info',
    fields: ['deviceId', 'kind', 'condition'],
    says: 'A device changed its condition.',
  },
  'device-lost': {
    level: 'warn',
    fields: ['deviceId', 'kind', 'reason'],
    says: 'A device does not answer. Check its power and cable; the kiosk keeps trying.',
  },
  'device-hint': {
    level: 'warn',
    fields: ['deviceId', 'kind', 'hint'],
    says: 'A device works, but something about it should be mended. The console says what to do.',
  },
  'device-hint-gone': {
    level: 'info',
    fields: ['deviceId', 'kind', 'hint'],
    says: 'What should be mended about a device has been mended.',
  },
  'csca-folder-read': {
    level: 'info',
    fields: ['deviceId', 'standing', 'certificates', 'unreadable', 'notCscas', 'expired'],
    says: 'How many country certificates chip cards are checked against, and which files of cscaDir are of no use: not readable, not wholly readable, not a CSCA, or expired.',
  },
  'card-read': { level: 'info', fields: ['deviceId', 'source'], says: 'A card was read.' },
  'card-not-read': {
    level: 'info',
    fields: ['deviceId', 'reason', 'length'],
    says: 'A code could not be used; the patient was asked to scan again. The length in bytes tells codes of phones apart, of which nothing else is kept.',
  },
  'chip-read': {
    level: 'info',
    fields: ['deviceId', 'verdict', 'reason', 'unread', 'tookMs'],
    says: 'A chip card was read. The reason says how it proved to be genuine, or what could not be checked; unread names files of a layout that is not known. Often "no-trusted-csca": put the country\'s certificates into the reader\'s cscaDir.',
  },
  'chip-not-read': {
    level: 'info',
    fields: ['deviceId', 'reason'],
    says: 'A chip card was not read; the visit goes on without it. Often "damaged" or "timed-out": look at the reader.',
  },
  'session-started': { level: 'info', fields: ['sessionId'], says: 'A patient started.' },
  'session-ended': {
    level: 'info',
    fields: ['sessionId', 'reason'],
    says: 'The session is over and the screen is clean. The reason is "time-up" where it had lasted for the longest time of one turn.',
  },
  'visit-stored': {
    level: 'info',
    fields: ['visitId', 'series', 'found', 'tookMs'],
    says: 'A visit and its number are on disk.',
  },
  'ticket-taken-by-phone': {
    level: 'info',
    fields: ['visitId'],
    says: 'A patient took the code by phone: nothing is printed unless they ask.',
  },
  'document-shared': {
    level: 'warn',
    fields: ['visitId'],
    says: 'Somebody else has shown the same number today. Both have a number of their own; the desk compares the papers.',
  },
  'service-changed': {
    level: 'info',
    fields: ['visitId', 'series'],
    says: 'A patient chose another service: the visit has another number, and the old one is withdrawn.',
  },
  'service-not-changed': {
    level: 'warn',
    fields: ['reason'],
    says: 'Another service was asked for and not given; the patient keeps the number.',
  },
  'number-given-up': {
    level: 'info',
    fields: ['visitId'],
    says: 'A patient gave up their number: it is called by nobody any more, and the hospital is told.',
  },
  'number-not-given-up': {
    level: 'warn',
    fields: ['reason'],
    says: 'A number was to be given up and was not; it counts as before.',
  },
  'service-full': {
    level: 'info',
    fields: ['service'],
    says: 'The last number of the day was given while somebody chose this service; they were offered another one, or the desk.',
  },
  'visit-not-stored': {
    level: 'error',
    fields: ['reason'],
    says: 'The disk refuses to store. The kiosk is out of service: check free space and the data directory.',
  },
  'store-refuses': {
    level: 'error',
    fields: ['reason'],
    says: 'The store cannot take the next visit. The kiosk is out of service: disk-full asks for room; not-writable for a look at the data directory; file-lost says that the store file was deleted, replaced or cut: put it back, then restart; damaged that it does not read: save a copy, look at the disk, then restart.',
  },
  'store-file-rewrite': {
    level: 'warn',
    fields: ['step', 'sizeMb'],
    says: 'The store of an earlier version is written anew, once, before the first patient: it begins, or is done. no-room: make room for a second file of this size and restart when it suits; failed: look at the data directory. Either way the kiosk serves.',
  },
  'staff-out-of-service': {
    level: 'warn',
    fields: ['from'],
    says: 'A person of the staff has taken the kiosk out of service, at the console or in the lobby; it stays so across restarts until somebody puts it back. Who it was stands in the audit log.',
  },
  'staff-in-service': {
    level: 'info',
    fields: ['from'],
    says: 'A person of the staff has put the kiosk back into service; who it was stands in the audit log.',
  },
  'store-recovered': {
    level: 'info',
    fields: [],
    says: 'The store accepts visits again; the kiosk is back in service.',
  },
  'time-confirmed': {
    level: 'info',
    fields: ['reason'],
    says: 'The kiosk is sure of the date. The reason says who vouches for it.',
  },
  'time-unconfirmed': {
    level: 'error',
    fields: ['reason'],
    says: "The kiosk is not sure of the date: numbers go on counting, and nothing is erased. Check the machine's clock and its time server; the console shows who says what.",
  },
  'day-left': {
    level: 'warn',
    fields: ['day'],
    says: 'A person said that the clock was wrong on this day; who it was stands in the store. Nobody is found there any more, and numbers go on counting.',
  },
  'tickets-expired': {
    level: 'error',
    fields: ['tickets'],
    says: 'Visits were erased that the hospital never got, after weeks of trying. Their numbers stand on the console: take the list to the desk.',
  },
  'expired-taken': {
    level: 'info',
    fields: ['tickets'],
    says: 'A person took the list of numbers that were erased undelivered; who it was stands in the store.',
  },
  'ticket-printed': {
    level: 'info',
    fields: ['visitId', 'deviceId', 'copy', 'tookMs'],
    says: 'The printer confirmed the ticket.',
  },
  'ticket-sent': {
    level: 'info',
    fields: ['visitId', 'deviceId', 'copy', 'tookMs', 'evidence'],
    says: 'The ticket was sent to a printer that cannot prove paper; the patient was asked to look into the slot. "sent-and-well": it said afterwards that it is well; "sent": it says nothing.',
  },
  'ticket-not-printed': {
    level: 'error',
    fields: ['visitId', 'deviceId', 'reason', 'paper'],
    says: 'The number was shown on the screen instead. Look at the printer.',
  },
  'result-printed': {
    level: 'info',
    fields: ['visitId', 'deviceId', 'evidence', 'tookMs'],
    says: 'What was measured went to the printer. "printed": it confirmed the paper; otherwise the patient was told to look for it.',
  },
  'result-not-printed': {
    level: 'error',
    fields: ['visitId', 'deviceId', 'reason', 'paper'],
    says: 'What was measured could not be printed; the patient reads it on the screen, and it is stored. Look at the printer.',
  },
  'reading-stored': {
    level: 'info',
    fields: ['visitId', 'readingId', 'deviceId'],
    says: 'A reading is on disk with its visit.',
  },
  'measurement-failed': {
    level: 'warn',
    fields: ['deviceId', 'reason', 'deviceError'],
    says: 'A measurement gave nothing; the patient was told what to do. Often the same reason: look at cuff and tube.',
  },
  'work-note-failed': {
    level: 'warn',
    fields: ['deviceId', 'reason'],
    says: 'That a cuff works could not be noted on disk. Should the kiosk end meanwhile, the next start does not wait for it. Look at the disk.',
  },
  'consent-words-not-kept': {
    level: 'warn',
    fields: ['reason'],
    says: 'The words that people are asked to agree to could not be kept beside the store: later nobody can tell what their hash stood for. Look at the disk.',
  },
  'reading-discarded': {
    level: 'warn',
    fields: ['deviceId', 'reason'],
    says: 'A device delivered a record that belongs to no open measurement: somebody had stopped, or measured without the kiosk. It was thrown away.',
  },
  'insurance-alarm': {
    level: 'error',
    fields: ['endpointId', 'resultCode', 'reason'],
    says: "The social insurance's gateway answers, but not about cards: the hospital's account there, the form of the question, or the gateway itself. No card can be verified; tell whoever runs the hospital's server.",
  },
  'delivery-accepted': {
    level: 'info',
    fields: ['endpointId', 'controlId', 'attempts', 'tookMs'],
    says: 'The hospital accepted a message.',
  },
  'delivery-delayed': {
    level: 'warn',
    fields: ['endpointId', 'controlId', 'attempts', 'reason', 'retryInMs'],
    says: 'The hospital could not be reached or was not sure; the kiosk tries again by itself.',
  },
  'delivery-refused': {
    level: 'error',
    fields: ['endpointId', 'controlId', 'attempts', 'reason'],
    says: 'The hospital refused a message. A person must look at it; other patients are not held up.',
  },
  'delivery-unsure': {
    level: 'error',
    fields: ['endpointId', 'controlId', 'attempts', 'reason'],
    says: 'The hospital may have this message already. A person must decide whether to send it again.',
  },
  'storage-changed': {
    level: 'error',
    fields: ['condition', 'freeMb'],
    says: 'The disk of the store got fuller or emptier: low asks for room soon, too-low takes the kiosk out of service.',
  },
  'hub-in-touch': {
    level: 'info',
    fields: [],
    says: 'The hub answers: numbers come from the run of the whole hospital.',
  },
  'services-of-hub': {
    level: 'info',
    fields: [],
    says: 'The hub has letters, rooms or opening hours otherwise than they were offered here: they count from the next patient on, as soon as nobody is being served.',
  },
  'hub-lost': {
    level: 'warn',
    fields: ['reason'],
    says: 'The hub does not answer, or not to this kiosk. Tickets go on from the numbers in stock, then under the mark of this kiosk; the hub is told everything when it is back.',
  },
  'numbers-leased': {
    level: 'info',
    fields: ['series', 'day', 'first', 'last'],
    says: 'The hub has given this kiosk a block of numbers.',
  },
  'numbers-not-leased': {
    level: 'warn',
    fields: ['series', 'day', 'why'],
    says: 'The hub has given no numbers of this series; it is asked again. Until then this kiosk goes on under its mark. Compare the services of the hub with those of the site file.',
  },
  'look-up-answered': {
    level: 'info',
    fields: ['endpointId', 'question', 'tookMs'],
    says: 'The hospital answered a question while the patient waited.',
  },
  'look-up-failed': {
    level: 'warn',
    fields: ['endpointId', 'question', 'reason', 'tookMs'],
    says: 'The hospital did not answer a question in time or not usably; the patient went on as not verified.',
  },
  'look-up-named-another': {
    level: 'warn',
    fields: ['endpointId', 'question', 'tookMs'],
    says: 'The hospital answered about somebody else than whom it was asked about: a number in its records may be wrong. Nothing of it was used.',
  },
  'endpoint-mismatch': {
    level: 'error',
    fields: ['endpointId', 'reason', 'missing'],
    says: 'A system of the hospital does not offer what the site file counts on. Compare it with the integration guide.',
  },
  'alert-raised': { level: 'warn', fields: ['alertId', 'kind'], says: 'Somebody at the kiosk needs a person.' },
  'alert-escalated': {
    level: 'error',
    fields: ['alertId', 'kind', 'escalation'],
    says: 'Nobody has answered a call for a person in time.',
  },
  'alert-end-not-told': {
    level: 'info',
    fields: ['alertId', 'endpointId'],
    says: 'A system that was called could not be told that the call is over. Somebody may still come.',
  },
  'alert-ended': {
    level: 'info',
    fields: ['alertId', 'kind', 'ended', 'endedBy', 'at'],
    says: 'A call for a person is over, by the caller, a person or the kiosk; at the kiosk or an endpoint. Names stand in the store.',
  },
  'technician-decided': {
    level: 'info',
    fields: ['decision', 'about'],
    says: 'A person decided about a message or a call; who it was stands in the store.',
  },
  'technician-decided-all': {
    level: 'info',
    fields: ['decision', 'endpointId', 'reason', 'messages'],
    says: 'A person decided about many messages at once; who it was stands with each in the store.',
  },
  'system-stands': {
    level: 'error',
    fields: ['endpointId', 'minutes'],
    says: 'A system of the hospital has accepted nothing for so long while something waits for it. Nothing is lost; the console says what to do.',
  },
  'system-goes-on': {
    level: 'info',
    fields: ['endpointId'],
    says: 'A system of the hospital that stood accepts messages again, or nothing waits for it any more.',
  },
  'endpoint-tried': {
    level: 'info',
    fields: ['endpointId'],
    says: "A technician had the kiosk try a hospital's system at once. The next line of this endpoint says how it went.",
  },
  'check-in-asked': {
    level: 'warn',
    fields: ['day', 'by'],
    says: "A person of the staff, who gave this name, has asked for a day's check-in file, which names patients.",
  },
  'check-in-downloaded': {
    level: 'info',
    fields: ['day', 'visits', 'rows', 'tookMs'],
    says: "A day's check-in file was downloaded from the console. It names patients: leave no copy on this machine.",
  },
  'check-in-not-downloaded': {
    level: 'warn',
    fields: ['day', 'reason'],
    says: 'A check-in file was asked for and not delivered whole: called off, nothing left of the day, or the store could not be read.',
  },
  'fhir-refusal': {
    level: 'warn',
    fields: ['endpointId', 'controlId', 'status', 'issues'],
    says: 'A FHIR server did not take a message. `issues` are codes and places of its OperationOutcome: show them to whoever runs the server.',
  },
  'duplicate-patient': {
    level: 'warn',
    fields: ['endpointId', 'controlId', 'records'],
    says: 'The FHIR server has several patients with the identifier that was just registered, most likely from two kiosks at the same moment. Nothing was merged: ask the hospital to.',
  },
  'fhir-search-lags': {
    level: 'info',
    fields: ['endpointId'],
    says: "The FHIR server's search does not show what was written a moment ago. Nothing is lost by it: records are addressed by the ids that the server told.",
  },
  'self-test-passed': {
    level: 'info',
    fields: ['warnings', 'tookMs'],
    says: 'The kiosk has tested itself and may serve; warnings are things to mend soon. The readiness page shows each.',
  },
  'self-test-failed': {
    level: 'error',
    fields: ['failures', 'warnings', 'tookMs'],
    says: 'The kiosk has tested itself and found something that keeps it from its work. The readiness page says what to do.',
  },
  erased: {
    level: 'info',
    fields: ['visits', 'messages', 'longestPauseMs', 'longestDiskMs'],
    says: 'Personal data past its retention was erased. The longest time that others waited: for our own work, and for the disk.',
  },
} as const satisfies Record<string, LogEventShape>;

export interface LogEventShape {
  readonly level: 'info' | 'warn' | 'error';
  readonly fields: readonly string[];
  readonly says: string;
}

export type LogEventId = keyof typeof logEvents;

/** False of an event of another version. */
export function isLogEvent(name: string): name is LogEventId {
  return Object.hasOwn(logEvents, name);
}

export type LogFields<Id extends LogEventId> = Readonly<
  Record<(typeof logEvents)[Id]['fields'][number], string | number | boolean>
>;

/** Writes one catalogued line. The writer refuses undeclared fields at run time too. */
export type Log = <Id extends LogEventId>(id: Id, fields: LogFields<Id>) => void;
