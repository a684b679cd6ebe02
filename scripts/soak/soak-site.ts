import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type HisSimulator, startHisSimulator } from '#backend-client/hospital-kit/simulator/his-simulator.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { type SimulatedScanner, startSimulatedScanner } from '#drivers/barcode-scanner/serial-scanner.simulator.ts';
import { type SimulatedPrinter, startSimulatedPrinter } from '#drivers/ticket-printer/escpos-printer.simulator.ts';

/** A site on this machine: its file, and the devices and hospital that outlive the host. */
export interface SoakSite {
  readonly siteFile: string;
  readonly dataDir: string;
  readonly scanner: SimulatedScanner;
  readonly printer: SimulatedPrinter;
  readonly his: HisSimulator;
  close(): Promise<void>;
}

/** Short, so that a soak with a failing hospital takes minutes and not hours. Printed with the result. */
export const ackTimeoutMs = 300;

export const serviceCodes = ['noi', 'mat', 'nhi'] as const;

const names = { noi: 'Khám Nội', mat: 'Khám Mắt', nhi: 'Khám Nhi' };

/** As site files and hub files have them. */
export function soakServices(codes: readonly (typeof serviceCodes)[number][] = serviceCodes) {
  return codes.map((code, index) => ({
    code,
    hisCode: `K0${index}`,
    name: { vi: names[code] },
    prefix: 'ABC'.charAt(index),
    room: `10${index}`,
  }));
}

/** Rows a second: a real printer makes some 1,200; this one is faster, and still slow enough to be cut off in the middle. */
const printerPace = { clock: machineClock, rowsPerSecond: 6_000 };

export interface SoakSiteWishes {
  /** A printer that takes its time. */
  readonly paced: boolean;
  /** Default: any free one. */
  readonly port?: number;
  /** Devices beside scanner and printer, as the site file names them. */
  readonly devices?: readonly unknown[];
  /** Default: three. With one there is nothing to choose again, and the paper begins at once. */
  readonly services?: readonly (typeof serviceCodes)[number][];
  /** Systems of the hospital beside the simulated one's HL7, as the site file names them. */
  readonly hospital?: (his: HisSimulator) => readonly unknown[];
  /** What patients are asked, as the site file says it. */
  readonly checkIn?: unknown;
  /** Its `kiosk.id`. */
  readonly kioskId?: string;
  /** The hospital's hub, as the site file names it. */
  readonly hub?: unknown;
}

export async function openSoakSite({
  paced,
  port = 0,
  devices = [],
  services = serviceCodes,
  hospital = () => [],
  checkIn,
  kioskId = 'soak',
  hub,
}: SoakSiteWishes): Promise<SoakSite> {
  const directory = mkdtempSync(join(tmpdir(), 'tiep-don-soak-'));
  const scanner = await startSimulatedScanner({ wirePort: 0, controlPort: 0 });
  const printer = await startSimulatedPrinter({
    wirePort: 0,
    controlPort: 0,
    paperWidthMm: 80,
    ...(paced && { pace: printerPace }),
  });
  const his = await startHisSimulator({ mllpPort: 0, webPort: 0, keepArrivals: 10_000 });
  const wire = (port: number) => ({ kind: 'tcp', host: '127.0.0.1', port });
  const siteFile = join(directory, 'site.json');
  writeFileSync(
    siteFile,
    JSON.stringify({
      profile: 'demo',
      site: { facilityCode: '27005', name: 'Bệnh viện Thử Nghiệm' },
      kiosk: { id: kioskId, listen: { port }, dataDir: './data' },
      devices: [
        {
          id: 'scanner',
          kind: 'barcode-scanner',
          driver: 'serial',
          simulated: true,
          transport: wire(scanner.wirePort),
        },
        { id: 'printer', kind: 'ticket-printer', driver: 'escpos', simulated: true, transport: wire(printer.wirePort) },
        ...devices,
      ],
      services: soakServices(services),
      hospital: [
        { id: 'his', protocol: 'hl7v2-mllp', host: '127.0.0.1', port: his.mllpPort, ackTimeoutMs, simulated: true },
        ...hospital(his),
      ],
      ...(checkIn === undefined ? {} : { checkIn }),
      ...(hub === undefined ? {} : { hub }),
    }),
  );
  return {
    siteFile,
    dataDir: join(directory, 'data'),
    scanner,
    printer,
    his,
    close: async () => {
      await Promise.all([scanner.close(), printer.close(), his.close()]);
    },
  };
}
