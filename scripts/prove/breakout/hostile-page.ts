import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { listenOnLoopback } from '#config/agreements/listen-on-loopback.ts';
import { beside } from './keys.ts';
import type { KioskOnTrial } from './kiosk-on-trial.ts';
import { glance, somethingLeft } from './sights.ts';
import { attempt, gained, nothingGained, type Sight, type Tries, tryEach } from './tried.ts';
import type { Try } from './way.ts';

/** Something that a script would do on the patient's page if one got there. Its answer becomes the window's title. */
interface Step {
  readonly did: string;
  /** An expression; resolves to what came of it. `elsewhere` is a server that nobody may reach. */
  readonly script: string;
  /** What the answer says when the script was let. Default: windows, files and programs alone tell. */
  readonly letIf?: RegExp;
  /** The page may be gone afterwards; not in the short form. */
  readonly leadsAway?: true;
}

const none = 'undefined';

export const windowsByScript: readonly [Step, ...Step[]] = [
  { did: "window.open('about:blank')", script: "String(open('about:blank'))", letIf: /object/ },
  {
    did: 'window.open of our own page',
    script: "String(open('/', '_blank', 'width=300,height=300'))",
    letIf: /object/,
  },
  { did: 'window.open of another host', script: 'String(open(elsewhere))', letIf: /object/ },
  { did: 'a link with target=_blank', leadsAway: true, script: `click('a', { href: '/', target: '_blank' })` },
  { did: 'alert()', script: `(alert('x'), ${none})` },
  { did: 'confirm()', script: "String(confirm('x'))", letIf: /true/ },
  { did: 'prompt()', script: `(prompt('x'), ${none})` },
  { did: 'print()', script: `(print(), ${none})` },
  { did: 'a file chooser', script: "click('input', { type: 'file' })" },
  { did: 'a download', script: "click('a', { href: URL.createObjectURL(new Blob(['x'])), download: 'x.html' })" },
  { did: 'a mail address', leadsAway: true, script: "click('a', { href: 'mailto:x@evil.example' })" },
  { did: 'a telephone number', leadsAway: true, script: "click('a', { href: 'tel:113' })" },
  { did: 'a form to another host', leadsAway: true, script: 'submitForm(elsewhere)' },
];

/** An empty list is what a browser under guard hands out: nobody was let choose. */
const asked = (expression: string) =>
  `${expression}.then((it) => it?.length === 0 ? 'nothing' : 'granted', (why) => why.name ?? 'refused')`;

export const permissions: readonly [Step, ...Step[]] = [
  { did: 'camera', script: asked('navigator.mediaDevices.getUserMedia({ video: true })'), letIf: /granted/ },
  { did: 'microphone', script: asked('navigator.mediaDevices.getUserMedia({ audio: true })'), letIf: /granted/ },
  { did: 'screen', script: asked('navigator.mediaDevices.getDisplayMedia({ video: true })'), letIf: /granted/ },
  {
    did: 'place',
    script: asked('new Promise((yes, no) => navigator.geolocation.getCurrentPosition(yes, no, { timeout: 700 }))'),
    letIf: /granted/,
  },
  { did: 'notifications', script: 'Notification.requestPermission()', letIf: /^granted/ },
  { did: 'clipboard, to read', script: asked('navigator.clipboard.readText()'), letIf: /granted/ },
  { did: 'MIDI', script: asked('navigator.requestMIDIAccess({ sysex: true })'), letIf: /granted/ },
  { did: 'USB', script: asked('navigator.usb.requestDevice({ filters: [] })'), letIf: /granted/ },
  { did: 'serial lines', script: asked('navigator.serial.requestPort()'), letIf: /granted/ },
  { did: 'HID', script: asked('navigator.hid.requestDevice({ filters: [] })'), letIf: /granted/ },
  {
    did: 'Bluetooth',
    script: asked('navigator.bluetooth.requestDevice({ acceptAllDevices: true })'),
    letIf: /granted/,
  },
  { did: "the machine's files", script: asked('showOpenFilePicker()'), letIf: /granted/ },
  { did: 'fonts of the machine', script: asked('queryLocalFonts()'), letIf: /granted/ },
  { did: 'more screens', script: asked('getScreenDetails()'), letIf: /granted/ },
  { did: 'lock of the keyboard', script: asked('navigator.keyboard.lock()') },
  { did: 'lock of the pointer', script: asked('document.body.requestPointerLock()'), letIf: /granted/ },
];

const tried = (expression: string) =>
  `Promise.resolve().then(() => ${expression}).then((it) => 'let ' + it, (why) => String(why.name ?? why))`;

export const foreignThings: readonly [Step, ...Step[]] = [
  { did: 'fetch of another host', script: tried("fetch(elsewhere, { mode: 'no-cors' })"), letIf: /^let/ },
  { did: 'a picture of another host', script: "element('img', { src: elsewhere + '/x.png' })" },
  { did: 'a script of another host', script: "element('script', { src: elsewhere + '/x.js' })" },
  { did: 'a style of another host', script: "element('link', { rel: 'stylesheet', href: elsewhere + '/x.css' })" },
  { did: 'a frame of another host', script: "element('iframe', { src: elsewhere })" },
  {
    did: 'a frame of our own page',
    script: "element('iframe', { src: '/' }).then(() => String(frames[0]?.document?.title))",
    letIf: /Tiếp/,
  },
  { did: 'an object of another host', script: "element('object', { data: elsewhere })" },
  { did: 'a WebSocket to another host', script: "socket(elsewhere.replace('http', 'ws'))", letIf: /open/ },
  { did: 'a beacon to another host', script: "String(navigator.sendBeacon(elsewhere, 'x'))" },
  { did: 'eval', script: tried("eval('1 + 1')"), letIf: /^let/ },
  {
    did: 'a script as text',
    script: "element('script', { textContent: 'window.inlined = 1' }).then(() => String(window.inlined))",
    letIf: /1/,
  },
  {
    did: 'a style as text',
    script:
      "element('style', { textContent: 'body { --inlined: 1 }' }).then(() => getComputedStyle(document.body).getPropertyValue('--inlined'))",
    letIf: /1/,
  },
  { did: 'a service worker', script: tried("navigator.serviceWorker.register('/service-worker.js')"), letIf: /^let/ },
  { did: 'a worker from a blob', script: "worker(URL.createObjectURL(new Blob(['postMessage(1)'])))", letIf: /1/ },
  { did: 'going to another host', leadsAway: true, script: `(location.assign(elsewhere), ${none})` },
  { did: "going to the machine's files", leadsAway: true, script: `(location.assign('file:///etc/passwd'), ${none})` },
  {
    did: "going to the browser's settings",
    leadsAway: true,
    script: `(location.assign('chrome://settings'), ${none})`,
  },
];

/** The patient's page with a script on it: with a click for each step, as a real finger would give it. */
export function byScript([firstStep, ...otherSteps]: readonly [Step, ...Step[]]): Try {
  return async ({ kiosk, isShort }) => {
    const steps: readonly [Step, ...Step[]] = [
      firstStep,
      ...otherSteps.filter(({ leadsAway }) => !(isShort && leadsAway)),
    ];
    const elsewhere = await openElsewhere();
    const page = await openHostilePage(kiosk, steps, elsewhere.address);
    const files = kiosk.files();
    const tries: Tries = await tryEach(steps, async (step) => {
      const at = steps.indexOf(step);
      await page.readyFor(at);
      return attempt(
        step.did,
        () => kiosk.hands.click(beside(kiosk.screen)),
        async () => {
          const answer = await page.answerOf(at);
          const window = await glance(kiosk, isShort ? 120 : 300);
          if (window.wayOut !== undefined) {
            await page.renew();
            return window;
          }
          const gain = elsewhere.reached() ?? somethingLeft(kiosk, files);
          // A script that did not run has tried nothing.
          if (!gain && answer === undefined && !step.leadsAway) throw new Error(`"${step.did}" was not done`);
          return gain ?? judged(step, answer);
        },
      );
    });
    await page.close();
    await elsewhere.close();
    return tries;
  };
}

function judged({ letIf }: Step, answer: string | undefined): Sight {
  if (answer !== undefined && letIf?.test(answer)) return gained(`it was let: ${answer}`);
  return nothingGained(answer === undefined || answer === none ? 'nothing to be seen' : `refused: ${answer}`);
}

async function openElsewhere(): Promise<{
  readonly address: string;
  readonly reached: () => Sight | undefined;
  readonly close: () => Promise<void>;
}> {
  let calls = 0;
  const server = createServer((_request, response) => {
    calls += 1;
    response.setHeader('access-control-allow-origin', '*').end('elsewhere');
  });
  const { port, close } = await listenOnLoopback(server);
  return {
    address: `http://127.0.0.1:${port}`,
    reached() {
      const were = calls;
      calls = 0;
      return were > 0 ? gained(`another server was reached ${were} times`) : undefined;
    },
    close,
  };
}

interface HostilePage {
  /** The page is there and its next click does this step. */
  readyFor(step: number): Promise<void>;
  answerOf(step: number): Promise<string | undefined>;
  renew(): Promise<void>;
  close(): Promise<void>;
}

const built = fileURLToPath(new URL('../../../dist/ui', import.meta.url));

const scriptFile = 'hostile.js';

/** A copy of the built pages with one more script on the patient's, which runs before all others. */
export async function pagesWith(script: string): Promise<string> {
  const pageDir = mkdtempSync(join(tmpdir(), 'tiep-don-hostile-'));
  await cp(built, pageDir, { recursive: true });
  const index = join(pageDir, 'index.html');
  const page = readFileSync(index, 'utf8').replace('<script', `<script src="/${scriptFile}"></script><script`);
  writeFileSync(index, page);
  writeFileSync(join(pageDir, scriptFile), script);
  return pageDir;
}

/** The real host on the same address, with one more script on the real page. */
async function openHostilePage(kiosk: KioskOnTrial, steps: readonly Step[], elsewhere: string): Promise<HostilePage> {
  let next = 0;
  const script = () => hostileScript(steps, next, elsewhere);
  const pageDir = await pagesWith(script());
  const write = () => writeFileSync(join(pageDir, scriptFile), script());
  await kiosk.servePages(pageDir);

  async function titleFits(fits: RegExp, withinMs: number): Promise<string | undefined> {
    const startedAt = performance.now();
    while (performance.now() - startedAt < withinMs) {
      for (const { title } of await kiosk.eyes.windows()) if (fits.test(title)) return title;
      await pass(100);
    }
    return undefined;
  }

  async function renew(): Promise<void> {
    write();
    await kiosk.openWindow();
  }

  return {
    async readyFor(step) {
      next = step;
      if (await titleFits(new RegExp(`^(ready ${step}|${step - 1}: )`), 300)) return;
      // The step before has led away, or left a dialog behind: the page is opened anew.
      await renew();
      if (!(await titleFits(new RegExp(`^ready ${step}`), 20_000)))
        throw new Error('The page with a script did not come');
    },
    async answerOf(step) {
      const title = await titleFits(new RegExp(`^${step}: `), steps[step]?.leadsAway ? 1_500 : 10_000);
      return title?.replace(/^\d+: /, '').replace(/ - Chromium$/, '');
    },
    renew,
    async close() {
      await kiosk.servePages(undefined);
      rmSync(pageDir, { recursive: true, force: true });
      await kiosk.restore();
    },
  };
}

function hostileScript(steps: readonly Step[], from: number, elsewhere: string): string {
  const functions = steps.map(({ script }) => `async () => ${script}`).join(',\n');
  return `
const elsewhere = ${JSON.stringify(elsewhere)};
const add = (tag, fields) => document.body.appendChild(Object.assign(document.createElement(tag), fields));
const click = (tag, fields) => { add(tag, fields).click(); };
const element = (tag, fields) => new Promise((done) => {
  const it = add(tag, fields);
  it.onload = () => done('loaded');
  it.onerror = () => done('error');
  setTimeout(() => done('nothing'), 400);
});
const socket = (url) => new Promise((done) => {
  try {
    const it = new WebSocket(url);
    it.onopen = () => done('open');
    it.onerror = () => done('error');
  } catch (why) { done(why.name); }
});
const worker = (url) => new Promise((done) => {
  try {
    const it = new Worker(url);
    it.onmessage = (event) => done(String(event.data));
    it.onerror = () => done('error');
  } catch (why) { done(why.name); }
});
const submitForm = (action) => { const it = add('form', { action, method: 'post' }); it.submit(); };
const steps = [${functions}];
let next = ${from};
const say = (text) => { document.title = text; };
addEventListener('load', () => setTimeout(() => say('ready ' + next), 300));
addEventListener('mouseup', async () => {
  const at = next;
  next += 1;
  let answer;
  try { answer = await steps[at]?.(); } catch (why) { answer = String(why && why.name || why); }
  say(at + ': ' + answer);
}, true);
`;
}
