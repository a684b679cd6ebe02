import { readCommandLine } from '#config/agreements/command-line.ts';
import { startHisSimulator } from './his-simulator.ts';

/**
 * The simulated hospital as a program: `node backend-client/hospital-kit/simulator/main.ts --mllp-port 7085 --web-port 7086
 * --http-port 7089`.
 *
 * Prints one line of JSON when it is ready and nothing else: messages are shown on its page, never written to a log.
 */
const usage = 'Usage: npm run his-simulator [-- --mllp-port 7085] [--web-port 7086] [--http-port N]';
const { values } = readCommandLine(usage, {
  options: {
    'mllp-port': { type: 'string', default: '7085' },
    'web-port': { type: 'string', default: '7086' },
    'http-port': { type: 'string', default: '0' },
  },
});

try {
  const simulator = await startHisSimulator({
    mllpPort: portFrom('mllp-port', values['mllp-port']),
    webPort: portFrom('web-port', values['web-port']),
    httpPort: portFrom('http-port', values['http-port']),
  });
  const { mllpPort, url, fhirUrl, webhookUrl } = simulator;
  process.stdout.write(`${JSON.stringify({ ready: true, mllpPort, url, fhirUrl, webhookUrl })}\n`);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void simulator.close());
} catch (reason) {
  process.stderr.write(
    `The simulated hospital cannot start: ${reason instanceof Error ? reason.message : 'unknown reason'}\n`,
  );
  process.exitCode = 1;
}

function portFrom(option: string, text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535)
    throw new Error(`--${option} expects a port from 0 to 65535, found "${text}"`);
  return port;
}
