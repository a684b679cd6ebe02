/**
 * The dev dock as a program: `node kiosk/dev-dock/server.ts --port 7071 --scanner http://127.0.0.1:7082 --printer
 * http://127.0.0.1:7084 --monitor http://127.0.0.1:7088 --kiosk-url URL --hospital-url URL --launch-socket PATH`. Prints
 * one JSON line when ready, ends on SIGTERM.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openDockServer } from './dock-server.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '7071' },
    scanner: { type: 'string' },
    printer: { type: 'string' },
    monitor: { type: 'string' },
    'kiosk-url': { type: 'string' },
    'hospital-url': { type: 'string' },
    'launch-socket': { type: 'string' },
    page: { type: 'string', default: fileURLToPath(new URL('../../dist/dev-dock', import.meta.url)) },
  },
});

const dock = await openDockServer({
  port: Number(values.port),
  simulators: {
    'barcode-scanner': loopbackUrl(values.scanner),
    'ticket-printer': loopbackUrl(values.printer),
    'blood-pressure-monitor': loopbackUrl(values.monitor),
  },
  kioskUrl: loopbackUrl(values['kiosk-url']),
  hospitalUrl: loopbackUrl(values['hospital-url']),
  launchSocket: values['launch-socket'],
  pageDir: values.page,
});
process.stdout.write(`${JSON.stringify({ ready: true, url: dock.url.href })}\n`);
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void dock.close());

/** The dock passes bytes on, so it goes to this machine's simulators only. */
function loopbackUrl(text: string | undefined): URL | undefined {
  if (text === undefined) return undefined;
  const url = URL.parse(text);
  if (url?.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)) return url;
  throw new Error(`expected an address of this machine such as http://127.0.0.1:7082, found ${JSON.stringify(text)}`);
}
