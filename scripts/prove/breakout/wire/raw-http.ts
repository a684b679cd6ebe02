import { connect, type Socket } from 'node:net';

export interface RawAnswer {
  /** 0: hung up on without an answer. */
  readonly status: number;
  /** Head of the answer, with its line ends. */
  readonly headers: string;
  readonly body: string;
}

/** Sends these very lines; no library mends them on the way. Asks to hang up afterwards. */
export function ask(port: number, lines: readonly string[], body = ''): Promise<RawAnswer> {
  const length = body === '' ? [] : [`Content-Length: ${Buffer.byteLength(body)}`];
  return exchange(port, `${[...lines, ...length, 'Connection: close'].join('\r\n')}\r\n\r\n${body}`);
}

export async function exchange(port: number, bytes: string | Buffer, waitMs = 5_000): Promise<RawAnswer> {
  const socket = await connected(port);
  const chunks: Buffer[] = [];
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(tooLate);
      socket.destroy();
      resolve(readAnswer(Buffer.concat(chunks).toString('utf8')));
    };
    const tooLate = setTimeout(end, waitMs);
    socket.on('data', (chunk) => void chunks.push(chunk));
    socket.once('close', end);
    socket.write(bytes);
  });
}

export function connected(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket));
    socket.once('error', reject);
    socket.on('error', () => socket.destroy());
  });
}

function readAnswer(text: string): RawAnswer {
  const [headers = '', ...rest] = text.split('\r\n\r\n');
  const [, status = '0'] = /^HTTP\/1\.1 (\d+)/.exec(headers) ?? [];
  return { status: Number(status), headers, body: rest.join('\r\n\r\n') };
}
