import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { listenPluggably, type PluggableListener } from '#drivers/simulator-control/pluggable-listener.ts';

/**
 * The line between one kiosk and the hub, which can be cut: what the kiosk asks here is asked there, and answered as there. A hub answers to
 * its own address alone, so that bytes passed on as they are would be refused.
 */
export async function openKioskLine(port: number, hub: URL): Promise<PluggableListener> {
  const answering = createServer((asked, answer) => passOn(asked, answer, hub));
  const line = await listenPluggably({ port, onConnection: (socket) => void answering.emit('connection', socket) });
  return line;
}

function passOn(asked: IncomingMessage, answer: ServerResponse, hub: URL): void {
  const { host: _, ...headers } = asked.headers;
  const onward = request(new URL(asked.url ?? '/', hub), {
    method: asked.method ?? 'GET',
    headers: { ...headers, host: hub.host },
    agent: false,
  });
  onward.on('response', (said) => {
    answer.writeHead(said.statusCode ?? 502, said.headers);
    said.on('error', () => answer.destroy());
    said.pipe(answer);
  });
  // A hub that is gone is silence on the line, never an answer of ours.
  onward.on('error', () => asked.socket.destroy());
  asked.on('error', () => onward.destroy());
  answer.on('close', () => onward.destroy());
  asked.pipe(onward);
}
