import { setTimeout as pass } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';

/** Somebody who sits at one counter the whole day, in Chromium: signs in again when a hub does not know them, and goes on. */
export interface CounterAtWork {
  readonly counter: string;
  /** Looks at the page and does the next thing that is to be done there. */
  work(): Promise<void>;
  /** From now on only calls, so that everybody who waits gets in; whoever is called last is not finished. */
  onlyCall(): void;
  /** The last one, too. */
  finish(): void;
  /** How many wait for it or were laid aside, as its page says; `undefined`: it says nothing at the moment. */
  waiting(): Promise<number | undefined>;
  readonly account: CounterAccount;
}

export interface CounterAccount {
  readonly counter: string;
  /** What the hand pressed, by kind, whatever came of it. */
  readonly pressed: Map<string, number>;
  /** Each act that the page sent: its kind by its id, however often it was sent. */
  readonly sent: Map<string, string>;
  /** How the hub answered each of them, once it did: `done`, or why it was refused. */
  readonly answered: Map<string, string>;
  /** Numbers that stood there as being served. */
  readonly served: Set<string>;
  readonly signIns: { count: number };
  /** How often the page said that another person sits there. */
  readonly taken: { count: number };
  /** How often the page did not answer, so that whoever sits there opened another one. */
  readonly opened: { count: number };
  /** Bugs of the page. */
  readonly errors: string[];
}

interface Needs {
  readonly browser: Browser;
  /** Of its line. */
  readonly url: string;
  readonly counter: string;
  readonly person: { readonly name: string; readonly pin: string };
  readonly random: () => number;
  /** Ms at the counter between two acts; a patient is served in it. */
  readonly pauseMs: number;
}

/** Everything that the hand needs to know, at one moment. */
interface Seen {
  readonly at: 'door' | 'taken' | 'counter' | 'opening' | 'nowhere';
  readonly isBusy: boolean;
  readonly serving: string;
  readonly waiting: number;
  readonly absent: number;
  readonly parked: number;
  readonly canUndo: boolean;
}

const look = `(() => {
  const has = (selector) => document.querySelector(selector) !== null;
  const count = (list) => Number(document.querySelector('[data-list=' + list + '] .count')?.textContent ?? 0);
  const next = document.querySelector('[data-act=call-next]');
  return {
    at: !location.protocol.startsWith('http') ? 'nowhere'
      : has('[data-page=sign-in] form') ? 'door' : has('[data-taken-by]') ? 'taken' : next ? 'counter' : 'opening',
    isBusy: has('[data-sending]') || (next?.getAttribute('aria-disabled') === 'true' && !next.hasAttribute('data-off')),
    serving: document.querySelector('[data-serving]')?.dataset.serving ?? '',
    waiting: count('waiting'), absent: count('absent'), parked: count('parked'),
    canUndo: has('[data-act=undo]'),
  };
})()`;

/** A page that says nothing for so long is closed. */
const pageMs = 15_000;

const watchServing = `new MutationObserver(() => {
  const number = document.querySelector('[data-serving]')?.dataset.serving;
  if (number && number !== window.lastServed) window.noteServed(window.lastServed = number);
}).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-serving'] })`;

export async function openCounter(needs: Needs): Promise<CounterAtWork> {
  const { browser, url, counter, person, random, pauseMs } = needs;
  const address = `${url}/counter/${counter}`;
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const account: CounterAccount = {
    counter,
    pressed: new Map(),
    sent: new Map(),
    answered: new Map(),
    served: new Set(),
    signIns: { count: 0 },
    taken: { count: 0 },
    opened: { count: 0 },
    errors: [],
  };
  let until: 'everything' | 'only-call' | 'finish' = 'everything';
  await context.exposeFunction('noteServed', (number: string) => void account.served.add(number));
  await context.addInitScript(watchServing);
  let page = await openPage();

  return {
    counter,
    account,
    onlyCall() {
      until = 'only-call';
    },
    finish() {
      until = 'finish';
    },
    async waiting() {
      const seen = await see();
      return seen?.at === 'counter' && !seen.isBusy ? seen.waiting + seen.absent + seen.parked : undefined;
    },
    async work() {
      const seen = await see();
      if (!seen || seen.isBusy || seen.at === 'opening') return pass(100);
      if (seen.at === 'nowhere') {
        await page.goto(address, { timeout: pageMs }).catch(() => undefined);
        return pass(300);
      }
      if (seen.at === 'door') return signIn();
      if (seen.at === 'taken') {
        account.taken.count += 1;
        return press('sit-down', 'main [data-act=sit-down]');
      }
      await actOn(seen);
      await pass(pauseMs * (0.6 + 0.8 * random()));
    },
  };

  async function openPage(): Promise<Page> {
    const opened = await context.newPage();
    listenToActs(opened, account);
    opened.on('pageerror', ({ message }) => void account.errors.push(message));
    await opened.goto(address, { timeout: pageMs }).catch(() => undefined);
    return opened;
  }

  /** `undefined`: between two documents. */
  async function see(): Promise<Seen | undefined> {
    const seen = await Promise.race([
      page.evaluate<Seen>(look).catch(() => undefined),
      pass(pageMs, 'nothing' as const),
    ]);
    if (seen !== 'nothing') return seen;
    account.opened.count += 1;
    await Promise.race([page.close().catch(() => undefined), pass(pageMs)]);
    page = await openPage();
    return undefined;
  }

  async function signIn(): Promise<void> {
    account.signIns.count += 1;
    try {
      await page.fill('input[name=name]', person.name, { timeout: 1_000 });
      await page.fill('input[name=pin]', person.pin, { timeout: 1_000 });
      await page.click('button[type=submit]', { timeout: 1_000 });
      await page.waitForURL(/\/counter/, { timeout: 5_000 });
    } catch {
      // The line, or the hub, went meanwhile: again.
      await pass(300);
    }
  }

  /** Mostly whoever is next; everything else that staff do, too. */
  async function actOn({ serving, waiting, absent, parked, canUndo }: Seen): Promise<void> {
    const dice = until === 'everything' ? random() : 1;
    if ((dice < 0.05 || (until !== 'everything' && waiting === 0)) && absent + parked > 0)
      return comesBack(absent > 0 ? 'absent' : 'parked');
    if (serving === '') return waiting > 0 ? press('call-next') : undefined;
    if (dice < 0.1) return press('recall');
    if (dice < 0.16) return press('absent');
    if (dice < 0.19) return pressAndChoose('park', 'dialog [data-choice=waits-for-result]');
    if (dice < 0.22)
      return pressAndChoose('transfer', `dialog [data-choice=service-${random() < 0.5 ? 'mat' : 'nhi'}]`);
    if (dice < 0.26 && canUndo) return press('undo');
    if (dice < 0.32) return press('finish');
    if (dice < 0.34) return pressAndChoose('quick-issue', 'dialog [data-choice=ordinary]');
    if (waiting > 0) return press('call-next');
    return until === 'finish' ? press('finish') : undefined;
  }

  async function comesBack(list: 'absent' | 'parked'): Promise<void> {
    if (!(await click(`[data-list=${list}]`))) return;
    if (!(await opened(`[data-stands=${list}]`)) || !(await click(`[data-stands=${list}]`))) return;
    await choose('return', 'dialog [data-choice^=return-]');
    await click('[data-list=waiting]');
  }

  async function pressAndChoose(act: string, choice: string): Promise<void> {
    if (await click(`[data-act=${act}]`)) await choose(act, choice);
  }

  async function choose(act: string, choice: string): Promise<void> {
    if (await opened(choice)) await press(act, choice);
    // What was issued is shown until it is closed.
    if (act === 'quick-issue') await opened('dialog [data-issued]');
    await click('dialog [data-close]');
  }

  async function press(act: string, selector = `[data-act=${act}]`): Promise<void> {
    if (!(await click(selector))) return;
    account.pressed.set(act, (account.pressed.get(act) ?? 0) + 1);
    // A second tap within 600 ms would be taken for the first.
    await pass(650);
  }

  function click(selector: string): Promise<boolean> {
    const clicked = page
      .evaluate<boolean>(
        `(() => {
          const button = document.querySelector(${JSON.stringify(selector)});
          if (!button || button.getAttribute('aria-disabled') === 'true') return false;
          button.click();
          return true;
        })()`,
      )
      .catch(() => false);
    return Promise.race([clicked, pass(pageMs, false)]);
  }

  function opened(selector: string): Promise<boolean> {
    return page.waitForSelector(selector, { timeout: 3_000 }).then(
      () => true,
      () => false,
    );
  }
}

function listenToActs(page: Page, { sent, answered }: CounterAccount): void {
  page.on('request', (request) => {
    if (request.method() !== 'POST' || !request.url().endsWith('/act')) return;
    const { actId, act } = request.postDataJSON();
    sent.set(actId, act.kind);
  });
  page.on('response', (response) => {
    if (!response.url().endsWith('/act')) return;
    const { actId } = response.request().postDataJSON();
    response.json().then(
      ({ is, why }) => void (is === 'not-deciding' || answered.set(actId, why ?? is)),
      () => undefined,
    );
  });
}
