import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, test } from 'vitest';
import { ok, problem } from '#config/agreements/result.ts';
import { readHubFile } from '#config/settings/read-hub-file.ts';
import { readSiteFile } from '#config/settings/read-site-file.ts';
import type { SiteFile } from '#config/settings/site-file.ts';
import { simulatedKinds } from '#kiosk/dev-dock/dock-words.ts';
import {
  type DemoPlan,
  type DemoWorld,
  kioskPorts,
  namedPorts,
  planDemo,
  secondKiosk,
  withPorts,
} from './demo-plan.ts';
import { isVpcdThere } from './find-vpcd.ts';
import { hubOfDemo, readDemoHub, withHub } from './hub/demo-hub.ts';
import { findFreePorts, sayBusyPorts } from './ports.ts';

const folder = mkdtempSync(join(tmpdir(), 'demo-plan-'));
afterAll(() => rmSync(folder, { recursive: true }));

const everything = { vpcdPort: 35_963, hubPort: 7100 };

function demoSite(): SiteFile {
  const site = readSiteFile(join(import.meta.dirname, '../../config/sites/demo.json'));
  assert.ok(site.ok);
  return site.value;
}

function demoPlan(world: DemoWorld = everything): DemoPlan {
  const plan = planDemo(demoSite(), world);
  assert.ok(plan.ok);
  return plan.value;
}

test('the demo site has a simulator and a drawer for every device, and no port twice', () => {
  const plan = demoPlan();
  const drawers = plan.devices.map(({ drawer }) => drawer);
  // The drawer for whatever measures is for devices that have none of their own: the demo has no such device. A hub is none.
  const known = simulatedKinds.filter((kind) => kind !== 'other-meter' && kind !== 'hub');
  assert.deepEqual(drawers.toSorted(), known.sort());
  assert.deepEqual(
    plan.devices.map(({ id }) => id),
    demoSite().devices.map(({ id }) => id),
  );
  for (const { file } of plan.devices) assert.ok(existsSync(join(import.meta.dirname, '../..', file)), file);
  const ports = namedPorts(plan).map(({ port }) => port);
  assert.deepEqual([ports.length, new Set(ports).size], [23, 23]);
});

test('a second kiosk has everything for itself, but the hospital and the hub', async () => {
  const plan = demoPlan();
  const free = await findFreePorts(kioskPorts(plan).length);
  const second = secondKiosk(plan, free, folder);
  const shared = namedPorts(second).map(({ port }) => port);
  assert.deepEqual(
    shared.filter((port) => namedPorts(plan).some((each) => each.port === port)),
    [plan.ports.hospitalMllp, plan.ports.hospitalWeb, plan.ports.hospitalHttp, plan.hub?.port],
  );
  const { site } = withHub(second, '/keys');
  assert.deepEqual(
    [site.kiosk.id, site.kiosk.dataDir, site.hub?.keyFile, site.hub?.url, second.site.hospital],
    [
      'kiosk-2',
      join(folder, 'kiosk'),
      '/keys/hub-kiosk-2.key',
      `http://127.0.0.1:${second.hub?.linePort}`,
      plan.site.hospital,
    ],
  );
});

test('the hub of a demo has the services of the kiosk, with their hours; a site file that it does not fit has none', () => {
  const hubFile = join(import.meta.dirname, '../../config/sites/hub-demo.json');
  const site = demoSite();
  const [first, ...others] = site.services;
  assert.ok(first);
  const hours = [{ days: ['mon' as const], from: '07:00', to: '11:00' }];
  const early = readDemoHub(hubFile, { ...site, services: [{ ...first, hours }, ...others] });
  assert.ok(early.ok);
  assert.deepEqual(early.value?.services.find(({ code }) => code === first.code)?.hours, hours);
  assert.deepEqual(
    [
      readDemoHub(hubFile, { ...site, services: [{ ...first, code: 'khac' }] }),
      readDemoHub(hubFile, { ...site, profile: 'production' }),
      readDemoHub(hubFile, withHub(demoPlan(), folder).site),
    ],
    [ok(undefined), ok(undefined), ok(undefined)],
  );
  const settings = early.value && hubOfDemo(early.value, { port: 1, linePort: 2, controlPort: 3 }, ['kiosk-1'], folder);
  const written = JSON.stringify(settings);
  const file = join(mkdtempSync(join(folder, 'hub-')), 'hub.json');
  writeFileSync(file, written);
  assert.deepEqual(readHubFile(file), ok(JSON.parse(written)));
});

test('without pcscd the demo goes on without its chip-card reader, and with everything else', () => {
  const all = demoPlan();
  const { site, devices, leftOut } = demoPlan({ vpcdPort: undefined });
  assert.deepEqual(leftOut, ['chip']);
  assert.deepEqual(
    site.devices,
    all.site.devices.filter(({ kind }) => kind !== 'card-reader'),
  );
  assert.deepEqual(
    devices,
    all.devices.filter(({ drawer }) => drawer !== 'card-reader'),
  );
});

test('a site’s own devices are left alone, only what it marks as simulated is played', () => {
  const site = demoSite();
  const devices = site.devices.map((device) => ({ ...device, simulated: device.kind === 'ticket-printer' }));
  const plan = planDemo({ ...site, devices }, { vpcdPort: undefined });
  assert.ok(plan.ok);
  assert.deepEqual([plan.value.site.devices, plan.value.devices.map(({ id }) => id)], [devices, ['printer']]);
});

test('what the demo cannot play is named with its id', () => {
  const site = demoSite();
  const [scanner] = site.devices;
  assert.ok(scanner?.kind === 'barcode-scanner');
  const sayOf = (devices: SiteFile['devices']) => planDemo({ ...site, devices }, everything);
  assert.deepEqual(
    [
      sayOf([{ id: 'typed', kind: 'barcode-scanner', driver: 'keyboard', simulated: true }]),
      sayOf([scanner, { ...scanner, id: 'second' }]),
      planDemo({ ...site, hospital: [] }, everything),
    ],
    [
      problem('The demo has no simulator for "typed": it simulates devices on tcp, and chip cards.'),
      problem('The dev dock has one drawer of each kind; "second" would be a second scanner.'),
      problem('The demo needs an hl7v2-mllp hospital in its site file.'),
    ],
  );
});

test('a demo on free ports is the same site on other ports, and its file is a valid site file', async () => {
  const plan = demoPlan();
  const free = await findFreePorts(namedPorts(plan).length);
  const moved = withPorts(plan, free, folder, everything);
  const file = join(folder, 'site.json');
  writeFileSync(file, JSON.stringify(moved.site));
  const read = readSiteFile(file);

  assert.ok(read.ok);
  assert.deepEqual(read.value, moved.site);
  assert.deepEqual(
    { ...read.value, kiosk: plan.site.kiosk, devices: plan.site.devices, hospital: plan.site.hospital },
    plan.site,
  );
  assert.deepEqual(
    namedPorts(moved).map(({ port }) => port),
    free,
  );
  const wires = [
    read.value.kiosk.listen.port,
    ...read.value.devices.flatMap((device) =>
      'transport' in device && 'port' in device.transport ? [device.transport.port] : [],
    ),
    ...read.value.hospital.flatMap((each) => ('port' in each ? [each.port] : [])),
  ];
  assert.deepEqual(
    wires.filter((port) => !free.includes(port)),
    [],
  );
  const cards = moved.devices.find(({ drawer }) => drawer === 'card-reader');
  assert.deepEqual(cards?.args, ['--vpcd-port', '35963', '--csca-file', join(folder, 'csca/synthetic.cer')]);
  assert.deepEqual(
    readdirSync(folder).filter((name) => !name.startsWith('hub-')),
    ['site.json'],
  );
});

test('a busy port is named with what it is for and what to do; free ports say nothing', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const address = taken.address();
  const kiosk = typeof address === 'object' && address ? address.port : 0;
  const printer = (await findFreePorts(1))[0] ?? 0;
  const named = [
    { name: 'kiosk page', port: kiosk },
    { name: 'printer', port: printer },
  ];

  const said = [
    await sayBusyPorts(named.slice(1)),
    await sayBusyPorts(named),
    await sayBusyPorts(named.map(({ name }) => ({ name, port: kiosk }))),
  ];
  taken.close();

  assert.deepEqual(said, [
    undefined,
    `Port ${kiosk} (kiosk page) is busy: end the program that listens there (another demo?), or run: npm start -- --free-ports`,
    `Ports ${kiosk} (kiosk page), ${kiosk} (printer) are busy: end the program that listens there (another demo?), or run: npm start -- --free-ports`,
  ]);
});

test('a chip card can be held to vpcd when it listens, and to nothing when it does not', async () => {
  const vpcd = createServer((card) => card.on('error', () => {})).listen(0, '127.0.0.1');
  await once(vpcd, 'listening');
  const address = vpcd.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const there = await isVpcdThere(port);
  vpcd.close();
  await once(vpcd, 'close');
  assert.deepEqual([there, await isVpcdThere(port)], [true, false]);
});
