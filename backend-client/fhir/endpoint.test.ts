import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import { afterEach, test } from 'vitest';
import type { FhirEndpointSettings } from '#config/settings/site-file.ts';
import { anh } from '../contract/synthetic-people.ts';
import { openFhirBench } from './evidence/fhir-bench.ts';
import {
  answer,
  findsNothing,
  type Heard,
  openScriptedHospital,
  outcome,
  type Script,
  transactionResponse,
} from './evidence/scripted-hospital.ts';
import { controlId, correction, reading, registration, storedAt, visitFacts } from './evidence/synthetic-facts.ts';

const openThings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of openThings.splice(0).reverse()) await close();
});

async function hospital(script: Script, asked?: Script | 'as-the-rest', chosen: Partial<FhirEndpointSettings> = {}) {
  const scripted = await openScriptedHospital(script, asked);
  const kiosk = openFhirBench({ baseUrl: scripted.baseUrl, ...chosen });
  openThings.push(scripted.close, kiosk.endpoint.close);
  return { scripted, kiosk };
}

const accepted = { ok: true, value: 'accepted' };
const failed = (kind: string, reason: string, more: object = { counts: true }) => ({
  ok: false,
  problem: { kind, reason, counts: true, ...(kind === 'permanent' ? { proven: true } : {}), ...more },
});
const refusal = (status: number, issues: string) => [
  ['fhir-refusal', { endpointId: 'fhir', controlId: controlId(1), status, issues }],
];

test('a bundle goes to the base address as it was stored, and asks for nothing back', async () => {
  const { scripted, kiosk } = await hospital((heard, response) => answer(response, 200, transactionResponse(heard)));
  const message = kiosk.render(registration());
  assert.deepEqual(await kiosk.endpoint.send(message), accepted);
  assert.deepEqual(scripted.heard, [
    {
      line: 'POST /fhir',
      authorization: undefined,
      contentType: 'application/fhir+json; charset=utf-8',
      cacheControl: undefined,
      body: new TextDecoder().decode(message.bytes),
    },
  ]);
  assert.equal(kiosk.clock.pending(), 0, 'no timer is left behind');
});

test.for([
  ['401: our credentials are not accepted', 401, '', failed('settings', 'http-unauthorized', { counts: false })],
  ['403: we may not', 403, outcome('forbidden'), failed('settings', 'http-unauthorized', { counts: false })],
  [
    '404 from a web server: the address is wrong',
    404,
    '<html>',
    failed('settings', 'http-not-found', { counts: false }),
  ],
  [
    '404 of a FHIR server under another address: the address is wrong, not the content',
    404,
    outcome('processing'),
    failed('settings', 'http-not-found', { counts: false }),
  ],
  ['409: two were at it at once', 409, outcome('conflict'), failed('transient', 'http-conflict-409')],
  [
    '412: several patients have the number',
    412,
    outcome('multiple-matches'),
    failed('transient', 'http-precondition-412'),
  ],
  ['422: the content breaks a rule', 422, outcome('business-rule'), failed('permanent', 'http-content-refused')],
  ['400: the content is not understood', 400, outcome('structure'), failed('permanent', 'http-content-refused')],
  ['400 that will pass: locked', 400, outcome('lock-error'), failed('transient', 'http-conflict-409')],
  [
    '400 that will pass: throttled',
    400,
    outcome('throttled'),
    failed('transient', 'http-too-many-429', { counts: false }),
  ],
  ['400 that will pass: a disk is full', 400, outcome('no-store'), failed('transient', 'http-server-error-5xx')],
  [
    '500: the server is ill, and may have stored it',
    500,
    outcome('exception'),
    failed('ambiguous', 'http-server-error-5xx'),
  ],
  ['503 of a proxy', 503, '<html>busy', failed('transient', 'http-server-error-5xx')],
  ['200 with the sign-in page of a portal', 200, '<html>', failed('ambiguous', 'answer-not-understood')],
  [
    '200 with half of the entries',
    200,
    { resourceType: 'Bundle', type: 'transaction-response', entry: [] },
    failed('ambiguous', 'answer-not-understood'),
  ],
  [
    '200 with the bundle sent back',
    200,
    { resourceType: 'Bundle', type: 'transaction' },
    failed('ambiguous', 'answer-not-understood'),
  ],
  ['204: nothing said', 204, '', failed('ambiguous', 'answer-not-understood')],
] as const)('%s', async ([, status, body, expected]) => {
  const { kiosk } = await hospital((_, response) => answer(response, status, body));
  assert.deepEqual(await kiosk.tell(registration()), expected);
});

test.for([404, 410])(
  '%i of a FHIR server that has a CapabilityStatement at its address is about the content',
  async (status) => {
    const { scripted, kiosk } = await hospital((heard, response) => {
      if (heard.line === 'GET /fhir/metadata') answer(response, 200, { resourceType: 'CapabilityStatement' });
      else answer(response, status, outcome('not-found'));
    });
    assert.deepEqual(await kiosk.tell(registration()), failed('permanent', 'http-content-refused'));
    assert.equal(scripted.heard.length, 2);
  },
);

test('429 says when to come back, in seconds or as a date', async () => {
  const waits = ['7', new Date(storedAt + 90_000).toUTCString(), 'soon'];
  const { kiosk } = await hospital((_, response, count) =>
    answer(response, 429, '', { 'retry-after': waits[count - 1] ?? '' }),
  );
  const told = [];
  for (const _ of waits) told.push(await kiosk.tell(registration()));
  const tooMany = (more: object) => failed('transient', 'http-too-many-429', { counts: false, ...more });
  // HTTP dates have whole seconds.
  assert.deepEqual(told, [tooMany({ retryAfterMs: 7_000 }), tooMany({ retryAfterMs: 90_000 }), tooMany({})]);
});

test('what the technician reads are codes and places, never the sentences of the server', async () => {
  const { kiosk } = await hospital((_, response) =>
    answer(response, 422, outcome('required', 'Bundle.entry[0].resource.birthDate')),
  );
  await kiosk.tell(registration());
  assert.deepEqual(kiosk.logged, refusal(422, 'required@Bundle.entry[0].resource.birthDate'));
});

test('an issue that made up its code and quotes a value is told as unknown', async () => {
  const { kiosk } = await hospital((_, response) =>
    answer(response, 422, outcome('Nguyễn', "Patient.name.where(family='Nguyễn')")),
  );
  await kiosk.tell(registration());
  assert.deepEqual(kiosk.logged, refusal(422, 'unknown'));
});

test('200 with a failed entry (a server that does not undo) is a refusal, not an acceptance', async () => {
  const { kiosk } = await hospital((heard, response) =>
    answer(response, 200, transactionResponse(heard, ['201', '200', '422 Unprocessable Entity', '201 Created'])),
  );
  assert.deepEqual(await kiosk.tell(registration()), failed('permanent', 'http-content-refused'));
  assert.deepEqual(kiosk.logged, refusal(422, ''));
});

test('of several failed entries the one that no retry heals decides', async () => {
  const { kiosk } = await hospital((heard, response, count) =>
    answer(response, 200, transactionResponse(heard, ['503', '200', count === 1 ? '404' : '201', '201'])),
  );
  assert.deepEqual(
    [await kiosk.tell(registration()), await kiosk.tell(registration())],
    [failed('permanent', 'http-content-refused'), failed('transient', 'http-server-error-5xx')],
  );
});

test('silence: it may have arrived', async () => {
  const { scripted, kiosk } = await hospital(() => {});
  const told = kiosk.tell(registration());
  await scripted.nextRequest();
  kiosk.clock.advance(10_000);
  assert.deepEqual(await told, failed('ambiguous', 'no-answer'));
});

test.for([
  [
    'half an answer',
    (response: ServerResponse) => {
      response.writeHead(200, { 'content-length': '500' });
      response.write('{"resourceType":"Bundle"', () => response.destroy());
    },
  ],
  ['half a head', (response: ServerResponse) => response.socket?.end('HTTP/1.1 200 OK\r\nContent-')],
  ['garbage', (response: ServerResponse) => response.socket?.end('\u0000\u0001MSH|^~\\&|\r\n\r\n')],
  ['dropped after commit', (response: ServerResponse) => response.destroy()],
  ['reset after commit', (response: ServerResponse) => response.socket?.resetAndDestroy()],
] as const)('%s: it may have arrived, and is sent again as the same bytes', async ([, misbehave]) => {
  const { scripted, kiosk } = await hospital((heard, response, count) => {
    if (count === 1) misbehave(response);
    else answer(response, 200, transactionResponse(heard));
  });
  const message = kiosk.render(registration());
  assert.deepEqual(
    [await kiosk.endpoint.send(message), await kiosk.endpoint.send(message)],
    [failed('ambiguous', 'line-broke'), accepted],
  );
  assert.equal(scripted.heard[0]?.body, scripted.heard[1]?.body);
});

test('where searches lag, a message whose answer was lost is not sent again before they would show what it wrote', async () => {
  const { scripted, kiosk } = await hospital(
    (heard, response, count) => (count === 1 ? response.destroy() : answer(response, 200, transactionResponse(heard))),
    undefined,
    { searchLagSeconds: 60 },
  );
  const message = kiosk.render(registration());
  const told = [await kiosk.endpoint.send(message), await kiosk.endpoint.send(message)];
  kiosk.clock.advance(59_999);
  told.push(await kiosk.endpoint.send(message));
  kiosk.clock.advance(1);
  told.push(await kiosk.endpoint.send(message));
  const notYet = failed('transient', 'http-conflict-409');
  assert.deepEqual(told, [failed('ambiguous', 'line-broke'), notYet, notYet, accepted]);
  assert.equal(scripted.heard.length, 2);
});

test('a redirect is not followed: patients go to the address in the site file and nowhere else', async () => {
  const elsewhere = await openScriptedHospital((heard, response) => answer(response, 200, transactionResponse(heard)));
  openThings.push(elsewhere.close);
  const { kiosk } = await hospital((_, response, count) =>
    answer(response, count === 1 ? 307 : 302, '', { location: elsewhere.baseUrl }),
  );
  const told = [await kiosk.tell(registration()), await kiosk.tell(registration())];
  assert.deepEqual(told, [
    failed('settings', 'http-not-found', { counts: false }),
    failed('ambiguous', 'answer-not-understood'),
  ]);
  assert.deepEqual(elsewhere.heard, []);
});

test('an answer without end is cut off', async () => {
  const { kiosk } = await hospital((_, response) => {
    response.writeHead(200, { 'content-type': 'application/fhir+json' });
    const pour = () => {
      while (!response.destroyed && response.write(Buffer.alloc(1 << 16, 0x20)));
      if (!response.destroyed) response.once('drain', pour);
    };
    pour();
  });
  assert.deepEqual(await kiosk.tell(registration()), failed('ambiguous', 'answer-not-understood'));
});

test('nobody listens: provably not taken, and no fault of the message', async () => {
  const nobody = createServer().listen(0, '127.0.0.1');
  await once(nobody, 'listening');
  const address = nobody.address();
  nobody.close();
  await once(nobody, 'close');
  const port = typeof address === 'object' ? address?.port : 0;
  const kiosk = openFhirBench({ baseUrl: `http://127.0.0.1:${port}/fhir` });
  openThings.push(kiosk.endpoint.close);
  assert.deepEqual(await kiosk.tell(registration()), failed('transient', 'not-connected', { counts: false }));
});

test('stopping does not wait for a silent server', async () => {
  const { scripted, kiosk } = await hospital(() => {});
  const told = kiosk.tell(registration());
  await scripted.nextRequest();
  await kiosk.endpoint.close();
  assert.deepEqual(await told, failed('ambiguous', 'stopped', { counts: false }));
});

test('what is asked before sending is numbers and ids, and a patient that was created is looked for once more', async () => {
  const { scripted, kiosk } = await hospital((heard, response) => {
    if (heard.line === 'POST /fhir') answer(response, 200, transactionResponse(heard, statusesFor(heard)));
    else findsNothing(heard, response, 0);
  }, 'as-the-rest');
  await kiosk.tell(registration());
  await kiosk.tell(reading(visitFacts()));
  assert.deepEqual(
    scripted.heard.map(({ line, body }) => [line, new URLSearchParams(body).get('_elements')]),
    [
      ['POST /fhir/Patient/_search', 'identifier,active,link'],
      ['POST /fhir', null],
      ['POST /fhir/Patient/_search', 'id'],
      ['POST /fhir/Encounter/_search', 'identifier'],
      ['POST /fhir/Patient/_search', 'identifier,active,link'],
      ['POST /fhir', null],
    ],
  );
});

test('no question is answered from somebody’s memory', async () => {
  const { scripted, kiosk } = await hospital((heard, response) => {
    if (heard.line === 'POST /fhir') answer(response, 200, transactionResponse(heard, '201 Created'));
    else findsNothing(heard, response, 0);
  }, 'as-the-rest');
  await kiosk.tell(correction(anh));
  await kiosk.lookUps.findPatient(anh);
  const asked = scripted.heard.filter(({ line }) => line !== 'POST /fhir');
  assert.deepEqual([...new Set(asked.map(({ cacheControl }) => cacheControl))], ['no-cache']);
});

test.for([
  ['500', (response: ServerResponse) => answer(response, 500)],
  ['garbage', (response: ServerResponse) => answer(response, 200, '[]')],
  ['a dropped line', (response: ServerResponse) => response.destroy()],
] as const)('a registration stays accepted when looking again ends in %s', async ([, misbehave]) => {
  const { kiosk } = await hospital(
    (heard, response) => answer(response, 200, transactionResponse(heard, '201 Created')),
    (heard, response, told) => (told === 0 ? findsNothing(heard, response, told) : misbehave(response)),
  );
  assert.deepEqual([await kiosk.tell(registration()), kiosk.logged], [accepted, []]);
});

const failedAsking = [
  ['500', (response: ServerResponse) => answer(response, 500), failed('transient', 'http-server-error-5xx')],
  ['504', (response: ServerResponse) => answer(response, 504), failed('transient', 'http-server-error-5xx')],
  ['garbage', (response: ServerResponse) => answer(response, 200, '[]'), failed('transient', 'answer-not-understood')],
  ['a dropped line', (response: ServerResponse) => response.destroy(), failed('transient', 'line-broke')],
  [
    '401: nobody knows us',
    (response: ServerResponse) => answer(response, 401),
    failed('settings', 'http-unauthorized', { counts: false }),
  ],
] as const;
const mayNotAsk = [
  [
    '404: no such search',
    (response: ServerResponse) => answer(response, 404),
    failed('permanent', 'http-not-found', { proven: false }),
  ],
  [
    '403: we may not ask',
    (response: ServerResponse) => answer(response, 403),
    failed('permanent', 'http-unauthorized', { proven: false }),
  ],
] as const;

test.for([...failedAsking, ...mayNotAsk])(
  'a correction writes nothing when asking for the record ends in %s',
  async ([, misbehave, expected]) => {
    const { scripted, kiosk } = await hospital(
      () => {},
      (_, response) => misbehave(response),
    );
    assert.deepEqual([await kiosk.tell(correction(anh)), scripted.heard], [expected, []]);
  },
);

test.for(failedAsking)(
  'nor does a registration: whether somebody is known decides what is written: %s',
  async ([, misbehave, expected]) => {
    const { scripted, kiosk } = await hospital(
      () => {},
      (_, response) => misbehave(response),
    );
    assert.deepEqual([await kiosk.tell(registration()), scripted.heard], [expected, []]);
  },
);

test.for(mayNotAsk)(
  'where a kiosk may not search, a registration relies on the condition alone: %s',
  async ([, misbehave]) => {
    const { kiosk } = await hospital(
      (heard, response) => answer(response, 200, transactionResponse(heard)),
      (_, response) => misbehave(response),
    );
    assert.deepEqual(await kiosk.tell(registration()), accepted);
  },
);

test.for(['201 Created', '201', 201, '201Created', ' 201 ', 'HTTP/1.1 201 Created', 'http/2 201'])(
  'an entry’s status may be written as %o',
  async (status) => {
    const { kiosk } = await hospital((heard, response) => {
      const { entry } = JSON.parse(heard.body) as { entry: readonly unknown[] };
      const entries = entry.map(() => ({ response: { status } }));
      answer(response, 200, { resourceType: 'Bundle', type: 'transaction-response', entry: entries });
    });
    assert.deepEqual(await kiosk.tell(registration()), accepted);
  },
);

/** The patient is new to the server with the first message only. */
function statusesFor({ body }: Heard): readonly string[] {
  const { entry } = JSON.parse(body) as { entry: readonly unknown[] };
  return entry.map((_, at) => (at === 0 && entry.length === 4 ? '201 Created' : '200 OK'));
}
