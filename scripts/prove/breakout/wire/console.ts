import { attempt, gained, nothingGained, type Sight, type Tries, tryEach } from '../tried.ts';
import { answers, type HostOnTrial } from './host-on-trial.ts';
import { ask, type RawAnswer } from './raw-http.ts';

const act = (more: object) => JSON.stringify({ do: 'try-now', endpointId: 'his', ...more });
const json = 'Content-Type: application/json';
const upgrade = [
  ...['Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Version: 13'],
  `Sec-WebSocket-Key: ${Buffer.alloc(16, 7).toString('base64')}`,
];

interface Forgery {
  readonly did: string;
  readonly send: () => Promise<RawAnswer>;
}

/** Row 44: whoever sits at the console is signed in, and somebody else wants to act in their name, or to sign in. */
export async function consoleForgeries(trial: HostOnTrial): Promise<Tries> {
  const address = await trial.freshConsoleAddress();
  const port = Number(address.port);
  const own = `Host: 127.0.0.1:${port}`;
  const origin = `Origin: http://127.0.0.1:${port}`;
  const opened = await ask(port, [`GET ${address.pathname}${address.search} HTTP/1.1`, own]);
  const setCookie = /^set-cookie: (.*)$/im.exec(opened.headers)?.[1] ?? '';
  const [pair = ''] = setCookie.split(';');
  const cookie = `Cookie: ${pair}`;
  const me = await ask(port, ['GET /api/me HTTP/1.1', own, cookie]);
  const token = `X-Csrf-Token: ${JSON.parse(me.body).csrfToken}`;
  const patients = `Cookie: ${await trial.cookie()}`;
  const [name = ''] = pair.split('=');
  const patientsRenamed = `Cookie: ${name}=${patients.slice(patients.indexOf('=') + 1)}`;

  const post = (headers: readonly string[], body: string, path = '/api/call/kiosk/act') =>
    ask(port, [`POST ${path} HTTP/1.1`, own, ...headers], body);
  const get = (path: string, headers: readonly string[]) => ask(port, [`GET ${path} HTTP/1.1`, own, ...headers]);
  const whole = [cookie, token, origin, json];
  const real = await post(whole, act({}));
  if (!isTaken(real)) throw new Error(`An act of whoever is signed in is answered with ${real.status}`);
  const without = (header: string) => whole.filter((each) => each !== header);
  const instead = (header: string, other: string) => whole.map((each) => (each === header ? other : each));

  const forgeries: readonly [Forgery, ...Forgery[]] = [
    { did: 'an act without Origin', send: () => post(without(origin), act({})) },
    {
      did: 'an act from a foreign page',
      send: () => post(instead(origin, 'Origin: http://evil.example'), act({})),
    },
    {
      did: "an act from the patient's page",
      send: () => post(instead(origin, `Origin: http://127.0.0.1:${trial.port}`), act({})),
    },
    {
      did: 'an act as a form of a foreign page',
      send: () => post([cookie, 'Origin: null', 'Content-Type: text/plain'], act({})),
    },
    {
      did: 'an act as a form of our own page',
      send: () =>
        post([cookie, origin, 'Content-Type: application/x-www-form-urlencoded'], 'do=try-now&endpointId=his'),
    },
    {
      did: 'an act as text of our own page, with its token',
      send: () => post(instead(json, 'Content-Type: text/plain'), act({})),
    },
    { did: 'an act without a cookie', send: () => post(without(cookie), act({})) },
    { did: "an act with the patient's cookie", send: () => post(instead(cookie, patients), act({})) },
    {
      did: "an act with the patient's cookie under the console's name",
      send: () => post(instead(cookie, patientsRenamed), act({})),
    },
    { did: 'an act without a token', send: () => post(without(token), act({})) },
    { did: 'an act with another token', send: () => post(instead(token, `${token.slice(0, -1)}!`), act({})) },
    { did: 'an act with a token cut short', send: () => post(instead(token, token.slice(0, -4)), act({})) },
    { did: 'an act with an empty token', send: () => post(instead(token, 'X-Csrf-Token:'), act({})) },
    {
      did: 'an act with the cookie as its token',
      send: () => post(instead(token, `X-Csrf-Token: ${pair.slice(pair.indexOf('=') + 1)}`), act({})),
    },
    { did: 'an act with one field too many', send: () => post(whole, act({ more: 1 })) },
    { did: 'an act in the name of somebody else', send: () => post(whole, act({ by: 'BS. Trần Thị Thử' })) },
    { did: 'an act with a polluted prototype', send: () => post(whole, '{"__proto__":{"do":"try-now"}}') },
    { did: 'an act with 2 kB', send: () => post(whole, act({ endpointId: 'x'.repeat(2_048) })) },
    { did: 'an act with 1 MB', send: () => post(whole, act({ endpointId: 'x'.repeat(1_000_000) })) },
    { did: 'an act of another kind', send: () => post(whole, act({ do: 'erase-all' })) },
    { did: 'an act that is a GET', send: () => get('/api/call/kiosk/act', [cookie, token]) },
    { did: 'a call that there is none of', send: () => post(whole, '{}', '/api/call/kiosk/erase') },
    { did: 'a call that is a property of every object', send: () => post(whole, '{}', '/api/call/constructor') },
    {
      did: 'a first person on a kiosk that is set up',
      send: () => post(whole, JSON.stringify({ name: 'Kẻ Lạ', pin: '271828' }), '/api/call/people/first'),
    },
    {
      did: 'a set-up code on a kiosk that is set up',
      send: () => post([origin, json], JSON.stringify({ code: '00000000' }), '/api/set-up-code'),
    },
    {
      did: 'a sign-in as the owner of the machine',
      send: () => post([origin, json], JSON.stringify({ name: 'Chủ máy', pin: '271828' }), '/api/sign-in'),
    },
    {
      did: 'a sign-in from a foreign page',
      send: () => post(['Origin: http://evil.example', json], JSON.stringify({ name: 'A', pin: '' }), '/api/sign-in'),
    },
    { did: 'pages, without a cookie', send: () => get('/overview', []) },
    { did: 'a day that is a path', send: () => get('/check-in/..%2f..%2fstore.key', [cookie]) },
    { did: "a patients' file that nobody asked for", send: () => get('/check-in/2026-01-01?pass=x', [cookie]) },
    { did: "a patients' file without a cookie", send: () => get('/check-in/2026-01-01', []) },
    { did: 'its link, without a cookie', send: () => get('/live', [origin, ...upgrade]) },
    { did: "its link, with the patient's cookie", send: () => get('/live', [patients, origin, ...upgrade]) },
    { did: 'its link, without Origin', send: () => get('/live', [cookie, ...upgrade]) },
    {
      did: 'its link, from a foreign page',
      send: () => get('/live', [cookie, 'Origin: http://evil.example', ...upgrade]),
    },
    {
      did: "its link, from the patient's page",
      send: () => get('/live', [cookie, `Origin: http://127.0.0.1:${trial.port}`, ...upgrade]),
    },
    {
      did: 'its page by another name (DNS rebinding)',
      send: () => ask(port, ['GET /overview HTTP/1.1', 'Host: evil.example', cookie]),
    },
  ];
  const tries = await tryEach(forgeries, ({ did, send }) => {
    let answer: RawAnswer | undefined;
    return attempt(
      did,
      async () => {
        answer = await send();
      },
      () => {
        if (!answer) return gained('no answer was read');
        return isTaken(answer) ? gained(`answered ${answer.status}`) : nothingGained(String(answer.status));
      },
    );
  });
  const seen = await attempt(
    'the cookie, looked at',
    async () => undefined,
    () => {
      const missing = ['HttpOnly', 'SameSite=Strict'].filter((word) => !setCookie.includes(word));
      return missing.length > 0 ? gained(`it lacks ${missing.join(', ')}`) : nothingGained('HttpOnly, SameSite=Strict');
    },
  );
  const after = await attempt(
    'all of these; whoever is signed in works on',
    async () => undefined,
    async (): Promise<Sight> => {
      const again = await post(whole, act({}));
      return isTaken(again) ? answers(trial) : gained(`an act of whoever is signed in is answered ${again.status}`);
    },
  );
  return [...tries, seen, after];
}

/** 409: it was taken, and there was nothing to do. */
function isTaken({ status }: RawAnswer): boolean {
  return (status > 0 && status < 400) || status === 409;
}
