import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';

const host = '127.0.0.1';

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
  const server = createServer();
  try {
    await listen(server, port);
  } catch {
    return false;
  }
  await close(server);
  return true;
}

/** So many ports that are free now. Nothing holds them until the demo's programs do. */
export async function findFreePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  for (const server of servers) await listen(server, 0);
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  for (const server of servers) await close(server);
  return ports;
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen({ host, port, exclusive: true });
  await once(server, 'listening');
}

async function close(server: Server): Promise<void> {
  server.close();
  await once(server, 'close');
}
