import { createServer } from 'node:net';
import { listenOnLoopback } from '#config/agreements/listen-on-loopback.ts';

/** The sentence for the terminal when somebody else has a port of the demo; `undefined` when all are free. */
export async function sayBusyPorts(
  ports: readonly { readonly name: string; readonly port: number }[],
): Promise<string | undefined> {
  const busy: string[] = [];
  for (const { name, port } of ports) if (!(await isFree(port))) busy.push(`${port} (${name})`);
  if (busy.length === 0) return undefined;
  const which = busy.length === 1 ? `Port ${busy[0]} is busy` : `Ports ${busy.join(', ')} are busy`;
  return `${which}: end the program that listens there (another demo?), or run: npm start -- --free-ports`;
}

async function isFree(port: number): Promise<boolean> {
  try {
    const { close } = await listenOnLoopback(createServer(), port);
    await close();
    return true;
  } catch {
    return false;
  }
}

/** So many ports that are free now. Nothing holds them until the demo's programs do. */
export async function findFreePorts(count: number): Promise<readonly number[]> {
  const held = await Promise.all(Array.from({ length: count }, () => listenOnLoopback(createServer())));
  for (const { close } of held) await close();
  return held.map(({ port }) => port);
}
