/** The wings of the house, from left to right. The ground carries all of them. */
export const wings = ['drivers', 'kiosk', 'backend-client'] as const;
export type Wing = (typeof wings)[number];

/** A room is a folder, or those files of it that may import the same (design §3). */
export interface Room {
  readonly name: string;
  readonly wing: Wing | 'ground';
  /** What it does, in a sentence that fits its box. */
  readonly sentence: string;
  /** Its files, as paths from the root. The first room that fits has them. */
  readonly files: RegExp;
}

const folder = (path: string) => new RegExp(`^${path}/`);
const driver = (name: string, sentence: string): Room => ({
  name,
  wing: 'drivers',
  sentence,
  files: folder(`drivers/${name}`),
});
const client = (name: string, sentence: string): Room => ({
  name,
  wing: 'backend-client',
  sentence,
  files: folder(`backend-client/${name}`),
});
const kiosk = (name: string, sentence: string, files = folder(`kiosk/${name}`)): Room => ({
  name,
  wing: 'kiosk',
  sentence,
  files,
});

export const rooms: readonly Room[] = [
  {
    name: 'config',
    wing: 'ground',
    sentence: 'What everybody agrees on: site file, words, ids, catalogues.',
    files: folder('config'),
  },

  driver('contract', 'What a device is: types alone.'),
  driver('transport', 'Serial, TCP, HID, PC/SC: the only native modules.'),
  driver('framing', 'Bytes to frames: pure, bounded, written once.'),
  driver('identity-documents', 'What is in a QR code or a chip: an identity.'),
  driver('supervisor', 'Finds a device, loses it, finds it again.'),
  driver('masking', 'Hides people in what came over a line.'),
  driver('discovery', 'What is plugged in, and what we think it is.'),
  driver('measuring', 'What all that measures shares: whose is the reading?'),
  driver('barcode-scanner', 'Scanners: codes from serial, HID and keyboard.'),
  driver('card-reader', 'The chip in a citizen card: read, and proved.'),
  driver('ticket-printer', 'Prints a ticket, and says whether it came out.'),
  driver('blood-pressure', 'Monitors with a cuff: start, stop, the record.'),
  driver('vital-signs', 'Scales, oximeters, thermometers, glucose meters.'),

  client('contract', 'Patient, visit, ticket, reading: in our words.'),
  client('connection', 'TLS, HTTP and time-outs of every protocol.'),
  client('numbering', 'Who gives the next number.'),
  client('check-in-columns', 'A visit as the national check-in file has it.'),
  client('questionnaire', 'What patients answered, in the words of every protocol.'),
  client('look-ups', 'Asks all systems at once, within three seconds.'),
  client('store', 'Visits, numbers and messages on disk, sealed.'),
  client('outbox', 'Claims, sends, notes the answer, waits, tries again.'),
  client('alerts', 'Calls for a person that outlive a restart.'),
  client('insurance', 'What the gateway says of an insurance card.'),
  client('hl7v2', 'Facts as HL7 v2 messages over MLLP.'),
  client('fhir', 'Facts as FHIR R4 bundles that only add.'),
  client('webhook', 'Facts as signed JSON documents.'),
  client('hub-link', 'Numbers to and from the hub of the hospital.'),
  {
    name: 'hospital-systems',
    wing: 'backend-client',
    sentence: 'Every protocol that a hospital speaks: one line each.',
    files: /^backend-client\/hospital-systems\.ts$/,
  },
  client('hospital-kit', 'A hospital on a laptop; no kiosk loads it.'),

  kiosk('facts', 'What is known: are these two cards one person?'),
  kiosk(
    'questions: words',
    'What a question shows and hears: types alone.',
    /^kiosk\/questions\/([^/]+\/words|[^/]+)\.ts$/,
  ),
  kiosk(
    'questions: rules',
    'When a question is due, what its answer changes.',
    /^kiosk\/questions\/[^/]+\/question\.ts$/,
  ),
  kiosk('questions: screens', 'The host’s half: facts to what is shown.', /^kiosk\/questions\/[^/]+\/screen\.ts$/),
  kiosk('questions: drawings', 'The page’s half: how each question looks.', /^kiosk\/questions\/[^/]+\/[^/]+\.tsx$/),
  kiosk('measuring', 'What comes next in a sitting, and its mean: pure.'),
  kiosk('flow', 'Decides what happens now: one pure step per event.'),
  kiosk('bridge', 'The words between host and page.'),
  kiosk('ui/parts', 'Buttons, cards and pictures of which screens are made.', folder('kiosk/ui/(parts|styles)')),
  kiosk('ui', 'Draws the patient’s page and the console.'),
  kiosk('dev-dock', 'Plays the technician’s hands, on the simulators.'),
  kiosk('web', 'Serves staff pages: who asks, from where, since when.'),
  kiosk('staff', 'Who may do what, and what everybody did.'),
  kiosk('hub', 'Many kiosks, one numbering: who is called, and where.'),
  kiosk('host', 'Acts: the only room where things happen.'),
  kiosk('shell-electron', 'A locked window around the host.'),
  kiosk('shell-chromium', 'The window in Chromium, and its owner.'),
];

/** What no kiosk runs: tests, exams, simulators, benches, the gallery. It may import up and down, and has no place in the picture. */
export const notInThePicture =
  /\.(test|simulator|exam|contract|bench)\.tsx?$|-bench\.ts$|\/(bench|promises|gallery|evidence|simulator-control|kill-test)\/|\/gallery\.ts$|vite\.config\.ts$/;
