import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type Server } from 'node:tls';
import { makeCertificates } from '#backend-client/connection/certificates.bench.ts';
import { startHisSimulator } from '#backend-client/hospital-kit/simulator/his-simulator.ts';
import { simulatedSecret } from '#backend-client/hospital-kit/simulator/webhook-receiver.ts';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { siteFile } from '#config/settings/site-file.ts';
import { syntheticSite } from '#config/settings/synthetic-site.ts';
import { startSimulatedScanner } from '#drivers/barcode-scanner/serial-scanner.simulator.ts';
import { startSimulatedMonitor } from '#drivers/blood-pressure/pressure-monitor.simulator.ts';
import { encodeCccd } from '#drivers/identity-documents/encode-cards.simulator.ts';
import { startSimulatedPrinter } from '#drivers/ticket-printer/escpos-printer.simulator.ts';
import type { Snapshot } from '#kiosk/bridge/words.ts';
import type { PageDriver } from '#kiosk/host/bench/page-driver.ts';
import { ticketOf } from '#kiosk/host/bench/patient.ts';
import { openPageOf, startHostOf } from '#kiosk/host/bench/start-kiosk.ts';
import type { Host } from '#kiosk/host/host.ts';
import type { Hand } from '#kiosk/ui/console/upkeep/mending.ts';
import type { FaultWorld, InjectedFault, PatientGot, Told } from './injected-fault.ts';
import { openSerialLine } from './serial-line.bench.ts';

/** A whole host with its console, everything around it on real wires, and hands for it. Its time goes ten times as fast. */
export interface FaultyWorld extends FaultWorld {
  readonly host: () => Host;
  /** `about`: the device or system of the sentence that wanted it. */
  hand(hand: Hand, about: string): Promise<Told>;
  /** Time passes until this is so, for so long at most; whether it came to be so. */
  passes(ms: number, until: () => boolean): Promise<boolean>;
  /** This text as a code before the scanner. */
  showsCode(text: string): Promise<void>;
  /** Three patients, with everything that the kiosk offers. */
  patientsCome(): Promise<void>;
  isHealed(): Promise<boolean>;
  close(): Promise<void>;
}

const hurry = 10;
const leapMs = 500;
/** A Saturday, 08:00 in Vietnam. */
const morning = Date.UTC(2026, 10, 21, 1);
const wire = (port: number) => ({ kind: 'tcp' as const, host: '127.0.0.1', port });

/** `pageDir`: the built pages, for whoever looks at them. */
export async function openFaultyWorld(fault: InjectedFault, pageDir: string = tmpdir()): Promise<FaultyWorld> {
  const { hospital = 'mllp', scannerOn = 'tcp' } = fault;
  const dataDir = mkdtempSync(join(tmpdir(), 'tiep-don-fault-'));
  const clock = createHandCrankedClock(morning);
  /** The simulated monitor shows the time of this machine; it should show that of the hospital. */
  const inVietnamMs = 7 * 3_600_000 + new Date(morning).getTimezoneOffset() * 60_000;
  let monitorAheadMs = inVietnamMs;
  let freeBytes = 5e9;
  let kernel: boolean | undefined = true;
  let form = (bytes: Uint8Array): Uint8Array => bytes;
  let people = 0;

  const newScanner = () => startSimulatedScanner({ wirePort: 0, controlPort: 0 }, (bytes) => form(bytes));
  const newPrinter = () => startSimulatedPrinter({ wirePort: 0, controlPort: 0, paperWidthMm: 80 });
  let scanner = await newScanner();
  let printer = await newPrinter();
  const monitor = await startSimulatedMonitor({
    ...{ driver: 'and-tm2657', wirePort: 0, controlPort: 0, measuringMs: 300 },
    // A clock of its own: nobody sets it by setting the computer's.
    clock: { ...clock, now: () => morning + clock.monotonic() + monitorAheadMs },
  });
  let his = await startHisSimulator({ mllpPort: 0, webPort: 0, clock });
  const ports = { mllp: his.mllpPort, http: his.state().httpPort };
  const line = scannerOn === 'serial' ? await openSerialLine(join(dataDir, 'tty'), scanner.wirePort) : undefined;
  const tls = hospital === 'fhir-over-tls' ? await openTls(ports.http) : undefined;

  writeFileSync(join(dataDir, 'secret'), simulatedSecret, { mode: 0o600 });
  const asks = { capabilities: ['registrations', 'readings', 'arrivals'], simulated: true };
  const systems = {
    mllp: { id: 'his', protocol: 'hl7v2-mllp', host: '127.0.0.1', port: ports.mllp, ...asks },
    webhook: { id: 'his', protocol: 'webhook', url: his.webhookUrl, secretFile: join(dataDir, 'secret'), ...asks },
    'fhir-over-tls': {
      ...{ id: 'his', protocol: 'fhir-r4', baseUrl: `https://127.0.0.1:${tls?.port}/fhir`, ...asks },
      tls: { caFile: tls?.caFile },
    },
  };
  const plain = siteFile.parse({
    ...syntheticSite,
    kiosk: { ...syntheticSite.kiosk, dataDir, stations: ['check-in', 'vitals'] },
    management: { listen: { host: '127.0.0.1', port: 0 } },
    devices: [
      {
        ...{ id: 'scanner', kind: 'barcode-scanner', driver: 'serial', simulated: true },
        transport: line ? { kind: 'serial', path: line.path } : wire(scanner.wirePort),
      },
      {
        ...{ id: 'printer', kind: 'ticket-printer', driver: 'escpos', simulated: true },
        transport: wire(printer.wirePort),
      },
      {
        ...{ id: 'bp', kind: 'blood-pressure-monitor', driver: 'and-tm2657', simulated: true },
        transport: wire(monitor.wirePort),
      },
    ],
    hospital: [systems[hospital]],
  });
  const site = fault.site ? fault.site(plain) : plain;
  writeFileSync(join(dataDir, 'site.json'), JSON.stringify(site, undefined, 2));

  const ticker = setInterval(() => clock.advance(10 * hurry), 10);
  let { host, page } = await start();

  async function start(): Promise<{ readonly host: Host; readonly page: PageDriver }> {
    const started = await startHostOf(dataDir, {
      ...{ clock, randomBytes, pageDir, freeBytesOf: () => freeBytes, askKernel: async () => kernel },
    });
    assert.ok(started.kiosk(), 'a kiosk runs');
    return { host: started, page: await openPageOf(started) };
  }

  async function stop(): Promise<void> {
    page.close();
    await host.close('SIGTERM');
  }

  async function passes(ms: number, until: () => boolean): Promise<boolean> {
    // Nobody answers within a leap: small ones, so that nothing which is well runs out of time.
    for (let passed = 0; passed < ms; passed += leapMs) {
      if (until()) return true;
      clock.advance(leapMs);
      await breath();
    }
    return until();
  }

  /** What the page shows, for at most so long of the kiosk's time. */
  async function shown(fits: (snapshot: Snapshot) => boolean, ms = 20_000): Promise<Snapshot | undefined> {
    let found: Snapshot | undefined;
    void page.until(fits).then((seen) => {
      if (seen.ok) found = seen.value;
    });
    for (let passed = 0; passed < ms && !found; passed += 10 * hurry) await breath(10);
    return found;
  }
  const isAt = (name: string) => (snapshot: Snapshot) => snapshot.screen.show === name;

  async function comes(): Promise<PatientGot & { readonly visit: boolean }> {
    const nothing = { visit: false, number: false, paper: false, registered: false };
    people += 1;
    page.close();
    page = await openPageOf(host);
    if (!(await shown(isAt('attract'), 90_000))) return nothing;
    const card = encodeCccd({
      ...{ number: `027090${String(people).padStart(6, '0')}`, fullName: 'Nguyễn Văn Thử', birth: '01011990' },
      ...{ sex: 'Nam', address: 'Thôn Mẫu, Xã Ví Dụ, Bắc Ninh', issued: '25052021' },
    });
    const code = Buffer.concat([card, Uint8Array.of(0x0d)]).toString('base64');
    await scanner.act({ do: 'send-bytes', base64: code });
    if (!(await shown(isAt('confirm-identity'), 5_000))) {
      await leave();
      return nothing;
    }
    await page.tap('confirm-identity', {});
    await shown(isAt('choose-service'));
    await page.tap('answer', { answer: { serviceCode: 'noi' } });
    const settled = await shown((snapshot) => (ticketOf(snapshot)?.paper ?? 'printing') !== 'printing', 60_000);
    const ticket = settled && ticketOf(settled);
    if (!ticket) {
      await leave();
      return nothing;
    }
    const mine = () =>
      his.arrivals().find(({ kind, facts }) => kind === 'registration' && facts.ticket === ticket.number);
    const registered = await passes(20_000, () => /^AA$|^HTTP 2/.test(mine()?.answer ?? ''));
    return { visit: true, number: true, paper: ticket.paper === 'printed', registered };
  }

  async function leave(): Promise<void> {
    await page.tap('finish', {});
    await page.tap('start-over', {});
    await shown(isAt('attract'), 90_000);
  }

  const world: FaultyWorld = {
    clock,
    dataDir,
    get printer() {
      return printer;
    },
    get scanner() {
      return scanner;
    },
    monitor,
    get his() {
      return his;
    },
    host: () => host,
    scannerSends(wanted) {
      form = wanted;
    },
    async move(device) {
      if (device === 'printer') {
        await printer.close();
        printer = await newPrinter();
        return { port: printer.wirePort };
      }
      await scanner.close();
      scanner = await newScanner();
      return { port: scanner.wirePort };
    },
    setLineSpeed: (baudRate) => line?.setSpeed(baudRate),
    setMonitorClock(aheadMs) {
      monitorAheadMs = inVietnamMs + aheadMs;
    },
    setFreeBytes(bytes) {
      freeBytes = bytes;
    },
    setKernel(isSynchronised) {
      kernel = isSynchronised;
    },
    hospitalStops: () => his.close(),
    async hospitalStarts(mllpPort = ports.mllp) {
      his = await startHisSimulator({ mllpPort, webPort: 0, httpPort: ports.http, clock });
      return { mllpPort: his.mllpPort };
    },
    showCertificate: (which) => tls?.show(which),
    async restart() {
      await stop();
      ({ host, page } = await start());
    },
    async patientTries() {
      const { visit, ...got } = await comes();
      if (visit) await leave();
      return got;
    },
    async cuffTries() {
      const { visit } = await comes();
      if (!visit) return 'no-values';
      await page.tap('measure', {});
      await shown(isAt('get-ready'));
      await page.tap('start-measuring', {});
      const over = await shown(
        ({ screen }) => screen.show === 'show-reading' || screen.show === 'not-measured',
        60_000,
      );
      await leave();
      return over?.screen.show === 'show-reading' ? 'values' : 'no-values';
    },
    device: (id) =>
      host
        .kiosk()
        ?.rooms.health()
        .devices.find((each) => each.id === id),
    async hand(hand, about) {
      const devices = { printer, scanner, bp: monitor };
      const device = Object.entries(devices).find(([id]) => id === about)?.[1];
      if (hand === 'insert-paper') await printer.act({ do: 'set-paper', paper: 'ok' });
      if (hand === 'close-cover') await printer.act({ do: 'set-cover', cover: 'closed' });
      if (hand === 'free-the-cutter') await printer.act({ do: 'set-cutter', cutter: 'ok' });
      if (hand === 'switch-off-and-on' && about === 'printer') {
        await printer.act({ do: 'set-silent', silent: false });
        await printer.act({ do: 'switch-off-and-on' });
      }
      if (hand === 'plug-in' && device) await device.act({ do: 'plug-in' });
      // In a hospital that is open patients come meanwhile.
      if (hand === 'wait') {
        await passes(5 * 60_000, () => false);
        await world.patientsCome();
      }
      return (await fault.hands?.[hand]?.(world, about)) ?? {};
    },
    passes,
    showsCode: (text) => scanner.act({ do: 'send-bytes', base64: Buffer.from(`${text}\r`).toString('base64') }),
    async patientsCome() {
      for (let patient = 0; patient < 3; patient += 1) await world.cuffTries();
    },
    async isHealed() {
      await passes(5_000, () => false);
      const { number, paper, registered } = await world.patientTries();
      return number && paper && registered && (!fault.isHealed || (await fault.isHealed(world)));
    },
    async close() {
      clearInterval(ticker);
      // Whatever waits for time to pass.
      const last = setInterval(() => clock.advance(1_000), 5);
      await stop();
      clearInterval(last);
      await Promise.all([scanner.close(), printer.close(), monitor.close(), his.close().catch(() => {})]);
      await line?.close();
      await tls?.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };

  await passes(60_000, () => ['scanner', 'printer', 'bp'].every((id) => world.device(id)?.condition === 'ready'));
  await shown(isAt('attract'));
  return world;
}

/** Whatever is on the wires arrives and is answered, also on a machine that has little time for this process. */
async function breath(ms = 1): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
  for (let turn = 0; turn < 8; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** TLS in front of the hospital's plain listener, as its reverse proxy does it. */
async function openTls(port: number) {
  const certificates = makeCertificates();
  const names = { extension: 'subjectAltName=IP:127.0.0.1' };
  const pairs = {
    valid: certificates.issue('his', names),
    expired: certificates.issue('his-old', { ...names, expired: true }),
  };
  const read = ({ cert, key }: { readonly cert: string; readonly key: string }) => ({
    cert: readFileSync(cert),
    key: readFileSync(key),
  });
  const open = new Set<{ destroy(): void }>();
  const server: Server = createServer(read(pairs.valid), (outside) => {
    const inside = connect(port, '127.0.0.1');
    for (const socket of [outside, inside]) {
      open.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        open.delete(socket);
        outside.destroy();
        inside.destroy();
      });
    }
    outside.pipe(inside).pipe(outside);
  });
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cutAll = () => {
    for (const socket of [...open]) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    caFile: certificates.ca,
    show(which: keyof typeof pairs) {
      server.setSecureContext(read(pairs[which]));
      cutAll();
    },
    async close() {
      cutAll();
      server.close();
      certificates.remove();
    },
  };
}
