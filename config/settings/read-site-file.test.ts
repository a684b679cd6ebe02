import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import fc from 'fast-check';
import { afterAll, test } from 'vitest';
import { readSite, readSiteFile } from './read-site-file.ts';
import { type SaidMistake, type SiteMistake, sayMistake, sayMistakes } from './site-mistakes.ts';

const folder = mkdtempSync(join(tmpdir(), 'site-file-'));
afterAll(() => rmSync(folder, { recursive: true }));

const demoPath = resolve(import.meta.dirname, '../sites/demo.json');

interface Draft {
  [key: string]: unknown;
  profile: string;
  site: Record<string, unknown>;
  kiosk: Record<string, unknown>;
  devices: Record<string, unknown>[];
  services: Record<string, unknown>[];
  hospital: Record<string, unknown>[];
}

function demo(): Draft {
  return JSON.parse(readFileSync(demoPath, 'utf8')) as Draft;
}

function changed(change: (draft: Draft) => void): Draft {
  const draft = demo();
  change(draft);
  return draft;
}

function write(name: string, content: unknown): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

/** Each as a technician reads it in English. */
function mistakesIn(content: unknown): readonly SaidMistake[] {
  return problemsIn(content).map((mistake) => sayMistake(mistake, 'en'));
}

function problemsIn(content: unknown): readonly SiteMistake[] {
  const read = readSiteFile(write('kiosk.json', content));
  assert.equal(read.ok, false);
  return read.ok ? [] : read.problem;
}

test('a serial port is named as Linux or as Windows names it', () => {
  const scanner = { id: 'scanner', kind: 'barcode-scanner', driver: 'serial' };
  for (const path of ['/dev/ttyUSB0', 'COM3', 'COM12']) {
    const site = changed((draft) => (draft.devices = [{ ...scanner, transport: { kind: 'serial', path } }]));
    assert.ok(readSiteFile(write('ports.json', site)).ok, path);
  }
  for (const path of ['COM0', 'COM1000', 'com3', 'ttyUSB0'])
    assert.deepEqual(
      mistakesIn(changed((draft) => (draft.devices = [{ ...scanner, transport: { kind: 'serial', path } }]))).map(
        (mistake) => mistake.path,
      ),
      ['devices[0].transport.path'],
    );
});

test('a cuff’s thickest arm is thicker than its thinnest', () => {
  const transport = { kind: 'tcp', host: '127.0.0.1', port: 7001 };
  const cuff = { id: 'cuff', kind: 'blood-pressure-monitor', driver: 'and-tm2657', transport };
  const withCuff = (from: number, to: number) =>
    changed((draft) => (draft.devices = [{ ...cuff, cuffCm: { from, to } }]));
  assert.ok(readSiteFile(write('cuff.json', withCuff(22, 32))).ok);
  for (const [from, to] of [
    [32, 22],
    [22, 22],
  ] as const) {
    const mistakes = mistakesIn(withCuff(from, to)).map(({ path, expected }) => [path, expected]);
    assert.deepEqual(mistakes, [['devices[0].cuffCm.to', 'must be more than the thinnest arm']]);
  }
});

test('the demo site is read, with its data directory absolute and defaults filled in', () => {
  const read = readSiteFile(demoPath);
  assert.ok(read.ok);
  const { profile, kiosk, devices, services, hospital } = read.value;
  assert.deepEqual(
    {
      profile,
      dataDir: kiosk.dataDir,
      devices: devices.map((device) => [device.id, device.simulated, 'transport' in device && device.transport.kind]),
      help: services.filter(({ helpChoosing }) => helpChoosing).map(({ code }) => code),
      ackTimeoutMs: hospital.flatMap((each) => (each.protocol === 'hl7v2-mllp' ? [each.ackTimeoutMs] : [])),
    },
    {
      profile: 'demo',
      dataDir: resolve(import.meta.dirname, '../../data/kiosk-1'),
      devices: [
        ['scanner', true, 'tcp'],
        ['printer', true, 'tcp'],
        ['bp', true, 'tcp'],
        ['chip', true, 'pcsc'],
        ['scale', true, 'tcp'],
        ['oximeter', true, 'tcp'],
        ['glucose', true, 'tcp'],
        ['thermometer', true, 'tcp'],
      ],
      help: ['tiep-don'],
      ackTimeoutMs: [10_000],
    },
  );
});

test("a kiosk's file takes its hospital's part: objects are merged, lists replaced, paths stay where they were named", () => {
  const region = changed((draft) => {
    draft.kiosk.dataDir = './store';
  });
  write('region/base/region.json', region);
  write('region/hospital.json', { extends: './base/region.json', site: { name: 'Bệnh viện Hai' }, devices: [] });
  const path = write('region/kiosks/kiosk-2.json', { extends: '../hospital.json', kiosk: { id: 'kiosk-2' } });

  const read = readSiteFile(path);

  assert.ok(read.ok);
  const { site, kiosk, devices, services } = read.value;
  assert.deepEqual(
    {
      name: site.name,
      facilityCode: site.facilityCode,
      id: kiosk.id,
      dataDir: kiosk.dataDir,
      devices,
      services: services.length,
    },
    {
      name: 'Bệnh viện Hai',
      facilityCode: '27005',
      id: 'kiosk-2',
      dataDir: join(folder, 'region/base/store'),
      devices: [],
      services: 6,
    },
  );
});

test('files that extend each other in a circle, or without end, are refused with a sentence', () => {
  write('circle/a.json', { extends: './b.json' });
  const circle = write('circle/b.json', { extends: './a.json' });
  for (let at = 0; at < 20; at += 1) write(`chain/${at}.json`, { extends: `./${at + 1}.json` });

  const circleSays = sayMistakes(circle, mistakesOf(circle));
  const chainSays = sayMistakes('chain', mistakesOf(join(folder, 'chain/0.json')));

  assert.match(circleSays, /has one mistake:\n.*b\.json: found a circle of "extends", expected at most 8 files/);
  assert.match(chainSays, /8\.json: found a circle of "extends", expected at most 8 files/);
});

function mistakesOf(path: string): readonly SiteMistake[] {
  const read = readSiteFile(path);
  return read.ok ? [] : read.problem;
}

test('every mistake is listed at once, with its place, what stands there and what should', () => {
  const said = mistakesIn(
    changed((draft) => {
      draft.profile = 'test';
      draft.site.timeZone = 'Asia/Saigon2';
      delete draft.kiosk.id;
      draft.kiosk.listen = { host: '0.0.0.0', port: 70_707 };
      draft.devices = [
        {
          id: 'printer',
          kind: 'ticket-printer',
          driver: 'escpos',
          paperWidthMm: 70,
          transport: { kind: 'tcp', host: 'a b' },
        },
      ];
      draft.services[0] = { ...draft.services[0], prefix: 'a1', colour: 'red' };
      draft.hospital[0] = { ...draft.hospital[0], sendingApplication: 'TIEP|DON' };
    }),
  );

  assert.deepEqual(
    said.map(({ path, found }) => [path, found]),
    [
      ['profile', '"test"'],
      ['site.timeZone', '"Asia/Saigon2"'],
      ['kiosk.id', 'nothing'],
      ['kiosk.listen.host', '"0.0.0.0"'],
      ['kiosk.listen.port', '70707'],
      ['devices[0].paperWidthMm', '70'],
      ['devices[0].transport.host', '"a b"'],
      ['devices[0].transport.port', 'nothing'],
      ['services[0].prefix', '"a1"'],
      ['services[0].colour', 'a field that this file does not have'],
      ['hospital[0].sendingApplication', '"TIEP|DON"'],
    ],
  );
  assert.deepEqual(
    said.filter(({ expected }) => !expected.startsWith('expected ')),
    [],
  );
});

const tcp = { kind: 'tcp', host: '127.0.0.1', port: 4001 };
const usbSerial = { kind: 'serial', path: '/dev/ttyUSB0' };
const at9600 = { dataBits: 8, parity: 'none', stopBits: 1, baudRate: 9600 };

test('every kind of device has its entry, with the line that its maker set', () => {
  const folder = dirname(write('devices/kiosk.json', {}));
  mkdirSync(join(folder, 'csca'));
  const bp = { kind: 'blood-pressure-monitor', transport: usbSerial };
  const given = [
    {
      id: 'hid',
      kind: 'barcode-scanner',
      driver: 'hid-pos',
      transport: { kind: 'hid', vendorId: '0C2E', productId: 2951 },
    },
    { id: 'hid2', kind: 'barcode-scanner', driver: 'hid-pos', transport: { kind: 'hid', path: '/dev/hidraw0' } },
    { id: 'keys', kind: 'barcode-scanner', driver: 'keyboard' },
    { id: 'paper', kind: 'ticket-printer', driver: 'escpos', transport: { kind: 'usb-printer', path: '/dev/usb/lp0' } },
    { id: 'and', ...bp, driver: 'and-tm2657' },
    { id: 'omron', ...bp, driver: 'omron-hbp9020' },
    { id: 'suntech', ...bp, driver: 'suntech-oem', transport: tcp },
    { id: 'chip', kind: 'card-reader', driver: 'pcsc-emrtd', cscaDir: './csca' },
    { id: 'scale', kind: 'vital-signs', driver: 'gtech-gl150', transport: usbSerial },
    {
      id: 'lp',
      kind: 'ticket-printer',
      driver: 'escpos',
      transport: { kind: 'usb-printer', vendorId: '0x04B8', productId: 514, serialNumber: 'J3YF01' },
    },
    { id: 'behind-a-server', kind: 'ticket-printer', driver: 'escpos', transport: { ...tcp, lineBaudRate: 9600 } },
  ];
  // One after the other: together they would contradict each other.
  const devices = given.map((device) => {
    const site = { ...demo(), kiosk: { ...demo().kiosk, stations: ['check-in'] }, devices: [device] };
    const read = readSiteFile(write('devices/kiosk.json', site));
    assert.ok(read.ok, read.ok ? '' : sayMistakes(device.id, read.problem));
    return read.value.devices[0];
  });
  const base = { simulated: false };
  const printer = { profile: 'epson', paperWidthMm: 80, returnChannel: true, automaticStatus: true, qr: 'raster' };
  assert.deepEqual(devices, [
    { ...given[0], ...base, transport: { kind: 'hid', vendorId: '0c2e', productId: '0b87' } },
    { ...given[1], ...base },
    { ...given[2], ...base },
    { ...given[3], ...base, ...printer },
    { ...given[4], ...base, transport: { ...usbSerial, ...at9600, baudRate: 2400 } },
    { ...given[5], ...base, transport: { ...usbSerial, ...at9600, baudRate: 2400, parity: 'even' } },
    { ...given[6], ...base },
    { ...given[7], ...base, transport: { kind: 'pcsc', reader: '*' }, cscaDir: join(folder, 'csca') },
    { ...given[8], ...base, transport: { ...usbSerial, ...at9600 } },
    {
      ...given[9],
      ...base,
      ...printer,
      transport: { kind: 'usb-printer', vendorId: '04b8', productId: '0202', serialNumber: 'J3YF01' },
    },
    { ...given[10], ...base, ...printer },
  ]);
});

test('a language or a station that stands there twice is named', () => {
  const said = mistakesIn(
    changed((draft) => {
      draft.kiosk.languages = ['vi', 'en', 'vi'];
      draft.kiosk.stations = ['check-in', 'check-in'];
    }),
  );
  assert.deepEqual(
    said.map(({ path, expected }) => `${path}: ${expected}`),
    ['kiosk.languages[2]: expected each language once', 'kiosk.stations[1]: expected each station once'],
  );
});

test('a device that does not exist, or on a line that it does not have, is told as such', () => {
  const scanner = { id: 'scanner', kind: 'barcode-scanner' };
  const said = mistakesIn(
    changed((draft) => {
      draft.devices = [
        { ...scanner, id: 'a', driver: 'serial', transport: { kind: 'hid', path: '/dev/hidraw0' } },
        { ...scanner, id: 'b', driver: 'hid-pos', transport: { kind: 'hid', vendorId: '0c2e' } },
        { ...scanner, id: 'c', driver: 'camera' },
        { ...scanner, id: 'd', driver: 'keyboard', transport: tcp },
        { id: 'e', kind: 'x-ray' },
        { id: 'f', kind: 'blood-pressure-monitor', driver: 'and-tm2657' },
        { ...scanner, id: 'g', driver: 'serial', transport: { kind: 'serial', path: 'COM' } },
      ];
    }),
  );
  assert.deepEqual(
    said.map(({ path, found, expected }) => `${path}: ${found}, ${expected}`),
    [
      `devices[0].transport.kind: "hid", expected 'tcp' | 'serial'`,
      'devices[1].transport: {"kind":"hid","vendorId":"0c2e"}, expected { "kind": "hid" } with vendorId and productId, or with a path',
      `devices[2].driver: "camera", expected 'serial' | 'hid-pos' | 'keyboard'`,
      'devices[3].transport: a field that this file does not have, expected a known field (is it misspelt?)',
      `devices[4].kind: "x-ray", expected 'barcode-scanner' | 'ticket-printer' | 'blood-pressure-monitor' | 'card-reader' | 'vital-signs'`,
      'devices[5].transport: nothing, expected a value: this field must be filled in',
      'devices[6].transport.path: "COM", expected a path from / on, such as /dev/ttyUSB0; on Windows a port such as COM3',
    ],
  );
});

test.each([
  [{ transport: { kind: 'usb-printer' } }, 'transport', 'expected either vendorId and productId, or a path'],
  [
    { transport: { kind: 'usb-printer', path: '/dev/usb/lp0', vendorId: '04b8' } },
    'transport',
    'expected either vendorId and productId, or a path',
  ],
  [
    { transport: { kind: 'usb-printer', vendorId: '04b8', serialNumber: 'A1' } },
    'transport',
    'expected either vendorId and productId, or a path',
  ],
  [{ transport: { ...tcp, lineBaudRate: 9.6 } }, 'transport.lineBaudRate', 'expected a whole number'],
  [
    { transport: tcp, returnChannel: false, proof: 'gs-r' },
    'proof',
    'expected bytes-taken: with "returnChannel": false the printer is never asked',
  ],
  [
    { transport: tcp, profile: 'hwasung', proof: 'gs-r' },
    'proof',
    'expected dle-eot or bytes-taken: printers of the profile hwasung do not know GS r',
  ],
])('a printer that contradicts itself is told so: %j', (printer, path, expected) => {
  const said = mistakesIn(
    changed((draft) => {
      draft.devices = [{ id: 'paper', kind: 'ticket-printer', driver: 'escpos', ...printer }];
    }),
  );
  assert.deepEqual(
    said.map((mistake) => [mistake.path, mistake.expected]),
    [[`devices[0].${path}`, expected]],
  );
});

test('a production kiosk refuses simulated devices and a simulated hospital', () => {
  const said = mistakesIn(
    changed((draft) => {
      draft.profile = 'production';
    }),
  );
  assert.deepEqual(
    said.map(({ path }) => path),
    [
      ...demo().devices.map((_, at) => `devices[${at}].simulated`),
      'hospital[0].simulated',
      'hospital[1].simulated',
      'hospital[2].simulated',
    ],
  );
});

test('two series of numbers may never share their letters, not even through the priority letters nobody wrote down', () => {
  const said = mistakesIn(
    changed((draft) => {
      const [first, second, third, fourth] = draft.services;
      // A's priority tickets are UA… by default.
      draft.services = [
        { ...first, prefix: 'A' },
        { ...second, prefix: 'UA' },
        { ...third, prefix: 'C', priorityPrefix: 'A' },
        { ...fourth, prefix: 'C' },
      ];
    }),
  );
  assert.deepEqual(said, [
    {
      path: 'services[1].prefix',
      found: '"UA"',
      expected: 'expected letters of its own: services[0].priorityPrefix uses UA already',
    },
    {
      path: 'services[2].priorityPrefix',
      found: '"A"',
      expected: 'expected letters of its own: services[0].prefix uses A already',
    },
    {
      path: 'services[3].prefix',
      found: '"C"',
      expected: 'expected letters of its own: services[2].prefix uses C already',
    },
  ]);
});

test('names are unique, one service at most helps choosing, and some service can be chosen', () => {
  const said = mistakesIn(
    changed((draft) => {
      const [first, second] = draft.services;
      draft.services = [
        { ...first, helpChoosing: true },
        { ...second, code: 'noi', helpChoosing: true },
      ];
      draft.devices = draft.devices.map((device) => ({ ...device, id: 'same' }));
      draft.kiosk.languages = ['vi', 'vi'];
    }),
  );
  assert.deepEqual(
    said.map(({ path }) => path),
    [
      ...demo()
        .devices.slice(1)
        .map((_, at) => `devices[${at + 1}].id`),
      'services[1].code',
      'services[1].helpChoosing',
      'services[0].helpChoosing',
      'kiosk.languages[1]',
    ],
  );
});

function said(content: unknown): readonly string[] {
  return mistakesIn(content).map(({ path, found, expected }) => `${path}: found ${found}, ${expected}`);
}

/** A production kiosk that only checks in, with these devices. */
function withDevices(...devices: object[]): Draft {
  return changed((draft) => {
    draft.profile = 'production';
    draft.kiosk.stations = ['check-in'];
    draft.devices = devices as Draft['devices'];
    draft.hospital = [];
  });
}

const scanner = (id: string, transport: object) => ({ id, kind: 'barcode-scanner', driver: 'serial', transport });
const printer = (id: string, port: number) => ({
  id,
  kind: 'ticket-printer',
  driver: 'escpos',
  transport: { ...tcp, host: '10.0.0.5', port },
});
const monitor = (id: string, transport: object) => ({
  id,
  kind: 'blood-pressure-monitor',
  driver: 'and-tm2657',
  transport,
});

test('of two thermometers that type nobody knows which one it was', () => {
  const types = { kind: 'vital-signs', driver: 'text-thermometer', transport: { kind: 'keyboard' } };
  assert.match(
    said(withDevices({ id: 't1', ...types }, { id: 't2', ...types })).join(),
    /^devices\[1\]\.transport: .*devices\[0\]/,
  );
});

test('of what a kiosk uses only one, a second one is named instead of being ignored', () => {
  const reader = { kind: 'card-reader', driver: 'pcsc-emrtd' };
  const keys = { kind: 'barcode-scanner', driver: 'keyboard' };
  assert.deepEqual(
    said(
      withDevices(
        printer('p1', 9100),
        printer('p2', 9101),
        { id: 'r1', ...reader },
        { id: 'r2', ...reader },
        monitor('b1', usbSerial),
        monitor('b2', { ...tcp, port: 4002 }),
        { id: 'k1', ...keys },
        { id: 'k2', ...keys },
        scanner('s1', tcp),
        scanner('s2', { ...tcp, port: 4003 }),
      ),
    ),
    [
      'devices[1].kind: found "ticket-printer", expected one ticket printer at the most: devices[0] is it already',
      'devices[3].kind: found "card-reader", expected one card reader (its reader "*" takes any) at the most: devices[2] is it already',
      'devices[5].kind: found "blood-pressure-monitor", expected one blood-pressure monitor at the most: devices[4] is it already',
      'devices[7].driver: found "keyboard", expected one scanner that types at the most: devices[6] is it already',
    ],
  );
});

test('two devices on one line are named, however the line is written', () => {
  const byId = join(folder, 'usb-by-id');
  const tty = write('ttyUSB7', '');
  symlinkSync(tty, byId);
  const hid = { kind: 'barcode-scanner', driver: 'hid-pos' };
  const lines = said(
    withDevices(
      scanner('s1', { kind: 'serial', path: byId }),
      monitor('bp', { kind: 'serial', path: tty }),
      scanner('s2', { ...tcp, host: 'LOCALHOST' }),
      scanner('s3', { ...tcp, host: '127.0.0.1' }),
      { id: 'h1', ...hid, transport: { kind: 'hid', vendorId: '0C2E', productId: 2951 } },
      { id: 'h2', ...hid, transport: { kind: 'hid', vendorId: '0x0c2e', productId: '0b87' } },
      { id: 'h3', ...hid, transport: { kind: 'hid', path: '/dev/hidraw0' } },
      { id: 'h4', ...hid, transport: { kind: 'hid', path: '/dev/hidraw1' } },
    ),
  );
  assert.deepEqual(
    lines.map((line) => line.replace(/found .*, expected/, 'expected').replace(tty, 'TTY')),
    [
      'devices[1].transport: expected a line of its own: devices[0] uses TTY already',
      'devices[3].transport: expected a line of its own: devices[2] uses 127.0.0.1:4001 already',
      'devices[5].transport: expected a line of its own: devices[4] uses USB 0c2e:0b87 already',
    ],
  );
});

test('a device, a system of the hospital and the kiosk itself at one port are named', () => {
  const site = changed((draft) => {
    draft.kiosk = { ...draft.kiosk, listen: { port: 7070 } };
    draft.management = { listen: { port: 7070 } };
    draft.kiosk.stations = ['check-in'];
    draft.devices = [scanner('s1', { ...tcp, host: 'localhost', port: 7070 }), scanner('s2', { ...tcp, port: 2575 })];
    draft.hospital = [{ ...draft.hospital[0], host: '127.0.0.1', port: 2575 }];
  });
  assert.deepEqual(said(site), [
    'management.listen.port: found 7070, expected a port of its own: kiosk.listen is there already',
    'devices[0].transport.port: found 7070, expected a port of its own: kiosk.listen is there already',
    'hospital[0].port: found 2575, expected a port of its own: devices[1] is there already',
  ]);
});

test('a kiosk that only measures needs a monitor, and a folder of country certificates must be there', () => {
  const site = changed((draft) => {
    draft.kiosk.stations = ['vitals'];
    draft.devices = [{ id: 'chip', kind: 'card-reader', driver: 'pcsc-emrtd', cscaDir: './no-such' }];
  });
  const lines = said(site).map((line) => line.replace(`${folder}/`, ''));
  assert.deepEqual(lines, [
    'kiosk.stations[0]: found "vitals", expected a device of the kind "blood-pressure-monitor" beside it, which measures there',
    'devices[0].cscaDir: found "no-such", expected a directory that exists',
  ]);
});

test('what Notepad makes of a file: a mark before UTF-8 does not matter, every other encoding is named', () => {
  const text = JSON.stringify(withDevices());
  assert.ok(readSiteFile(write('bom.json', `\ufeff${text}`)).ok);
  const encodings = { 'utf-16': Buffer.from(`\ufeff${text}`, 'utf16le'), 'windows-1258': Buffer.from(text, 'latin1') };
  for (const [name, bytes] of Object.entries(encodings)) {
    writeFileSync(join(folder, `${name}.json`), bytes);
    const lines = sayMistakes(name, mistakesOf(join(folder, `${name}.json`)));
    assert.match(lines, /found text that is no UTF-8, expected UTF-8 \(Notepad: "Save as", encoding "UTF-8"\)/);
  }
});

test.each([
  ['a comma too much', '{\n  "profile": "demo",\n}', /no valid JSON \(line 3: a comma before \}\)/],
  ['a comma too much in a list', '{\n  "devices": [\n {},\n]}', /\(line 4: a comma before \]\)/],
  ['a comment', '{\n  // the lobby\n  "profile": "demo"\n}', /\(line 2: a comment, which JSON does not have\)/],
  ['quotes of a word processor', '{“profile”: "demo"}', /\(line 1: text in quotes other than "\)/],
  ['single quotes', "{'profile': 'demo'}", /\(line 1: text in quotes other than "\)/],
  [
    'a field that stands there twice',
    '{"kiosk": {"id": "a",\n "listen": {}, "id": "b"}}',
    /line 2: "id" a second time, expected each field once/,
  ],
])('%s in a site file is named with its line', (_name, content, says) => {
  assert.match(sayMistakes('kiosk.json', problemsIn(content)), says);
});

test('a secret that was pasted into the file is not repeated in the terminal', () => {
  const secret = `key-${'0123456789abcdef'.repeat(20)}`;
  const text = sayMistakes('kiosk.json', problemsIn({ ...demo(), profile: secret }));
  assert.ok(text.includes(secret.slice(0, 20)));
  assert.ok(!text.includes(secret.slice(0, 61)));
});

test.each([
  ['nothing at all', '', /no valid JSON/],
  ['no JSON', 'profile: demo', /no valid JSON/],
  ['a list', '[{}]', /expected one JSON object/],
  ['a wrong "extends"', '{"extends": 5}', /kiosk\.json: extends: found 5, expected the path/],
  ['several files to extend', '{"extends": ["./a.json", "./b.json"]}', /extends: found \["\.\/a\.json",/],
  ['an "extends" that no file can have', '{"extends": "\\u0000"}', /cannot be read/],
  ['a folder', '{"extends": "."}', /EISDIR/],
  ['a missing file', '{"extends": "./gone.json"}', /gone\.json: found no such file/],
  ['a megabyte', `{"profile": "${'x'.repeat(1 << 20)}"}`, /expected at most a megabyte/],
  ['endless nesting', `{"profile":${'['.repeat(200_000)}${']'.repeat(200_000)}}`, /more than 32 levels/],
])('a site file with %s gets one clear sentence', (_name, content, says) => {
  const said = problemsIn(content);
  assert.equal(said.length, 1);
  assert.match(sayMistakes('kiosk.json', said), says);
});

test('a transport whose port or USB number is no number, but something that no text can be made of, is a mistake and no crash', () => {
  const textless = { toString: false };
  const device = { id: 'x', kind: 'ticket-printer', driver: 'escpos', simulated: true };
  for (const transport of [
    { kind: 'tcp', host: '127.0.0.1', port: textless },
    { kind: 'tcp', host: textless, port: 9100 },
    { kind: 'usb-printer', vendorId: textless, productId: textless },
    { kind: textless, vendorId: 1, productId: 1, serialNumber: textless },
  ]) {
    const said = mistakesIn({
      ...demo(),
      devices: [device, { ...device, id: 'y' }].map((each) => ({ ...each, transport })),
    });
    assert.ok(
      said.some(({ path }) => path.startsWith('devices[0].transport')),
      JSON.stringify(transport),
    );
  }
});

test('a file cannot reach into the program: __proto__ is an unknown field like any other', () => {
  write('below.json', '{"kiosk": {"__proto__": {"reached": 1}}, "__proto__": {"reached": 2}}');
  const said = mistakesIn(
    '{"extends": "./below.json", "kiosk": {"__proto__": {"again": 3}}, "constructor": {"prototype": 4}}',
  );
  assert.deepEqual(
    said.filter(({ found }) => found.startsWith('a field')).map(({ path }) => path),
    ['kiosk.__proto__', '__proto__', 'constructor'],
  );
  assert.equal(Reflect.get({}, 'reached'), undefined);
});

test('whatever JSON stands anywhere in the file, the answer is a site or a list of short mistakes, never a crash', () => {
  const places = pathsOf(demo());
  fc.assert(
    fc.property(fc.constantFrom(...places), fc.jsonValue({ maxDepth: 4 }), (place, value) => {
      const read = readSiteFile(write('any.json', JSON.stringify(withValueAt(demo(), place, value))));
      if (read.ok) return;
      assert.ok(read.problem.length > 0);
      for (const { path, found, expected } of read.problem.map((each) => sayMistake(each, 'en'))) {
        assert.ok(path !== '' && found.length <= 60, `${path}: ${found}`);
        assert.match(expected, /^expected /);
      }
    }),
    { numRuns: 400 },
  );
});

test('whatever text is in the file, the answer is a list of mistakes, never a crash', { timeout: 30_000 }, () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
      assert.ok(mistakesIn(text).every(({ found }) => found.length < 120));
    }),
  );
});

type Place = readonly (string | number)[];

function pathsOf(value: unknown): readonly Place[] {
  if (typeof value !== 'object' || value === null) return [[]];
  const keys: readonly (string | number)[] = Array.isArray(value)
    ? [...value.keys()]
    : [...Object.keys(value), 'surprise'];
  return [[], ...keys.flatMap((key) => pathsOf(Reflect.get(value, key)).map((rest) => [key, ...rest]))];
}

function withValueAt(target: unknown, [key, ...rest]: Place, value: unknown): unknown {
  if (key === undefined || typeof target !== 'object' || target === null) return value;
  const inner = withValueAt(Reflect.get(target, key), rest, value);
  return Array.isArray(target) ? target.with(Number(key), inner) : { ...target, [key]: inner };
}

test('a patient card of the hospital is letters and digits that no product or identity card has', () => {
  const site = (patientCode: unknown) => ({ ...demo(), checkIn: { waysIn: { patientCode } } });
  const read = (patientCode: unknown) => said(site(patientCode));
  for (const form of [{ prefix: 'BN', digits: 8 }, { digits: 10 }]) {
    assert.equal(readSiteFile(write('kiosk.json', site(form))).ok, true);
  }
  assert.match(read({ digits: 9 })[0] ?? '', /^checkIn\.waysIn\.patientCode\.digits: .*old identity cards/);
  assert.match(read({ prefix: '.*', digits: 8 })[0] ?? '', /^checkIn\.waysIn\.patientCode\.prefix: .*capital letters/);
});

test('a service cannot be called something that hides or turns what stands beside it', () => {
  for (const vi of ['Khám \u202eNội', 'Khám\u200b Nội', 'Khám Nội \u0007', 'Khám Nội 🩺', 'Khám \ue000']) {
    const lines = said(
      changed((draft) => {
        draft.services = [{ ...draft.services[0], name: { vi } }];
      }),
    );
    assert.match(lines[0] ?? '', /^services\[0\]\.name\.vi: .*expected text without control/, JSON.stringify(vi));
  }
});

test('the console is for this machine only until the site file says otherwise, and then it has a certificate of its own', () => {
  const read = (management?: unknown) => readSiteFile(write('kiosk.json', { ...demo(), management }));
  const plain = read();
  assert.ok(plain.ok);
  assert.deepEqual(plain.value.management, { listen: { host: '127.0.0.1', port: 0 }, allowedHosts: [] });
  const given = {
    listen: { host: '0.0.0.0', port: 8443 },
    tls: { certFile: 'console.pem', keyFile: 'console.key' },
    allowedHosts: ['kiosk-1.benhvien.vn'],
  };
  const open = read(given);
  assert.ok(open.ok);
  const tls = { certFile: join(folder, 'console.pem'), keyFile: join(folder, 'console.key') };
  assert.deepEqual(open.value.management, { ...given, tls });
});

test('what the console cannot listen at is named, and so is a name with a port and half a certificate', () => {
  const management = {
    listen: { host: 'kiosk.local', port: 7070 },
    tls: { certFile: 'a.pem' },
    allowedHosts: ['kiosk:8443', 'ok.vn'],
  };
  const lines = said({ ...demo(), management });
  assert.deepEqual(
    lines.map((line) => line.replace(/: found .*/, '')),
    ['management.listen.host', 'management.tls.keyFile', 'management.allowedHosts[0]'],
  );
  const everywhere = said({ ...demo(), management: { listen: { host: '0.0.0.0', port: 7070 } } });
  assert.deepEqual(everywhere, [
    'management.listen.port: found 7070, expected a port of its own: kiosk.listen is there already',
  ]);
});

test("the old name of the console's listener is read for one version, with a sentence; the new one counts where both stand", () => {
  const old = { ...demo(), management: undefined, kiosk: { ...demo().kiosk, technician: { listen: { port: 7072 } } } };
  const path = write('kiosk.json', old);
  const read = readSite(path);
  assert.ok(read.ok);
  assert.equal(read.value.site.management.listen.port, 7072);
  assert.deepEqual(
    read.value.notes.map((note) => sayMistake(note, 'en')),
    [
      {
        path: `${path}: kiosk.technician`,
        found: 'the old name of a field',
        expected: 'expected management.listen instead: this old name is read for one version only',
      },
    ],
  );
  const both = readSite(write('kiosk.json', { ...old, management: { listen: { port: 7073 } } }));
  assert.ok(both.ok && both.value.site.management.listen.port === 7073);
  assert.deepEqual(said({ ...demo(), kiosk: { ...demo().kiosk, technician: { listen: 5 } } }), [
    'kiosk.technician: found a field that this file does not have, expected a known field (is it misspelt?)',
  ]);
});

test('a file with more values than any kiosk has is refused before anybody looks at each of them', () => {
  const lines = said({ ...demo(), services: Array.from({ length: 100_000 }, () => 5) });
  assert.match(lines.join('\n'), /^.*found more values than a site file has, expected at most 10000 values/);
  const hospital = Array.from({ length: 8 }, () => ({
    protocol: 'webhook',
    ...Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`x${at}`, 1])),
  }));
  assert.equal(said({ ...demo(), hospital }).length, 200);
});

test('a broken file is told with the line where it breaks', () => {
  const text = JSON.stringify(demo(), null, 2);
  const lineOf = (content: string) => /line (\d+)/.exec(said(content).join('\n'))?.[1];
  const lines = text.split('\n').length;
  assert.equal(lineOf(text.slice(0, -2)), String(lines - 1));
  assert.equal(lineOf(text.replace('"kiosk-1"', 'kiosk-1')), '14');
  assert.equal(lineOf(text.replace('"id": "kiosk-1",', '"id": "kiosk-1"')), '15');
  assert.equal(lineOf(`${text}}`), String(lines));
});

test.each([
  ['values', `[${'5,'.repeat(500_000)}5]`],
  ['open brackets', '['.repeat(500_000)],
  ['quotes that never end', '"\\'.repeat(400_000)],
  [
    'fields',
    JSON.stringify({ site: Object.fromEntries(Array.from({ length: 9_000 }, (_, at) => [`k${at}`, 'x'.repeat(90)])) }),
  ],
])('a megabyte of %s is answered as soon as any other file', (_, text) => {
  const before = performance.now();
  assert.ok(problemsIn(text).length > 0);
  const tookMs = performance.now() - before;
  assert.ok(tookMs < 2_000, `${tookMs} ms`);
});

test('what closes needs a desk beside it, and what leads elsewhere leads to a service that is there', () => {
  const broken = changed(({ services }) => {
    Object.assign(services[0] ?? {}, { quota: 3, otherwise: 'nowhere' });
    Object.assign(services[1] ?? {}, { onlyFor: 'results', hours: [{ days: ['mon'], from: '07:00', to: '11:30' }] });
    Object.assign(services[2] ?? {}, { onlyFor: 'results' });
    for (const service of services) service.helpChoosing = false;
  });
  const read = readSiteFile(write('closing.json', broken));
  assert.deepEqual(read.ok ? [] : read.problem.map(({ path, kind }) => [path, kind]).toSorted(), [
    ['services[0].otherwise', 'no-such-service'],
    ['services[0].quota', 'no-desk-service'],
    ['services[1].hours', 'no-desk-service'],
    ['services[2].onlyFor', 'purpose-taken'],
  ]);
});

test('the order of measuring names what measures, and a protocol needs no cuff where something else is measured', () => {
  const scale = {
    id: 'scale',
    kind: 'vital-signs',
    driver: 'gtech-gl150',
    transport: { kind: 'tcp', host: 'localhost', port: 4_999 },
  };
  const withScale = (measuring: object | undefined) =>
    changed((draft) => {
      draft.kiosk.stations = ['vitals'];
      draft.devices = [scale];
      Object.assign(draft, { measuring });
    });
  const problems = (measuring: object | undefined) => {
    const read = readSiteFile(write('order.json', withScale(measuring)));
    return read.ok ? [] : read.problem.map(({ path, kind }) => [path, kind]);
  };
  assert.deepEqual(problems(undefined), [['kiosk.stations[0]', 'no-monitor']]);
  assert.deepEqual(problems({ order: ['scale'] }), []);
  assert.deepEqual(problems({ order: ['scale', 'scales'] }), [['measuring.order[1]', 'measures-nothing']]);
});

test('the desk never closes, and complaints fit on one screen', () => {
  const broken = changed(({ services }) => {
    Object.assign(services.find(({ helpChoosing }) => helpChoosing) ?? {}, { quota: 3 });
    services.slice(0, 4).forEach((service, at) => {
      service.keywords = Array.from({ length: 8 }, (_, nth) => ({ vi: `Đau ${at} ${nth}` }));
    });
  });
  const read = readSiteFile(write('desk-closes.json', broken));
  assert.deepEqual(read.ok ? [] : read.problem.map(({ path, kind }) => [path, kind]).toSorted(), [
    ['services[3].keywords', 'too-many-symptoms'],
    ['services[5].quota', 'desk-always-open'],
  ]);
});

test('the demo of everything reads', () => {
  assert.ok(readSiteFile(resolve(import.meta.dirname, '../sites/demo-full.json')).ok);
});

test('no system of the hospital has the name under which the hub is told', () => {
  const site = changed((draft) => {
    draft.hub = { url: 'http://127.0.0.1:7100', keyFile: './hub.key' };
    if (draft.hospital[0]) draft.hospital[0].id = 'hub';
  });
  assert.deepEqual(
    problemsIn(site).map(({ path, kind, values }) => [path, kind, values]),
    [['hospital[0].id', 'name-taken', { place: 'hub' }]],
  );
});
