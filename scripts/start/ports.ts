import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { type DemoPorts, portNames } from './demo-plan.ts';

const host = '127.0.0.1';

/** The sentence for the terminal when somebody else has a port of the demo; `undefined` when all are free. */
export async function sayBusyPorts(ports: DemoPorts): Promise<string | undefined> {
  const names = Object.keys(portNames) as (keyof DemoPorts)[];
  const busy: string[] = [];
  for (const name of names) if (!(await isFree(ports[name]))) busy.push(`${ports[name]} (${portNames[name]})`);
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

/** Ports that are free now. Nothing holds them until the demo's programs do. */
export async function findFreePorts(): Promise<DemoPorts> {
  const servers = (Object.keys(portNames) as (keyof DemoPorts)[]).map((name) => ({ name, server: createServer() }));
  for (const { server } of servers) await listen(server, 0);
  const ports = Object.fromEntries(servers.map(({ name, server }) => [name, (server.address() as AddressInfo).port]));
  for (const { server } of servers) await close(server);
  return ports as unknown as DemoPorts;
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen({ host, port, exclusive: true });
  await once(server, 'listening');
}

async function close(server: Server): Promise<void> {
  server.close();
  await once(server, 'close');
}
