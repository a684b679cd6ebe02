import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { createHttpClient, type HttpClient } from './http-client.ts';

/** Real sockets; the hospital's side writes bytes, so that it can break every rule of HTTP. */

const openThings: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of openThings.splice(0).reverse()) await close();
});

interface Hospital {
  readonly url: string;
  /** Requests as they came. */
  readonly heard: string[];
  readonly lines: Socket[];
  /** Resolves with the next request that has come whole. */
  nextRequest(): Promise<unknown>;
  readonly server: Server;
}

/** Answers each whole request (they end with a JSON object here) with what `answer` writes. */
async function hospital(answer: (line: Socket, heard: number) => void): Promise<Hospital> {
  const heard: string[] = [];
  const lines: Socket[] = [];
  const server = createServer((line) => {
    lines.push(line);
    line.on('error', () => {});
    let text = '';
    line.on('data', (chunk) => {
      text += chunk.toString('utf8');
      if (!text.endsWith('}')) return;
      heard.push(text);
      text = '';
      answer(line, heard.length);
      server.emit('request-heard');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  openThings.push(() => {
    for (const line of lines) line.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, heard, lines, server, nextRequest: () => once(server, 'request-heard') };
}

function client(options: { readonly timeoutMs?: number; readonly largestAnswerBytes?: number } = {}) {
  const clock = createHandCrankedClock();
  const http = createHttpClient({ timeoutMs: 10_000, clock, ...options });
  openThings.push(() => http.close());
  return { http, clock };
}

const post = (http: HttpClient, url: string) => http.request({ method: 'POST', url, body: '{}' });

async function outcome(asked: ReturnType<HttpClient['request']>): Promise<unknown> {
  const result = await asked;
  return result.ok ? [result.value.status, new TextDecoder().decode(result.value.body)] : result.problem.kind;
}

test('an answer comes back with status, headers in lower case and bytes', async () => {
  const { url } = await hospital((line) =>
    line.write('HTTP/1.1 201 Created\r\nRetry-After: 7\r\nX-Two: a\r\nX-Two: b\r\nContent-Length: 3\r\n\r\nyes'),
  );
  const { http, clock } = client();
  const answer = await post(http, `${url}/facts`);
  assert.ok(answer.ok);
  assert.deepEqual(
    [answer.value.status, answer.value.headers, new TextDecoder().decode(answer.value.body)],
    [201, { 'retry-after': '7', 'x-two': 'a', 'content-length': '3' }, 'yes'],
  );
  assert.equal(clock.pending(), 0, 'no timer is left behind');
});

test('nobody listens, or the name is unknown: provably not sent', async () => {
  const { url, server } = await hospital(() => {});
  await new Promise((resolve) => server.close(resolve));
  const { http } = client();
  assert.deepEqual(
    [await outcome(post(http, url)), await outcome(post(http, 'http://no-such-hospital.invalid/'))],
    ['not-connected', 'not-connected'],
  );
});

test('a hospital that never answers is given up at the deadline', async () => {
  const { url, nextRequest } = await hospital(() => {});
  const { http, clock } = client();
  const asked = outcome(post(http, url));
  await nextRequest();
  clock.advance(9_999);
  clock.advance(1);
  assert.equal(await asked, 'no-answer');
});

test('half an answer and silence is no answer; half an answer and a closed line is a broken line', async () => {
  const half = 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf';
  const { url, nextRequest } = await hospital((line, heard) => (heard === 1 ? line.end(half) : line.write(half)));
  const { http, clock } = client();
  assert.equal(await outcome(post(http, url)), 'line-broke');
  const second = outcome(post(http, url));
  await nextRequest();
  clock.advance(10_000);
  assert.equal(await second, 'no-answer');
});

test('a line that is dropped or reset after the request may have delivered it', async () => {
  const { url } = await hospital((line, heard) => (heard === 1 ? line.destroy() : line.resetAndDestroy()));
  const { http } = client();
  assert.deepEqual([await outcome(post(http, url)), await outcome(post(http, url))], ['line-broke', 'line-broke']);
});

test('garbage instead of HTTP is a broken line', async () => {
  const { url } = await hospital((line) => line.end('MSH|^~\\&|HIS\r\r\n\r\n'));
  assert.equal(await outcome(post(client().http, url)), 'line-broke');
});

test.for([
  ['announced', 'HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n'],
  ['in chunks without end', `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n800\r\n${'x'.repeat(2048)}\r\n`],
] as const)('an answer longer than allowed is cut off: %s', async ([, answer]) => {
  const { url } = await hospital((line) => line.write(answer + 'x'.repeat(5000)));
  assert.deepEqual(await outcome(post(client({ largestAnswerBytes: 1000 }).http, url)), [200, 'x'.repeat(1000)]);
});

test.for([301, 302, 307, 308])('a redirect (%d) is told and not followed', async (status) => {
  const elsewhere = await hospital((line) => line.end('HTTP/1.1 200 OK\r\n\r\n'));
  const { url } = await hospital((line) =>
    line.write(`HTTP/1.1 ${status} Elsewhere\r\nLocation: ${elsewhere.url}/\r\nContent-Length: 0\r\n\r\n`),
  );
  assert.deepEqual(await outcome(post(client().http, url)), [status, '']);
  assert.deepEqual(elsewhere.heard, []);
});

test.for([
  ['103 Early Hints', 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'],
  ['100 Continue, for which nobody asked', 'HTTP/1.1 100 Continue\r\n\r\n'],
  ['102 and 100 again', 'HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 100 Continue\r\nServer: IIS\r\n\r\n'],
  ['one that nobody knows', 'HTTP/1.1 199 Whatever\r\n\r\n'],
] as const)('an interim answer is not the answer: %s, in one piece or byte by byte', async ([, interim]) => {
  const { url } = await hospital((line, heard) => {
    const all = `${interim}HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nyes`;
    if (heard === 1) line.write(all);
    else void byteByByte(line, all);
  });
  const { http } = client();
  assert.deepEqual(
    [await outcome(post(http, url)), await outcome(post(http, url))],
    [
      [200, 'yes'],
      [200, 'yes'],
    ],
  );
});

async function byteByByte(line: Socket, text: string): Promise<void> {
  for (const char of text) await new Promise((resolve) => line.write(char, resolve));
}

const packed = {
  gzip: gzipSync('{"a":1}'),
  'x-gzip': gzipSync('{"a":1}'),
  deflate: deflateSync('{"a":1}'),
  'deflate without its wrapping': deflateRawSync('{"a":1}'),
  br: brotliCompressSync('{"a":1}'),
  zstd: zstdCompressSync('{"a":1}'),
  'gzip, br': brotliCompressSync(gzipSync('{"a":1}')),
  'GZIP, identity': gzipSync('{"a":1}'),
  'gzip that is none': Buffer.from('{"a":1}'),
  'br that is none': Buffer.from('{"a":1}'),
  unheardof: Buffer.from('{"a":1}'),
};

test.for(Object.entries(packed))(
  'an answer that comes packed, though we asked for it plain, is read: %s',
  async ([how, body]) => {
    const { url, heard } = await hospital((line) => {
      const [coding] = / (?:that|without)/.exec(how) ? [how.split(' ')[0]] : [how];
      line.write(`HTTP/1.1 200 OK\r\nContent-Encoding: ${coding}\r\nContent-Length: ${body.length}\r\n\r\n`);
      line.write(body);
    });
    assert.deepEqual(await outcome(post(client().http, url)), [200, '{"a":1}']);
    assert.match(heard[0] ?? '', /\r\naccept-encoding: identity\r\n/i);
  },
);

test.for([
  ['a few bytes that become gigabytes', gzipSync(Buffer.alloc(20_000_000))],
  ['packed bytes that were damaged', gzipSync('{"a":1}').fill(7, 12)],
] as const)('what unpacks to nothing readable costs the body and nothing else: %s', async ([, body]) => {
  const { url } = await hospital((line) => {
    line.write(`HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${body.length}\r\n\r\n`);
    line.write(body);
  });
  assert.deepEqual(await outcome(post(client().http, url)), [200, '']);
});

test('chunks with extensions and trailers are read', async () => {
  const { url } = await hospital((line) =>
    line.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;a=b\r\nye\r\n1\r\ns\r\n0\r\nX-Sum: 1\r\n\r\n'),
  );
  assert.deepEqual(await outcome(post(client().http, url)), [200, 'yes']);
});

test('an answer that drips without end is its status; one that fell silent is no answer', async () => {
  const { url, lines, nextRequest } = await hospital((line) =>
    line.write('HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n'),
  );
  const { http, clock } = client();
  const asked = outcome(post(http, url));
  await nextRequest();
  for (let second = 1; second <= 11; second += 1) {
    await new Promise((resolve) => lines[0]?.write('1\r\nx\r\n', resolve));
    for (const _ of [1, 2, 3]) await nextTurn();
    clock.advance(second === 11 ? 500 : 950);
  }
  assert.deepEqual(await asked, [202, '']);
  const silent = outcome(post(http, url));
  await nextRequest();
  clock.advance(10_000);
  assert.equal(await silent, 'no-answer');
});

test('a connection that the hospital closed while idle costs nothing', async () => {
  const { url, lines } = await hospital((line) => line.write('HTTP/1.1 204 No Content\r\n\r\n'));
  const { http } = client();
  assert.deepEqual(await outcome(post(http, url)), [204, '']);
  const closed = once(lines[0] as Socket, 'close');
  lines[0]?.end();
  await closed;
  assert.deepEqual([await outcome(post(http, url)), lines.length], [[204, ''], 2]);
});

test('closing ends what is under way and refuses more', async () => {
  const { url, nextRequest } = await hospital(() => {});
  const { http } = client();
  const asked = outcome(post(http, url));
  await nextRequest();
  await http.close();
  assert.deepEqual([await asked, await outcome(post(http, url))], ['stopped', 'stopped']);
});
