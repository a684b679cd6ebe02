import type { Browser, WebSocket } from 'playwright-core';
import { parsedJson } from '#config/agreements/parsed-json.ts';
import type { Span } from './lines.ts';

/** A board in Chromium of which everything is noted: what stood on it, what it was told to say, and when its loudspeaker sounded. */
export interface BoardOnWall {
  readonly account: BoardAccount;
  /** The power is cut, and it comes back. */
  powerCut(): Promise<void>;
}

/** All times are epoch ms of this machine. */
export interface BoardAccount {
  readonly name: string;
  /** One line for each number at each change of the board. */
  readonly shown: { readonly at: number; readonly number: string; readonly counter: string }[];
  /** When it sounded. A silence of less than 300 ms is a pause between two words. */
  readonly sounds: Sound[];
  readonly told: Told[];
  readonly said: {
    readonly at: number;
    readonly is: 'spoken' | 'failed';
    readonly call: string;
    readonly attempt: number;
  }[];
  /** When it had no power, until its page was there again. */
  readonly dark: Span[];
  /** Bugs of the page. */
  readonly errors: string[];
}

export interface Sound extends Span {
  /**
   * Ms that the loudspeaker's own clock went meanwhile. Less than the wall's: the machine was too busy for it, and what was heard took
   * longer than it is.
   */
  readonly clockMs: number;
}

/** Its hub wants it to say this call. */
export interface Told {
  readonly at: number;
  readonly call: string;
  readonly attempt: number;
  /** Addresses. */
  readonly clips: readonly string[];
}

interface Needs {
  readonly browser: Browser;
  readonly url: string;
  readonly place: string;
  readonly name: string;
}

const pauseMs = 300;

/** What stands on the board, at each change of it. */
const watchCalls = `new MutationObserver(() => {
  const calls = [...document.querySelectorAll('[data-called]')].map((each) => [
    each.dataset.called, (each.querySelector('.to strong') ?? each.querySelector('span'))?.textContent ?? '',
  ]);
  window.noteOfBoard(JSON.stringify({ shown: calls, at: Date.now() }));
}).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-called', 'data-room'] })`;

/**
 * An ear between the page and its loudspeaker: whatever is loud enough to be heard, with its times. A loudspeaker whose clock stands still
 * has nothing new to say, on a machine that is too busy for it.
 */
const listen = `(() => {
  const { connect } = AudioNode.prototype;
  AudioNode.prototype.connect = function (to, ...rest) {
    if (!(to instanceof AudioDestinationNode)) return connect.call(this, to, ...rest);
    const ear = new AnalyserNode(this.context, { fftSize: 2048 });
    const heard = new Float32Array(ear.fftSize);
    let at = 0;
    setInterval(() => {
      const stands = at === ear.context.currentTime;
      at = ear.context.currentTime;
      if (stands) return;
      ear.getFloatTimeDomainData(heard);
      if (heard.some((each) => Math.abs(each) > 0.003)) {
        window.noteOfBoard(JSON.stringify({ sounds: Date.now(), clock: at * 1000 }));
      }
    }, 40);
    connect.call(this, ear);
    return connect.call(ear, to);
  };
})()`;

export async function hangBoard({ browser, url, place, name }: Needs): Promise<BoardOnWall> {
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
  const page = await context.newPage();
  const sounds: { -readonly [Field in keyof Sound]: Sound[Field] }[] = [];
  let lastClock = 0;
  const account = {
    name,
    shown: [],
    sounds,
    told: [],
    said: [],
    dark: [],
    errors: [],
  } as BoardAccount;
  await page.exposeFunction('noteOfBoard', (text: string) => {
    const note = JSON.parse(text);
    if (note.sounds) heard(note.sounds, note.clock);
    else for (const [number, counter] of note.shown) account.shown.push({ at: note.at, number, counter });
  });
  await page.addInitScript(`${watchCalls};${listen}`);
  page.on('pageerror', ({ message }) => void account.errors.push(message));
  page.on('websocket', (socket) => listenToLine(socket, account));
  await open();

  return {
    account,
    async powerCut() {
      const span = { from: Date.now(), to: Number.POSITIVE_INFINITY };
      account.dark.push(span);
      await page.goto('about:blank');
      await open();
      // Nobody stands before it to load it anew.
      await page
        .waitForSelector('[data-line=there]', { timeout: 60_000 })
        .catch(() => account.errors.push('a minute after its power came back it shows nothing'));
      span.to = Date.now();
    },
  };

  async function open(): Promise<void> {
    for (;;) {
      const answer = await page.goto(`${url}/board/${place}`, { timeout: 5_000 }).catch(() => undefined);
      if (answer?.ok()) return;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  function heard(at: number, clock: number): void {
    const last = sounds.at(-1);
    if (last && at - last.to <= pauseMs) {
      last.to = at;
      // A page that was loaded anew begins at 0.
      last.clockMs += Math.max(0, clock - lastClock);
    } else sounds.push({ from: at, to: at, clockMs: 0 });
    lastClock = clock;
  }
}

function listenToLine(socket: WebSocket, { told, said }: BoardAccount): void {
  socket.on('framereceived', ({ payload }) => {
    const heard = parsedJson(String(payload)) as { readonly speech?: Omit<Told, 'at'> } | undefined;
    const speech = heard?.speech;
    if (!speech || told.some(({ call, attempt }) => call === speech.call && attempt === speech.attempt && isLast(call)))
      return;
    told.push({ at: Date.now(), call: speech.call, attempt: speech.attempt, clips: speech.clips });
  });
  socket.on('framesent', ({ payload }) => {
    const says = parsedJson(String(payload)) as Readonly<Record<string, unknown>> | undefined;
    for (const is of ['spoken', 'failed'] as const) {
      const call = says?.[is];
      if (typeof call === 'string') said.push({ at: Date.now(), is, call, attempt: Number(says?.attempt) });
    }
  });

  /** The same attempt stands in every snapshot while it lasts; hubs count attempts anew. */
  function isLast(call: string): boolean {
    return told.at(-1)?.call === call;
  }
}
