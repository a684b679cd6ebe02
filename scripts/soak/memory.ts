import WebSocket from 'ws';
import { openPage } from '#kiosk/host/bench/page-driver.ts';
import { checkIn } from '#kiosk/host/bench/patient.ts';
import { startHost } from './host-process.ts';
import { soakPerson } from './people.ts';
import { openSoakSite } from './soak-site.ts';

/** A host after many check-ins may hold at most so many times what it held after the first hundred. */
export const mostGrowth = 1.2;
const firstLook = 100;

/** Serves check-ins with a real host process and compares heap and external memory, each after a forced collection. */
export async function soakMemory({
  checkIns,
  say,
}: {
  readonly checkIns: number;
  readonly say: (line: string) => void;
}): Promise<{
  readonly report: string;
  readonly held: boolean;
}> {
  const site = await openSoakSite({ paced: false, services: ['noi'] });
  const host = await startHost(site.siteFile, { inspect: true });
  const page = await openPage(host.url);
  if (!page.ok || host.inspectorUrl === undefined) throw new Error('The host did not open its page or its inspector');
  await page.value.until(({ screen }) => screen.show === 'attract' && screen.scanner === 'ready');
  let early: Memory | undefined;
  for (let index = 0; index < checkIns; index += 1) {
    const { scan } = soakPerson(index);
    const outcome = await checkIn({
      page: page.value,
      scan: () => void site.scanner.act({ do: 'send-bytes', base64: Buffer.from(scan).toString('base64') }),
      serviceCode: 'noi',
    });
    if (!outcome.ok)
      throw new Error(`Check-in ${index} ended in ${outcome.problem.kind} at ${outcome.problem.lastScreen}`);
    if (index + 1 === firstLook) early = await measure(host.inspectorUrl);
    if ((index + 1) % 200 === 0) say(`${index + 1} check-ins`);
  }
  const late = await measure(host.inspectorUrl);
  page.value.close();
  await host.end('SIGTERM');
  await site.close();
  if (!early) throw new Error(`A memory soak needs at least ${firstLook} check-ins`);
  const growth = (late.heapUsed + late.external) / (early.heapUsed + early.external);
  return {
    held: growth <= mostGrowth,
    report: [
      `after ${firstLook} check-ins: ${inWords(early)}`,
      `after ${checkIns} check-ins: ${inWords(late)}`,
      `heap + external: ${growth.toFixed(3)} times (limit ${mostGrowth})`,
    ].join('\n'),
  };
}

interface Memory {
  readonly heapUsed: number;
  readonly external: number;
  readonly rss: number;
}

function inWords({ heapUsed, external, rss }: Memory): string {
  const megabytes = (bytes: number) => `${(bytes / 1_048_576).toFixed(1)} MB`;
  return `heap ${megabytes(heapUsed)}, external ${megabytes(external)}, RSS ${megabytes(rss)}`;
}

/** Collects garbage and reads the host's memory through its inspector: no measuring code in the product. */
function measure(inspectorUrl: string): Promise<Memory> {
  return new Promise((resolve, reject) => {
    const inspector = new WebSocket(inspectorUrl);
    const ask = (id: number, expression: string) =>
      inspector.send(JSON.stringify({ id, method: 'Runtime.evaluate', params: { expression, returnByValue: true } }));
    inspector.on('open', () => ask(1, 'gc(); gc(); true'));
    inspector.on('error', reject);
    inspector.on('message', (data) => {
      const { id, result } = JSON.parse(String(data));
      if (id === 1) ask(2, 'gc(); process.memoryUsage()');
      if (id !== 2) return;
      inspector.close();
      resolve(result.result.value);
    });
  });
}
