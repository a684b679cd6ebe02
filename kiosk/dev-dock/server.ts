/**
 * The dev dock as a program: `node kiosk/dev-dock/server.ts --port 7071 --device barcode-scanner=http://127.0.0.1:7082 --device
 * ticket-printer=http://127.0.0.1:7084 --kiosk-url URL --hospital-url URL --launch-socket PATH`, with one `--device` for each
 * drawer. Prints one JSON line when ready, ends on SIGTERM.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openDockServer } from './dock-server.ts';
import { isSimulatedKind, type SimulatedKind } from './dock-words.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '7071' },
    device: { type: 'string', multiple: true, default: [] },
    'kiosk-url': { type: 'string' },
    'hospital-url': { type: 'string' },
    'launch-socket': { type: 'string' },
    page: { type: 'string', default: fileURLToPath(new URL('../../dist/dev-dock', import.meta.url)) },
  },
});

const dock = await openDockServer({
  port: Number(values.port),
  simulators: Object.fromEntries(values.device.map(controlPort)),
  kioskUrl: values['kiosk-url'] === undefined ? undefined : loopbackUrl(values['kiosk-url']),
  hospitalUrl: values['hospital-url'] === undefined ? undefined : loopbackUrl(values['hospital-url']),
  launchSocket: values['launch-socket'],
  pageDir: values.page,
});
process.stdout.write(`${JSON.stringify({ ready: true, url: dock.url.href })}\n`);
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void dock.close());

/** `ticket-printer=http://127.0.0.1:7084` */
function controlPort(text: string): readonly [SimulatedKind, URL] {
  const [kind = '', address = ''] = text.split('=', 2);
  if (!isSimulatedKind(kind)) throw new Error(`the dock has no drawer for ${JSON.stringify(kind)}`);
  return [kind, loopbackUrl(address)];
}

/** The dock passes bytes on, so it goes to this machine's simulators only. */
function loopbackUrl(text: string): URL {
  const url = URL.parse(text);
  if (url?.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)) return url;
  throw new Error(`expected an address of this machine such as http://127.0.0.1:7082, found ${JSON.stringify(text)}`);
}
