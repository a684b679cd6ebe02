import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import type { Unsubscribe } from '../contract/device.ts';
import type { RunningSimulator } from './run-simulator.ts';
import { type SimulatorControl, serveControl } from './serve-control.ts';

/** The wire end of a simulated device: a TCP listener on loopback that can be unplugged and plugged in again. */
export interface PluggableListener {
  readonly port: number;
  pluggedIn(): boolean;
  /** Open connections, each from one host. */
  connections(): ReadonlySet<Socket>;
  /** To every host that is connected. */
  send(bytes: Uint8Array): void;
  /** Cuts every connection and stops listening: to the host the device is gone. */
  unplug(): void;
  /** Listens again, on the same port. */
  plugIn(): Promise<void>;
  /** Tells whoever listens that something about the device has changed. Of its connections and its plug it tells by itself. */
  changed(): void;
  onChange(listener: () => void): Unsubscribe;
}

export interface ListenerSettings {
  /** 0 for any free port. */
  readonly port: number;
  /** Its errors are already looked after. */
  onConnection(socket: Socket): void;
}

/** Rejects with the system's error when the port is taken. */
export async function listenPluggably({ port, onConnection }: ListenerSettings): Promise<PluggableListener> {
  const connections = new Set<Socket>();
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of [...listeners]) listener();
  };
  const server = createServer({ noDelay: true }, (socket) => {
    connections.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => {
      if (connections.delete(socket)) changed();
    });
    onConnection(socket);
    changed();
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
    send(bytes) {
      for (const socket of connections) socket.write(bytes);
    },
    unplug() {
      if (!server.listening) return;
      // Frees the port at once.
      server.close();
      for (const socket of connections) cut(socket);
      connections.clear();
      changed();
    },
    async plugIn() {
      if (server.listening) return;
      await listen(samePort);
      changed();
    },
    changed,
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

interface DeviceOnWire<State, Action> extends Omit<SimulatorControl<State, Action>, 'onChange'> {
  readonly wire: PluggableListener;
  act(action: Action): Promise<void>;
  /** Before its wire goes. */
  switchOff?(): void;
}

/** The device on the wire as a running simulator, with its control port. Both ends close together. */
export async function controlOnWire<State, Action>({
  wire,
  switchOff,
  ...device
}: DeviceOnWire<State, Action>): Promise<RunningSimulator & Pick<DeviceOnWire<State, Action>, 'state' | 'act'>> {
  const control = await serveControl({ ...device, onChange: wire.onChange });
  return {
    wirePort: wire.port,
    controlPort: control.port,
    state: device.state,
    act: device.act,
    async close() {
      switchOff?.();
      wire.unplug();
      await control.close();
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
