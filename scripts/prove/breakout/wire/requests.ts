import { attempt, gained, nothingGained, type Sight, type Tries, tryEach } from '../tried.ts';
import type { HostOnTrial } from './host-on-trial.ts';
import { ask, exchange, type RawAnswer } from './raw-http.ts';

interface BadRequest {
  readonly did: string;
  readonly lines: readonly string[];
  readonly body?: string;
}

/** Row 37. Each would be answered with a page, a file or health if one check were missing. */
export async function badRequests(trial: HostOnTrial): Promise<Tries> {
  const { port } = trial;
  const cookie = await trial.cookie();
  const own = `127.0.0.1:${port}`;
  const good = [`Host: ${own}`, `Cookie: ${cookie}`];
  const get = (path: string, headers: readonly string[]) => [`GET ${path} HTTP/1.1`, ...headers];
  const upgrade = [
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${wsKey}`,
  ];
  const requests: readonly [BadRequest, ...BadRequest[]] = [
    { did: 'foreign Host (DNS rebinding)', lines: get('/', ['Host: evil.example', `Cookie: ${cookie}`]) },
    { did: 'Host of another port', lines: get('/healthz', ['Host: 127.0.0.1:1']) },
    { did: 'Host with a trailing dot', lines: get('/healthz', [`Host: localhost.:${port}`]) },
    { did: 'Host with a user', lines: get('/healthz', [`Host: ${own}@evil.example`]) },
    { did: 'no Host', lines: get('/healthz', []) },
    { did: 'empty Host', lines: get('/healthz', ['Host:']) },
    { did: 'a second, foreign Host', lines: get('/healthz', [`Host: ${own}`, 'Host: evil.example']) },
    { did: 'a second Host before ours', lines: get('/healthz', ['Host: evil.example', `Host: ${own}`]) },
    { did: 'foreign address in the request line', lines: get('http://evil.example/healthz', [`Host: ${own}`]) },
    { did: 'foreign Origin', lines: get('/healthz', [`Host: ${own}`, 'Origin: http://evil.example']) },
    { did: 'Origin null', lines: get('/', [...good, 'Origin: null']) },
    { did: 'our Origin with https', lines: get('/', [...good, `Origin: https://${own}`]) },
    { did: 'Origin that begins like ours', lines: get('/', [...good, `Origin: http://${own}.evil.example`]) },
    { did: 'no cookie', lines: get('/', [`Host: ${own}`]) },
    { did: 'a cookie with one letter changed', lines: get('/', [`Host: ${own}`, `Cookie: ${cookie.slice(0, -1)}!`]) },
    { did: 'a cookie cut short', lines: get('/', [`Host: ${own}`, `Cookie: ${cookie.slice(0, -4)}`]) },
    { did: 'a cookie with nothing in it', lines: get('/', [`Host: ${own}`, `Cookie: ${cookie.split('=', 1)[0]}=`]) },
    ...traversals.map((path) => ({ did: `path ${path}`, lines: get(path, good) })),
    ...(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'CONNECT', 'PROPFIND', 'HEAD'] as const).map(
      (method) => ({
        did: `${method} without Origin`,
        lines: [`${method} / HTTP/1.1`, ...good],
      }),
    ),
    { did: 'POST from our own page', lines: ['POST / HTTP/1.1', ...good, `Origin: http://${own}`], body: '{}' },
    { did: 'WebSocket without cookie', lines: get('/bridge', [`Host: ${own}`, `Origin: http://${own}`, ...upgrade]) },
    { did: 'WebSocket without Origin', lines: get('/bridge', [...good, ...upgrade]) },
    {
      did: 'WebSocket of a foreign Origin',
      lines: get('/bridge', [...good, 'Origin: http://evil.example', ...upgrade]),
    },
    { did: 'two lengths', lines: ['POST / HTTP/1.1', ...good, 'Content-Length: 5', 'Content-Length: 6'] },
    {
      did: 'length and chunks at once',
      lines: ['POST / HTTP/1.1', ...good, 'Content-Length: 5', 'Transfer-Encoding: chunked'],
    },
    { did: 'a header of 64 kB', lines: get('/healthz', [`Host: ${own}`, `X-Long: ${'x'.repeat(65_536)}`]) },
    { did: 'a line feed in a header', lines: get('/', [`Host: ${own}\n\tevil.example`, `Cookie: ${cookie}`]) },
  ];
  const tried = await tryEach(requests, async ({ did, lines, body }) => {
    let answer: RawAnswer | undefined;
    return attempt(
      did,
      async () => {
        answer = await ask(port, lines, body);
      },
      () => refused(answer),
    );
  });
  const good200 = await ask(port, get('/', good));
  if (good200.status !== 200) throw new Error(`Without anything wrong the page is answered with ${good200.status}`);
  const two = `GET /healthz HTTP/1.1\r\nHost: ${own}\r\n\r\nGET / HTTP/1.1\r\nHost: evil.example\r\n\r\n`;
  let answers: RawAnswer | undefined;
  const pipelined = await attempt(
    'a foreign request behind one of ours on the same line',
    async () => {
      answers = await exchange(port, two, 400);
    },
    () =>
      /HTTP\/1\.1 421/.test(answers?.body ?? '')
        ? nothingGained('421 for the second')
        : gained('the second was answered'),
  );
  return [...tried, pipelined];
}

const wsKey = Buffer.alloc(16, 7).toString('base64');

const traversals = [
  '/../../../../etc/passwd',
  '/..%2f..%2f..%2fetc/passwd',
  '/%2e%2e/%2e%2e/package.json',
  '/assets/..%5c..%5cpackage.json',
  '/assets/%00.js',
  '/assets//../../../package.json',
  '//etc/passwd',
  '/.git/config',
  '/.env',
  '/console/../../package.json',
  '/index.html/../../../package.json',
  '/%c0%ae%c0%ae/package.json',
];

/** 3xx leads nowhere without a cookie of its own; anything that was served would be 200 or 101. */
function refused(answer: RawAnswer | undefined): Sight {
  if (!answer) return gained('no answer was read');
  const { status, body } = answer;
  return status === 0 || status >= 400
    ? nothingGained(status === 0 ? 'hung up' : String(status))
    : gained(`answered ${status}: ${body.slice(0, 60)}`);
}

/** Row 38. */
export async function tokens(trial: HostOnTrial, oldAddress: (() => Promise<URL>) | undefined): Promise<Tries> {
  const { port } = trial;
  const technician = await trial.freshConsoleAddress();
  const consolePort = Number(technician.port);
  const open = (at: number, pathAndToken: string) => ask(at, [`GET ${pathAndToken} HTTP/1.1`, `Host: 127.0.0.1:${at}`]);
  const opens = (did: string, doIt: () => Promise<readonly RawAnswer[]>) => {
    let answers: readonly RawAnswer[] = [];
    return attempt(
      did,
      async () => {
        answers = await doIt();
      },
      () => (answers.some(isOpened) ? gained('the page opened') : nothingGained(`${answers.length} refused`)),
    );
  };
  const address = await trial.freshAddress();
  const launch = `/${address.search}`;
  const replayed = await opens('an address used twice', async () => {
    const first = await open(port, launch);
    if (first.status !== 303) throw new Error(`A fresh address is answered with ${first.status}`);
    return [await open(port, launch)];
  });
  const together = await opens('an address used by ten at once, beyond the first', async () => {
    const { search } = await trial.freshAddress();
    const answers = await Promise.all(Array.from({ length: 10 }, () => open(port, `/${search}`)));
    const lucky = answers.findIndex(({ status }) => status === 303);
    return answers.filter((_, at) => at !== lucky);
  });
  const other = await trial.freshAddress();
  const crossed = await opens("a patient's address at the console's door, and the other way round", async () => [
    await open(consolePort, `/${other.search}`),
    await open(consolePort, `/open${other.search}`),
    await open(port, `/${technician.search}`),
    await open(port, `/open${technician.search}`),
  ]);
  const consoleTwice = await opens("the console's address used twice", async () => {
    const first = await open(consolePort, `/open${technician.search}`);
    if (!isOpened(first)) throw new Error(`A fresh address of the console is answered with ${first.status}`);
    return [await open(consolePort, `/open${technician.search}`)];
  });
  const consoleTogether = await opens("the console's address used by ten at once, beyond the first", async () => {
    const { search } = await trial.freshConsoleAddress();
    const answers = await Promise.all(Array.from({ length: 10 }, () => open(consolePort, `/open${search}`)));
    const lucky = answers.findIndex(isOpened);
    return answers.filter((_, at) => at !== lucky);
  });
  const consoleShapes = await opens("the console's address in other shapes, and guessed", async () => {
    const { search } = await trial.freshConsoleAddress();
    const token = search.replace('?token=', '');
    const guesses = Array.from({ length: 50 }, (_, at) => Buffer.from(`guess ${at}`.padEnd(32)).toString('base64url'));
    const shapes = [
      `/open?token=${token}&token=${token}`,
      `/open?token[]=${token}`,
      `/open?TOKEN=${token}`,
      `/open/?token=${token}`,
      `/overview?token=${token}`,
      '/open?token=',
      '/open?token=__proto__',
      ...guesses.map((guess) => `/open?token=${guess}`),
    ];
    return Promise.all(shapes.map((shape) => open(consolePort, shape)));
  });
  const cookie = await trial.cookie();
  const crossedCookie = await opens("a patient's cookie at the console's door, under every name", async () => {
    const value = cookie.slice(cookie.indexOf('=') + 1);
    const names = [cookie.split('=', 1)[0], `tiep-don-console-soak-${consolePort}`, `tiep-don-soak-${consolePort}`];
    return Promise.all(
      names.map((name) =>
        ask(consolePort, ['GET /overview HTTP/1.1', `Host: 127.0.0.1:${consolePort}`, `Cookie: ${name}=${value}`]),
      ),
    );
  });
  const guessed = await opens('300 guessed addresses and cookies', async () => {
    const guesses = Array.from({ length: 150 }, (_, at) => Buffer.from(`guess ${at}`.padEnd(32)).toString('base64url'));
    const answers: RawAnswer[] = [];
    for (const guess of guesses) {
      answers.push(await open(port, `/?token=${guess}`));
      const header = `Cookie: ${cookie.split('=', 1)[0]}=${guess.slice(0, 22)}.${guess}`;
      answers.push(await ask(port, ['GET / HTTP/1.1', `Host: 127.0.0.1:${port}`, header]));
    }
    return answers;
  });
  const shaped = await opens('addresses of other shapes', async () => {
    const { search } = await trial.freshAddress();
    const token = search.replace('?token=', '');
    const shapes = [
      `/?token=${token}&token=${token}`,
      `/?token[]=${token}`,
      `/index.html${search}`,
      `/?TOKEN=${token}`,
    ];
    return Promise.all(shapes.map((shape) => open(port, shape)));
  });
  const old =
    oldAddress &&
    (await opens('an address older than 60 s', async () => [await open(port, `/${(await oldAddress()).search}`)]));
  const ofConsole = [consoleTwice, consoleTogether, consoleShapes];
  return [replayed, together, crossed, ...ofConsole, crossedCookie, guessed, shaped, ...(old ? [old] : [])];
}

/** Whoever is sent to the sign-in page stands before a closed door. */
function isOpened({ status, headers }: RawAnswer): boolean {
  return status > 0 && status < 400 && !(status === 303 && /^location: \/sign-in\r?$/im.test(headers));
}
