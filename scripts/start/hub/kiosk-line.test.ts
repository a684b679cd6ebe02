import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { afterEach, test } from 'vitest';
import { listenOnLoopback } from '#config/agreements/listen-on-loopback.ts';
import { openKioskLine } from './kiosk-line.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** A hub that answers as it is told to, and a kiosk's line to it. */
async function lineTo(answer: RequestListener) {
  const server = createServer(answer);
  const hub = await listenOnLoopback(server);
  cleanUps.push(hub.close);
  const line = await openKioskLine(0, new URL(`http://127.0.0.1:${hub.port}/`));
  cleanUps.push(() => line.unplug());
  return { hub, server, line, url: `http://127.0.0.1:${line.port}/kiosk/v1/facts?x=1` };
}

test('what a kiosk asks is asked at the hub, under the address to which the hub answers, and answered as there', async () => {
  let asked: IncomingMessage | undefined;
  let heard = '';
  const { hub, url } = await lineTo(async (request, answer) => {
    asked = request;
    for await (const bytes of request) heard += bytes;
    answer.writeHead(429, { 'retry-after': '7', 'content-type': 'application/json' }).end('{"kind":"slow-down"}');
  });
  const said = await fetch(url, { method: 'POST', body: '{"version":1}', headers: { authorization: 'Bearer k' } });
  assert.deepEqual(
    [said.status, said.headers.get('retry-after'), await said.text()],
    [429, '7', '{"kind":"slow-down"}'],
  );
  assert.deepEqual(
    [asked?.method, asked?.url, asked?.headers.host, asked?.headers.authorization, heard],
    ['POST', '/kiosk/v1/facts?x=1', `127.0.0.1:${hub.port}`, 'Bearer k', '{"version":1}'],
  );
});

test('a hub that is gone is silence on the line: no answer is made up', async () => {
  const { hub, url } = await lineTo((_request, answer) => answer.end());
  await hub.close();
  await assert.rejects(fetch(url), TypeError);
});

test('a hub that dies in the middle of its answer leaves half an answer, not a whole one', async () => {
  const { url } = await lineTo((_request, answer) => {
    answer.writeHead(200, { 'content-length': '100' }).write('half');
    setImmediate(() => answer.destroy());
  });
  await assert.rejects(async () => (await fetch(url)).text(), TypeError);
});

test('a line that is cut ends the question that is open, at both ends; plugged in again it answers', async () => {
  const open = Promise.withResolvers<IncomingMessage>();
  let isPatient = true;
  const { line, url } = await lineTo((request, answer) => {
    if (!isPatient) return void answer.end('there');
    open.resolve(request);
  });
  const waiting = assert.rejects(fetch(url), TypeError);
  const asked = await open.promise;
  const gone = once(asked.socket, 'close');
  line.unplug();
  await Promise.all([waiting, gone]);
  await assert.rejects(fetch(url), TypeError);
  isPatient = false;
  await line.plugIn();
  assert.equal(await (await fetch(url)).text(), 'there');
});
