import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, test } from 'vitest';
import { readSiteFile } from '#config/settings/read-site-file.ts';
import { type DemoPlan, planDemo, withPorts } from './demo-plan.ts';
import { findFreePorts, sayBusyPorts } from './ports.ts';

const folder = mkdtempSync(join(tmpdir(), 'demo-plan-'));
afterAll(() => rmSync(folder, { recursive: true }));

function demoPlan(): DemoPlan {
  const site = readSiteFile(join(import.meta.dirname, '../../config/sites/demo.json'));
  assert.ok(site.ok);
  const plan = planDemo(site.value);
  assert.ok(plan.ok);
  return plan.value;
}

test('the demo site has a wire for every simulator, and no port twice', () => {
  const { ports } = demoPlan();
  assert.deepEqual(ports, {
    kiosk: 7070,
    devDock: 7071,
    scannerWire: 7081,
    scannerControl: 7082,
    printerWire: 7083,
    printerControl: 7084,
    hospitalMllp: 7085,
    hospitalWeb: 7086,
    monitorWire: 7087,
    monitorControl: 7088,
  });
});

test('a demo on free ports is the same site on other ports, and its file is a valid site file', async () => {
  const plan = demoPlan();
  const ports = await findFreePorts();
  const { scannerWire, printerWire, monitorWire, hospitalMllp } = ports;
  const moved = withPorts(plan, ports, join(folder, 'kiosk'));
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
    [
      read.value.kiosk.listen.port,
      ...read.value.devices.map(
        (device) => 'transport' in device && 'port' in device.transport && device.transport.port,
      ),
      ...read.value.hospital.map((each) => 'port' in each && each.port),
    ],
    [ports.kiosk, scannerWire, printerWire, monitorWire, hospitalMllp],
  );
  assert.equal(new Set(Object.values(ports)).size, 10);
  assert.deepEqual(readdirSync(folder), ['site.json']);
});

test('a busy port is named with what it is for and what to do; free ports say nothing', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const address = taken.address();
  const kiosk = typeof address === 'object' && address ? address.port : 0;
  const free = await findFreePorts();

  const said = [
    await sayBusyPorts(free),
    await sayBusyPorts({ ...free, kiosk }),
    await sayBusyPorts({ ...free, kiosk, printerWire: kiosk }),
  ];
  taken.close();

  assert.deepEqual(said, [
    undefined,
    `Port ${kiosk} (kiosk page) is busy: end the program that listens there (another demo?), or run: npm start -- --free-ports`,
    `Ports ${kiosk} (kiosk page), ${kiosk} (printer) are busy: end the program that listens there (another demo?), or run: npm start -- --free-ports`,
  ]);
});
