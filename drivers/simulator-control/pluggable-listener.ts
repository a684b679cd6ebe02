import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

/** The wire end of a simulated device: a TCP listener on loopback that can be unplugged and plugged in again. */
export interface PluggableListener {
  readonly port: number;
  pluggedIn(): boolean;
  /** Open connections, each from one host. */
  connections(): ReadonlySet<Socket>;
  /** Cuts every connection and stops listening: to the host the device is gone. */
  unplug(): void;
  /** Listens again, on the same port. */
  plugIn(): Promise<void>;
}

export interface ListenerSettings {
  /** 0 for any free port. */
  readonly port: number;
  /** Its errors are already looked after. */
  onConnection(socket: Socket): void;
  /** A connection came or went, or the device was plugged in or unplugged. */
  onChange(): void;
}

/** Rejects with the system's error when the port is taken. */
export async function listenPluggably({ port, onConnection, onChange }: ListenerSettings): Promise<PluggableListener> {
  const connections = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    connections.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => {
      if (connections.delete(socket)) onChange();
    });
    onConnection(socket);
    onChange();
  });
  await listen(port);
  const address = server.address();
  const samePort = typeof address === 'object' && address !== null ? address.port : port;

  async function listen(onPort: number): Promise<void> {
    server.listen(onPort, '127.0.0.1');
    await once(server, 'listening');
  }

  return {
    port: samePort,
    pluggedIn: () => server.listening,
    connections: () => connections,
    unplug() {
      if (!server.listening) return;
      // Frees the port at once.
      server.close();
      for (const socket of connections) cut(socket);
      connections.clear();
      onChange();
    },
    async plugIn() {
      if (server.listening) return;
      await listen(samePort);
      onChange();
    },
  };
}

/**
 * A reset, as after pulling a plug. Of a socket that is just ending by itself Node 24 refuses it with EINVAL and keeps the
 * handle, which spins the process when it is to exit.
 */
function cut(socket: Socket): void {
  if (socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
}
