import { once } from 'node:events';
import type { Server, Socket } from 'node:net';

/** A server that only this machine reaches: of a developer's tool, a bench, a simulator. */
export interface OnLoopback {
  readonly port: number;
  /** Cuts who is connected. Resolves when nobody is any more. */
  close(): Promise<void>;
}

/** `port` 0 for any free one. Rejects with the system's error when it is taken. */
export async function listenOnLoopback(server: Server, port = 0): Promise<OnLoopback> {
  const connected = new Set<Socket>();
  server.on('connection', (socket) => {
    connected.add(socket);
    socket.on('close', () => connected.delete(socket));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of connected) socket.destroy();
      }),
  };
}
