/** For tests: the patient page in Chromium, with a host that says exactly what each test wants. */
import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { restingSnapshot } from '#kiosk/bridge/resting-snapshot.ts';
import {
  bridgeVersion,
  type HostMessage,
  type PageMessage,
  pong,
  type Screen,
  type Snapshot,
} from '#kiosk/bridge/words.ts';
import { type BuiltPage, openBrowser, openBuiltPage, skipReason } from './built-page.ts';
import { settlingMs } from './page-model.ts';

export const name = 'Nguyễn Thị Ngọc Ánh';
export const confirm: Screen = {
  show: 'confirm-identity',
  person: { fullName: name, birth: '15/08/1948', numbers: [{ of: 'citizen-card', masked: '027 •••• •• 123' }] },
  remarks: [],
  chip: 'none',
};
export const choose: Screen = {
  show: 'choose-service',
  services: Array.from({ length: 24 }, (_, at) => ({
    code: `s-${at}`,
    name: `Phòng khám ${at}`,
    room: String(at),
    floor: undefined,
    icon: 'eye',
  })),
  canAskForHelpChoosing: true,
  chip: 'none',
};

export const appointment: Screen = {
  show: 'choose-appointment',
  appointments: [{ appointmentId: 'H-1', kind: 'follow-up-slip', name: 'Khám Nội', time: '09:30' }],
};

export function snapshotOf(screen: Screen, more: Partial<Snapshot> = {}): Snapshot {
  return { ...restingSnapshot, session: 's-1', canGoBack: true, canStartOver: true, screen, ...more };
}

/** The page of one test, and its host. */
export interface PatientPage {
  readonly page: Page;
  readonly url: string;
  /** The page's link; a test that lets it connect anew puts the new one here. */
  host: WebSocket;
  /** What the page complained of; a test that expects complaints empties it. */
  troubles: string[];
  readonly commands: readonly PageMessage[];
  connections(): number;
  nextConnection(): Promise<WebSocket>;
  /** `isSettled`: the finger is no longer where it was. */
  shown(snapshot: Snapshot, wishes?: { readonly isSettled?: boolean }): Promise<void>;
  /** Not quite the middle of a button, where two columns of the next screen would leave a gap. */
  middleOf(button: string): Promise<readonly [number, number]>;
  /** What a screen reader would be on: role and name of the focused node of the accessibility tree. */
  focused(): Promise<string>;
  nextText(): Promise<string>;
  /** The host is alive while the page's time is cranked. */
  keepTalking(meanwhile: () => Promise<unknown>): Promise<void>;
  /** At least `count` commands, without their running numbers. */
  heard(count: number): Promise<readonly Said[]>;
  /** Resolves once the page has said this, now or before. */
  heardOf(command: PageMessage['command']): Promise<void>;
}

/** Tests of one subject. Each gets a page of its own, whose time stands still until it is cranked. */
export function describePatientPage(subject: string, tests: (bench: PatientPage) => void): void {
  describe.skipIf(skipReason)(`the patient page, ${subject}${skipReason ? ` (skipped: ${skipReason})` : ''}`, () => {
    let built: BuiltPage;
    let browser: Browser;
    let bridge: WebSocketServer;
    let page: Page;
    let host: WebSocket;
    let troubles: string[];
    let commands: PageMessage[];

    beforeAll(async () => {
      [built, browser] = await Promise.all([openBuiltPage(), openBrowser()]);
      bridge = new WebSocketServer({ server: built.server, path: '/bridge' });
    });

    afterAll(async () => {
      bridge?.close();
      await browser?.close();
      await built?.close();
    });

    beforeEach(async () => {
      troubles = [];
      commands = [];
      const connected = nextConnection();
      page = await browser.newPage({ viewport: { width: 1080, height: 1920 } });
      // The page's time stands still until a test cranks it.
      await page.clock.install({ time: new Date('2026-03-14T08:00:00+07:00') });
      await page.clock.pauseAt(new Date('2026-03-14T08:12:00+07:00'));
      page.on('console', (message) => {
        if (message.type() === 'error') troubles.push(message.text());
      });
      page.on('pageerror', ({ message }) => troubles.push(message));
      await page.goto(built.url);
      host = await connected;
    });

    afterEach(async () => {
      await page.close();
      assert.deepEqual(troubles, []);
    });

    tests({
      get page() {
        return page;
      },
      get url() {
        return built.url;
      },
      get host() {
        return host;
      },
      set host(next) {
        host = next;
      },
      get troubles() {
        return troubles;
      },
      set troubles(next) {
        troubles = next;
      },
      get commands() {
        return commands;
      },
      connections: () => bridge.clients.size,
      nextConnection,
      shown,
      middleOf,
      focused,
      nextText,
      keepTalking,
      heard,
      heardOf,
    });

    async function nextConnection(): Promise<WebSocket> {
      const socket = await new Promise<WebSocket>((resolve) => bridge.once('connection', resolve));
      socket.on('message', (data) => {
        if (String(data) === pong) return;
        const message = JSON.parse(String(data));
        commands.push(message);
        say(socket, { kind: 'heard', id: message.id });
      });
      say(socket, { kind: 'hello', bridge: bridgeVersion });
      return socket;
    }

    async function shown(snapshot: Snapshot, { isSettled = true } = {}): Promise<void> {
      // The page answers in order, so its pong says that it holds the snapshot: the screen before may have the same name.
      say(host, { kind: 'snapshot', snapshot });
      say(host, { kind: 'ping' });
      while ((await nextText()) !== pong);
      await page.locator(`[data-screen="${snapshot.screen.show}"]`).waitFor();
      if (isSettled) await page.clock.runFor(settlingMs);
    }

    async function middleOf(button: string): Promise<readonly [number, number]> {
      const { x = 0, y = 0, width = 0, height = 0 } = (await page.locator(button).boundingBox()) ?? {};
      return [x + width * 0.4, y + height / 2];
    }

    async function focused(): Promise<string> {
      const devtools = await page.context().newCDPSession(page);
      const { nodes } = await devtools.send('Accessibility.getFullAXTree');
      await devtools.detach();
      const [node] = nodes.filter(
        ({ ignored, properties, role }) =>
          !ignored &&
          role?.value !== 'RootWebArea' &&
          properties?.some((property) => property.name === 'focused' && property.value.value === true),
      );
      return `${node?.role?.value} ${node?.name?.value}`;
    }

    function nextText(): Promise<string> {
      return new Promise((resolve) => host.once('message', (data) => resolve(String(data))));
    }

    async function keepTalking(meanwhile: () => Promise<unknown>): Promise<void> {
      const answered = nextText();
      say(host, { kind: 'ping' });
      assert.equal(await answered, pong);
      await meanwhile();
    }

    async function heardOf(command: PageMessage['command']): Promise<void> {
      while (!commands.some((each) => each.command === command))
        await new Promise((resolve) => host.once('message', resolve));
    }

    async function heard(count: number): Promise<readonly Said[]> {
      while (commands.length < count) await new Promise((resolve) => host.once('message', resolve));
      return commands.map(({ id: _, ...said }) => said);
    }
  });
}

type Said = PageMessage extends infer Each ? (Each extends PageMessage ? Omit<Each, 'id'> : never) : never;

export function say(socket: WebSocket, message: HostMessage): void {
  socket.send(JSON.stringify(message));
}
