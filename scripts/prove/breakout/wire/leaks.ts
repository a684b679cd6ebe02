import { freshPerson } from '../kiosk-on-trial.ts';
import { attempt, gained, nothingGained, type Tries, tryEach } from '../tried.ts';
import type { HostOnTrial } from './host-on-trial.ts';
import { ask, type RawAnswer } from './raw-http.ts';

/** Row 43: with a patient in the middle of a visit, and after one. */
export async function leaks(trial: HostOnTrial): Promise<Tries> {
  const own = [`Host: 127.0.0.1:${trial.port}`];
  const done = freshPerson();
  await trial.checkIn(done);
  const present = freshPerson();
  const page = await trial.page();
  await trial.scan(present.scan);
  await page.until(({ screen }) => screen.show === 'confirm-identity');
  const parts = [done, present].flatMap(({ fullName, number, address }) => [
    fullName,
    number,
    address,
    number.slice(-9),
  ]);
  const visitId = trial.site.his.arrivals().at(-1)?.facts.visitId;
  const secrets = visitId === undefined ? parts : [...parts, visitId];
  const found = (text: string) => secrets.filter((secret) => text.includes(secret));
  const sources = [
    { did: '/healthz', read: async () => (await ask(trial.port, ['GET /healthz HTTP/1.1', ...own])).body },
    { did: '/metrics', read: async () => (await ask(trial.port, ['GET /metrics HTTP/1.1', ...own])).body },
    { did: 'headers of both', read: () => headersOf(trial.port, own) },
    { did: 'answers to nonsense', read: () => nonsense(trial.port, own) },
    { did: 'the log', read: async () => trial.log().replaceAll(visitId ?? '', '') },
  ] as const;
  const tries = await tryEach(sources, ({ did, read }) => {
    let text = '';
    return attempt(
      did,
      async () => {
        text = await read();
      },
      () => {
        if (text === '') return gained('nothing could be read');
        const said = found(text);
        return said.length > 0
          ? gained(`it says ${said.length} things about a patient`)
          : nothingGained('nobody in it');
      },
    );
  });
  await page.tap('start-over', {});
  return tries;
}

async function headersOf(port: number, own: readonly string[]): Promise<string> {
  const answers: RawAnswer[] = [];
  for (const path of ['/healthz', '/metrics', '/']) answers.push(await ask(port, [`GET ${path} HTTP/1.1`, ...own]));
  return answers.map(({ headers }) => headers).join('\n');
}

async function nonsense(port: number, own: readonly string[]): Promise<string> {
  const lines = [
    'GET /healthz/../../ HTTP/1.1',
    'POST /healthz HTTP/1.1',
    'GET /metrics?x=<script> HTTP/1.1',
    'BREW / HTTP/1.1',
  ];
  const answers: RawAnswer[] = [];
  for (const line of lines) answers.push(await ask(port, [line, ...own]));
  return answers.map(({ headers, body }) => `${headers}\n${body}`).join('\n');
}
