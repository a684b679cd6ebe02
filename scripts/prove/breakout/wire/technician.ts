import { attempt, gained, nothingGained, type Tries, tryEach } from '../tried.ts';
import type { HostOnTrial } from './host-on-trial.ts';
import { ask, type RawAnswer } from './raw-http.ts';

const act = (more: object) => JSON.stringify({ do: 'try-now', endpointId: 'his', ...more });

/** Row 44. */
export async function technicianPage(trial: HostOnTrial): Promise<Tries> {
  const port = Number(new URL(trial.host.technicianUrl).port);
  // Its own address may have been used up: whoever asks its door without one is told so.
  const { search } = new URL(trial.host.technicianUrl);
  const own = `Host: 127.0.0.1:${port}`;
  const origin = `Origin: http://127.0.0.1:${port}`;
  const opened = await ask(port, [`GET /${search} HTTP/1.1`, own]);
  const cookie = `Cookie: ${/^set-cookie: ([^;]+)/im.exec(opened.headers)?.[1] ?? ''}`;
  const patients = `Cookie: ${await trial.cookie()}`;
  const json = 'Content-Type: application/json';
  const post = (headers: readonly string[], body: string) =>
    ask(port, ['POST /api/act HTTP/1.1', own, ...headers], body);
  const own200 = await post([cookie, origin, json], act({}));
  if (!isTaken(own200)) throw new Error(`An act of the technician is answered with ${own200.status}`);
  const named = (by: unknown) => JSON.stringify({ do: 'send-all-again', endpointId: 'his', by });
  const forgeries: readonly [Forgery, ...Forgery[]] = [
    { did: 'without Origin', send: () => post([cookie, json], act({})) },
    { did: 'from a foreign page', send: () => post([cookie, 'Origin: http://evil.example', json], act({})) },
    {
      did: "from the patient's page",
      send: () => post([cookie, `Origin: http://127.0.0.1:${trial.port}`, json], act({})),
    },
    {
      did: 'as a form of a foreign page',
      send: () => post([cookie, 'Origin: null', 'Content-Type: text/plain'], act({})),
    },
    { did: 'as a form of our own page', send: () => post([cookie, origin, 'Content-Type: text/plain'], act({})) },
    { did: 'without a cookie', send: () => post([origin, json], act({})) },
    { did: "with the patient's cookie", send: () => post([patients, origin, json], act({})) },
    { did: 'with one field too many', send: () => post([cookie, origin, json], act({ more: 1 })) },
    { did: 'with a polluted prototype', send: () => post([cookie, origin, json], '{"__proto__":{"do":"try-now"}}') },
    { did: 'with 2 kB', send: () => post([cookie, origin, json], act({ endpointId: 'x'.repeat(2_048) })) },
    { did: 'of another kind', send: () => post([cookie, origin, json], act({ do: 'erase-all' })) },
    ...['', ' ', 'x', '<script>alert(1)</script>', '1234', '.-', `A${'a'.repeat(200)}`, 7, null, { name: 'Lan' }].map(
      (by) => ({
        did: `as "${typeof by === 'string' ? by.slice(0, 20) : JSON.stringify(by)}"`,
        send: () => post([cookie, origin, json], named(by)),
      }),
    ),
    {
      did: 'of a day that is a path',
      send: () => ask(port, ['GET /check-in/..%2f..%2fstore.key HTTP/1.1', own, cookie]),
    },
    { did: "a patients' file without a cookie", send: () => ask(port, ['GET /check-in/2026-01-01 HTTP/1.1', own]) },
  ];
  const tries = await tryEach(forgeries, ({ did, send }) => {
    let answer: RawAnswer | undefined;
    return attempt(
      `an act ${did}`,
      async () => {
        answer = await send();
      },
      () => {
        if (!answer) return gained('no answer was read');
        return isTaken(answer) ? gained(`answered ${answer.status}`) : nothingGained(String(answer.status));
      },
    );
  });
  const aged = await attempt(
    'the cookie, looked at',
    async () => undefined,
    () => {
      const set = /^set-cookie: (.*)$/im.exec(opened.headers)?.[1] ?? '';
      const missing = ['HttpOnly', 'SameSite=Strict'].filter((word) => !set.includes(word));
      return missing.length > 0 ? gained(`it lacks ${missing.join(', ')}`) : nothingGained('HttpOnly, SameSite=Strict');
    },
  );
  return [...tries, aged];
}

/** 409: it was taken, and there was nothing to do. */
function isTaken({ status }: RawAnswer): boolean {
  return status < 400 || status === 409;
}

interface Forgery {
  readonly did: string;
  readonly send: () => Promise<RawAnswer>;
}
