import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readQrOf } from '#drivers/ticket-printer/qr-on-paper.simulator.ts';
import { readTicketCode } from '#kiosk/host/ticket/ticket-code.ts';
import { type HostProcess, startHost } from '../soak/host-process.ts';
import { buildPages } from '../start/build-pages.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const browserPath = '/usr/bin/chromium';
const missing =
  existsSync(browserPath) && existsSync('/usr/bin/python3') ? undefined : 'chromium or python3-hl7 is not installed';

/** A synthetic card with a leading zero, diacritics, a quote and HL7's own delimiters in its address. */
const card =
  '001048000001|012345678|Nguyễn Thị Ngọc Ánh|15081948|Nữ|Số 1, Ngõ 2, Thôn Đông, Yên Phong, Bắc Ninh|25052021';

interface Peers {
  readonly process: ChildProcessByStdio<Writable, Readable, null>;
  /** The next line that has this key. */
  next(key: string): Promise<unknown>;
}

describe.skipIf(missing !== undefined && !process.env.CI)(
  `a kiosk among foreign peers${missing ? ` (skipped: ${missing})` : ''}`,
  () => {
    let directory: string;
    let peers: Peers;
    let host: HostProcess;
    let browser: Browser;
    let page: Page;

    beforeAll(async () => {
      await buildPages(root, () => undefined);
      directory = mkdtempSync(join(tmpdir(), 'tiep-don-foreign-'));
      peers = startPeers();
      const ports = (await peers.next('scanner')) as { scanner: number; printer: number; hospital: number };
      const tcp = (port: number) => ({ kind: 'tcp', host: '127.0.0.1', port });
      writeFileSync(
        join(directory, 'site.json'),
        JSON.stringify({
          profile: 'production',
          site: { facilityCode: '27005', name: 'Trung tâm Y tế Yên Phong', timeZone: 'Asia/Ho_Chi_Minh' },
          kiosk: {
            id: 'kiosk-1',
            listen: { host: '127.0.0.1', port: 0 },
            dataDir: './data/kiosk-1',
            languages: ['vi', 'en'],
          },
          devices: [
            { id: 'scanner', kind: 'barcode-scanner', driver: 'serial', transport: tcp(ports.scanner) },
            {
              id: 'printer',
              kind: 'ticket-printer',
              driver: 'escpos',
              paperWidthMm: 80,
              transport: tcp(ports.printer),
            },
          ],
          services: [
            {
              code: 'noi',
              hisCode: 'K01',
              name: { vi: 'Khám Nội', en: 'Internal medicine' },
              prefix: 'A',
              room: 'P.101',
            },
          ],
          hospital: [
            {
              id: 'his',
              protocol: 'hl7v2-mllp',
              host: '127.0.0.1',
              port: ports.hospital,
              sendingApplication: 'TIEPDON',
              sendingFacility: '27005',
              receivingApplication: 'HIS',
              receivingFacility: '27005',
            },
          ],
        }),
      );
      host = await startHost(join(directory, 'site.json'));
      browser = await chromium.launch({
        executablePath: browserPath,
        args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
      });
      page = await browser.newPage({ viewport: { width: 1080, height: 1920 } });
      await page.goto(host.url);
      await page.waitForSelector('[data-screen="attract"]');
      await peers.next('scannerConnected');
    });

    afterAll(async () => {
      await browser?.close();
      await host?.end('SIGTERM');
      peers?.process.kill();
      rmSync(directory, { recursive: true, force: true });
    });

    test('checks a patient in: the right number and a readable code on paper, a parsed A04 with diacritics and leading zero', async () => {
      peers.process.stdin.write(`scan ${Buffer.from(`${card}\r\n`).toString('hex')}\n`);
      await page.click('[data-screen="confirm-identity"] [data-primary]');
      await page.click('[data-screen="choose-service"] [data-choice="noi"]');
      const number = await page.textContent('[data-screen="take-ticket"] [data-ticket-number]');
      const { printed } = (await peers.next('printed')) as { printed: string };
      const hl7 = await nextAbout('ADT');

      expect(number).toBe('UA001');
      const code = readTicketCode(readQrOf(rasterIn(Buffer.from(printed, 'base64'))) ?? '');
      expect(code).toMatchObject({ facilityCode: '27005', number: 'UA001' });
      const [msh, pid, pv1] = ['MSH', 'PID', 'PV1'].map((name) => hl7.find(([first]) => textOf(first) === name));
      expect(JSON.stringify(msh)).toContain('ADT');
      expect(JSON.stringify(pid?.[3])).toContain('001048000001');
      expect(namePartsOf(pid?.[5])).toEqual(['Nguyễn', 'Ánh', 'Thị Ngọc']);
      expect(JSON.stringify(pid?.[7])).toContain('19480815');
      expect(JSON.stringify(pid?.[8])).toContain('F');
      expect(JSON.stringify(pv1?.[50])).toContain('UA001');
      expect(JSON.stringify(pv1?.[19])).toContain(code?.visitId);

      await page.click('[data-screen="take-ticket"] [data-primary]');
      await page.waitForSelector('[data-screen="attract"]');
      expect(await page.content()).not.toMatch(/Ngọc|1948|UA001/);
    });

    /** The hospital is also asked for its time, which is about nobody. */
    async function nextAbout(code: string): Promise<readonly Segment[]> {
      for (;;) {
        const { hl7 } = (await peers.next('hl7')) as { hl7: Segment[] };
        if (JSON.stringify(hl7[0]).includes(code)) return hl7;
      }
    }
  },
);

/** python3-hl7 gives fields as nested lists: repetitions, components, subcomponents. */
type Part = string | readonly Part[];
type Segment = readonly Part[];

function textOf(part: Part | undefined): string {
  return part === undefined ? '' : typeof part === 'string' ? part : part.map(textOf).join('');
}

function namePartsOf(field: Part | undefined): readonly string[] {
  const [repetition] = typeof field === 'string' ? [field] : (field ?? []);
  const components = typeof repetition === 'string' ? [repetition] : (repetition ?? []);
  return components.slice(0, 3).map(textOf);
}

/** Puts the `GS v 0` bands of a job one below the other, by the command's own description. */
function rasterIn(job: Buffer): { readonly widthDots: number; readonly heightDots: number; readonly rows: Uint8Array } {
  const bands: Buffer[] = [];
  let bytesAcross = 0;
  for (let at = job.indexOf('\x1dv0', 0, 'latin1'); at !== -1; ) {
    bytesAcross = job.readUInt16LE(at + 4);
    const end = at + 8 + bytesAcross * job.readUInt16LE(at + 6);
    bands.push(job.subarray(at + 8, end));
    at = job.indexOf('\x1dv0', end, 'latin1');
  }
  const rows = Buffer.concat(bands);
  return { widthDots: bytesAcross * 8, heightDots: rows.length / bytesAcross, rows };
}

function startPeers(): Peers {
  const program = fileURLToPath(new URL('./foreign-peers.py', import.meta.url));
  const child = spawn('/usr/bin/python3', [program], { stdio: ['pipe', 'pipe', 'inherit'] });
  const heard: Record<string, unknown>[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => heard.push(JSON.parse(line)));
  return {
    process: child,
    async next(key) {
      for (;;) {
        const at = heard.findIndex((line) => key in line);
        if (at !== -1) return heard.splice(at, 1)[0];
        await once(lines, 'line');
      }
    },
  };
}
