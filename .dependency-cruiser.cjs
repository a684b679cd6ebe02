const { readFileSync } = require('node:fs');

/**
 * Who may import whom (design §3). Each rule lets a room import only what the table allows; tests and simulators live in
 * their room and obey the same table.
 */
const rooms = {
  config: [],
  drivers: ['config'],
  'backend-client': ['config'],
  'kiosk/facts': ['config'],
  'kiosk/measuring': ['config', 'kiosk/facts'],
  'kiosk/flow': [
    'config',
    'drivers/contract',
    'backend-client/contract',
    'kiosk/facts',
    'kiosk/measuring',
    'kiosk/questions',
  ],
  'kiosk/bridge': ['config', 'kiosk/questions'],
  'kiosk/ui': ['config/agreements', 'config/strings', 'kiosk/bridge', 'kiosk/questions'],
  'kiosk/dev-dock': ['kiosk/ui/parts', 'kiosk/ui/styles', 'config'],
  'kiosk/web': ['config'],
  'kiosk/staff': ['config'],
  'kiosk/host': [
    'config',
    'drivers',
    'backend-client',
    'kiosk/facts',
    'kiosk/measuring',
    'kiosk/flow',
    'kiosk/questions',
    'kiosk/bridge',
    'kiosk/web',
    'kiosk/staff',
  ],
  'kiosk/hub': ['config', 'kiosk/bridge', 'kiosk/web', 'kiosk/staff'],
  'kiosk/shell-electron': [],
  // Both shells are one room: the way to the host is written once.
  'kiosk/shell-chromium': ['kiosk/shell-electron'],
};

/** Rooms whose types alone may be imported. */
const typesOnly = {
  'kiosk/facts': ['drivers/contract', 'backend-client/contract'],
  'kiosk/measuring': ['backend-client/contract'],
  'kiosk/bridge': ['drivers/contract', 'backend-client/contract'],
  'kiosk/hub': ['backend-client/contract'],
  'kiosk/dev-dock': ['drivers/contract'],
  'kiosk/shell-electron': ['config', 'drivers', 'backend-client', 'kiosk'],
  'kiosk/shell-chromium': ['config', 'drivers', 'backend-client', 'kiosk'],
};

/** Single files that a room may import besides. The console's page edits a site file as the host does, and loads no schema for it. */
const filesToo = {
  // What kiosk and hub say to each other is written once, and when a service is open.
  'kiosk/hub': [
    '^backend-client/hub-link/(wire|act-id)[.]ts$',
    '^backend-client/numbering/ticket-number[.]ts$',
    '^kiosk/facts/opening[.]ts$',
  ],
  'kiosk/ui': ['^config/settings/(json|site-difference|forms/(applies|editing|form-model))[.]ts$'],
};

/**
 * A question to patients is one folder; each file of it belongs to another room. `may`: what it may import beside the words of
 * its own folder; `types`: of what it may import types; `for`: who alone may import it.
 */
const contracts = ['^(drivers|backend-client)/contract/'];
const chip = '^kiosk/questions/chip-on-screen[.]ts$';
const notOpen = '^kiosk/questions/not-open-on-screen[.]ts$';
const surroundings = '^kiosk/questions/surroundings[.]ts$';
const questionFiles = {
  words: { file: 'words[.]ts', may: [], types: ['^config/', chip, notOpen, ...contracts] },
  rule: { file: 'question[.]ts', may: ['^config/', '^kiosk/facts/'], types: [], for: ['^kiosk/flow/'] },
  'host-side': {
    file: 'screen[.]ts',
    may: ['^config/', '^kiosk/facts/'],
    types: [surroundings, ...contracts],
    for: ['^kiosk/host/'],
  },
  drawing: {
    file: '[^/]+[.]tsx',
    may: ['^config/(agreements|strings)/', '^kiosk/ui/parts/', '^kiosk/questions/$1/[^/]+[.]css$'],
    types: [],
    for: ['^kiosk/ui/question-views[.]ts$'],
  },
  'prepared-states': {
    file: 'gallery[.]ts',
    may: ['^config/agreements/'],
    types: ['^kiosk/ui/parts/'],
    for: ['^kiosk/ui/gallery/'],
  },
};

/** The folders in the table of protocols. */
const protocols = [
  ...readFileSync('backend-client/hospital-systems.ts', 'utf8').matchAll(
    /^import \{ open\w+ \} from '[.]\/([\w-]+)\//gm,
  ),
]
  .map(([, folder]) => folder)
  .join('|');

const within = (folders) => folders.map((folder) => `^${folder}/`);

/** What plays a device or a hospital, what examines one, and what a test is set up with: never a part of what a kiosk runs. */
const simulators = ['[.](simulator|exam|bench)[.]ts$', '^drivers/simulator-control/', '^backend-client/hospital-kit/'];

/** Rooms of the drivers, each may import itself and those before it; kinds of devices stand on the same floor and not on each other. */
const driverFloors = [
  ['contract'],
  ['framing', 'masking'],
  ['transport'],
  ['supervisor'],
  ['discovery'],
  ['measuring'],
  ['identity-documents'],
  ['barcode-scanner', 'card-reader', 'ticket-printer', 'blood-pressure', 'vital-signs'],
];
const playsNoPart = '[.](simulator|exam|bench|test)[.]ts$';
const driverRules = driverFloors.flatMap((rooms, floor) =>
  rooms.map((room) => ({
    name: `drivers-${room}-imports`,
    severity: 'error',
    from: { path: `^drivers/${room}/`, pathNot: playsNoPart },
    to: {
      path: '^drivers/',
      pathNot: within([...driverFloors.slice(0, floor).flat(), room].map((each) => `drivers/${each}`)),
    },
  })),
);

const ours = '^(config|drivers|backend-client|kiosk|scripts)/';

const roomRules = Object.entries(rooms).flatMap(([room, allowed]) => {
  const types = typesOnly[room] ?? [];
  return [
    {
      name: `${room.replace('/', '-')}-imports`,
      comment: `${room} may import only: itself, ${[...allowed, ...types.map((each) => `types of ${each}`)].join(', ') || 'nothing of ours'}.`,
      severity: 'error',
      from: { path: `^${room}/`, pathNot: '[.]system[.](test|bench)[.]ts$' },
      to: { path: ours, pathNot: [...within([room, ...allowed, ...types]), ...(filesToo[room] ?? [])] },
    },
    ...(types.length > 0
      ? [
          {
            name: `${room.replace('/', '-')}-imports-types-only`,
            severity: 'error',
            from: { path: `^${room}/`, pathNot: '[.]test[.]ts$' },
            to: { path: within(types), pathNot: within([room, ...allowed]), dependencyTypesNot: ['type-only'] },
          },
        ]
      : []),
  ];
});

const questionRules = Object.entries(questionFiles).flatMap(([kind, { file, may, types, for: importers }]) => {
  const path = `^kiosk/questions/([^/]+)/${file}$`;
  const own = '^kiosk/questions/$1/words[.]ts$';
  return [
    {
      name: `question-${kind}-imports`,
      severity: 'error',
      from: { path },
      to: { path: ours, pathNot: [own, ...may, ...types] },
    },
    {
      name: `question-${kind}-imports-types-only`,
      severity: 'error',
      from: { path },
      to: { path: [own, ...types], pathNot: may, dependencyTypesNot: ['type-only'] },
    },
    ...(importers
      ? [
          {
            name: `question-${kind}-imported-by`,
            severity: 'error',
            from: { pathNot: [...importers, '[.]test[.]ts$'] },
            to: { path },
          },
        ]
      : []),
  ];
});

module.exports = {
  forbidden: [
    ...roomRules,
    ...questionRules,
    ...driverRules,
    {
      name: 'what-all-questions-share-is-types',
      comment: 'Host, flow and page read the same types of a question, and load nothing of each other by them.',
      severity: 'error',
      from: {},
      to: { path: '^kiosk/questions/([^/]+/words|[^/]+)[.]ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'what-all-questions-share-imports',
      severity: 'error',
      from: { path: '^kiosk/questions/[^/]+[.]ts$' },
      to: { path: ours, pathNot: ['^kiosk/questions/[^/]+/words[.]ts$', '^config/', '^kiosk/facts/', chip, notOpen] },
    },
    {
      name: 'no-circles',
      comment: 'Types included: what is in a circle can only be read as one piece. Circles of folders: npm run house.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'nobody-imports-scripts',
      severity: 'error',
      from: { pathNot: '^scripts/' },
      to: { path: '^scripts/' },
    },
    {
      name: 'no-words-of-the-console-in-a-host',
      comment: 'A kiosk would hold them for as long as it runs: what it says itself stands in host-messages.ts.',
      severity: 'error',
      from: { path: '^kiosk/(host|web|staff|bridge|flow)/', pathNot: '[.](test|bench)[.]ts$' },
      to: { path: '^config/strings/messages[.]ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'x509-in-web-only',
      comment:
        'The one certificate that we make. Loading what writes it costs a start some 60 ms and is done when it is made.',
      severity: 'error',
      from: { pathNot: ['^kiosk/web/self-signed[.]ts$', '[.](test|simulator)[.]ts$'] },
      to: { path: 'node_modules/(pkijs|asn1js)/' },
    },
    {
      name: 'a-simulator-is-a-device',
      comment:
        'Law 6: the host never imports a simulator, an exam or a bench; tests and scripts start simulators as programs beside it.',
      severity: 'error',
      from: { pathNot: ['[.]test[.]ts$', '^scripts/', ...simulators] },
      to: { path: simulators },
    },
    {
      name: 'native-serial-in-transport-only',
      severity: 'error',
      from: { pathNot: '^(drivers/transport|scripts/bench)/' },
      to: { path: 'node_modules/(serialport|@serialport|node-hid|pcsc-mini)/' },
    },
    {
      name: 'sqlite-in-store-only',
      severity: 'error',
      from: { pathNot: '^(backend-client/store|kiosk/hub/log/sqlite|scripts)/' },
      to: { path: 'node_modules/better-sqlite3/' },
    },
    {
      name: 'postgresql-in-log-only',
      severity: 'error',
      from: { pathNot: '^(kiosk/hub/log/postgresql|scripts)/' },
      to: { path: 'node_modules/pg/' },
    },
    {
      name: 'canvas-for-tickets-only',
      severity: 'error',
      from: {
        pathNot: ['^kiosk/host/ticket/', '[.](simulator|test|bench)[.]ts$', '^drivers/ticket-printer/', '^scripts/'],
      },
      to: { path: 'node_modules/@napi-rs/canvas/' },
    },
    {
      name: 'pure-rooms-know-no-machine',
      comment: 'facts, flow, questions, queue, framing and identity documents are arithmetic: no Node, no packages.',
      severity: 'error',
      from: {
        path: [
          '^kiosk/hub/(queue|waits)/',
          '^(kiosk/facts|kiosk/flow|drivers/framing|drivers/masking|drivers/identity-documents)/',
          '^kiosk/questions/[^/]+/(words|question|screen)[.]ts$',
        ],
        // What lies on a disk is hostile input.
        pathNot: ['[.]test[.]ts$', '^kiosk/hub/(queue/logged-event|waits/service-book)[.]ts$'],
      },
      to: { dependencyTypes: ['core', 'npm'] },
    },
    {
      name: 'protocols-stay-home',
      comment:
        'A protocol is one folder; everybody else sees the contract, and takes systems from the table of protocols.',
      severity: 'error',
      from: {
        path: '^(drivers|backend-client|kiosk)/',
        pathNot: [
          `^backend-client/(${protocols}|hospital-kit)/`,
          '^backend-client/hospital-systems[.]ts$',
          '[.]test[.]ts$',
        ],
      },
      to: { path: `^backend-client/(${protocols})/` },
    },
    {
      name: 'fhir-evidence-is-for-tests',
      severity: 'error',
      from: { pathNot: ['[.]test[.]ts$', '^backend-client/fhir/evidence/'] },
      to: { path: '^backend-client/fhir/evidence/' },
    },
    {
      name: 'no-junk-drawers',
      severity: 'error',
      from: {},
      to: { path: '(^|/)(utils|common|shared|helpers|core|lib|misc)/', pathNot: 'node_modules' },
    },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|data|node_modules/[.]cache)/' },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: {
      conditionNames: ['import', 'node', 'default', 'types'],
      exportsFields: ['exports'],
      // Packages of types alone have no main.
      mainFields: ['main', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.cjs'],
    },
  },
};
