import { drops } from './drops.ts';
import { closingTheWindow, hangs, rendererCrashes, startAfterKill, whiteScreen, windowBeforeHost } from './falls.ts';
import { copying, drags, fingers, longPresses, onScreenKeyboards, pasting, pinches, swipes } from './fingers.ts';
import { byScript, foreignThings, permissions, windowsByScript } from './hostile-page.ts';
import { keys } from './keys.ts';
import type { Tries } from './tried.ts';
import { ontoFocusedButton, otherKeys } from './typing-scanner.ts';
import type { Here, Try, Way, WireTrial } from './way.ts';
import { consoleForgeries } from './wire/console.ts';
import { hostileCodes, manyCards } from './wire/hostile-codes.ts';
import { leaks } from './wire/leaks.ts';
import { anotherUser, rights } from './wire/other-user.ts';
import { badRequests, tokens } from './wire/requests.ts';
import { slowConnections } from './wire/slow-connections.ts';
import { webSocketAbuse } from './wire/web-sockets.ts';

export const rowNumbers = [
  ...([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23] as const),
  ...([24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46] as const),
] as const;
export type RowNumber = (typeof rowNumbers)[number];

/** Tests of kiosk/shell-electron/main.test.ts. */
export const electronTests = {
  keys: 'a keyboard that somebody plugs in types letters and opens nothing',
  window: 'the kiosk is one locked window: whole screen, no menu, no Node in the page, nothing kept when it closes',
  leaves: 'the window leaves its host for nobody: not by link, frame, redirect or a dropped file',
  devices: 'the page may not use any device, open any window, download or embed anything',
  crashes: 'a page that crashed, hangs or is refused comes back with a fresh way in, and the host is told why',
  waits: 'a window that is up before its host waits for it',
  closes: 'Alt+F4 closes no kiosk; whoever ends the program ends its host with it',
} as const;
const electron = (test: keyof typeof electronTests) => ({ test: electronTests[test] });
const noBar = { notHere: 'its window has no address bar' };
const inPage = { notHere: "the patient's page itself decides it, the same in both windows" };
const inHost = { notHere: 'the host decides it, whatever window there is' };
const machine = 'it belongs to the machine and its session, which the installer sets up';

const hands = (tryIt: Try): Here => ({ lane: 'hands', tryIt });
const falls = (tryIt: Try): Here => ({ lane: 'falls', tryIt });
const scripts = (tryIt: Try): Here => ({ lane: 'scripts', tryIt });
const wire = (tryIt: (trial: WireTrial) => Promise<Tries>): Here => ({ lane: 'wire', tryIt });

/** Every row of the list. */
export const ways = {
  1: { way: 'Ctrl+N, T, Shift+N, Shift+T', chromium: hands(keys(1)), electron: electron('keys') },
  2: { way: 'Ctrl+W, F4, Q', chromium: hands(keys(2)), electron: electron('keys') },
  3: {
    way: "Alt+F4, also inside a keyboard scanner's burst",
    chromium: hands(closingTheWindow),
    electron: electron('closes'),
  },
  4: { way: 'F11, Escape', chromium: hands(keys(4)), electron: electron('keys') },
  5: { way: 'developer tools', chromium: hands(keys(5)), electron: electron('keys') },
  6: { way: 'Ctrl+U', chromium: hands(keys(6)), electron: electron('keys') },
  7: { way: 'Ctrl+O, file: addresses', chromium: hands(keys(7)), electron: electron('leaves') },
  8: { way: 'Ctrl+P', chromium: hands(keys(8)), electron: electron('keys') },
  9: { way: 'Ctrl+S, downloads', chromium: hands(keys(9)), electron: electron('devices') },
  10: { way: 'address bar keys', chromium: hands(keys(10)), electron: noBar },
  11: { way: 'history, downloads, bookmarks', chromium: hands(keys(11)), electron: electron('keys') },
  12: { way: 'find, F3, F7', chromium: hands(keys(12)), electron: electron('keys') },
  13: { way: 'Shift+Esc, F1, F10, Alt+F, Alt+E', chromium: hands(keys(13)), electron: electron('keys') },
  14: { way: 'Alt+arrows, Alt+Home, Backspace, XF86 keys', chromium: hands(keys(14)), electron: electron('keys') },
  15: { way: 'Ctrl and +, -, 0, wheel', chromium: hands(keys(15)), electron: electron('keys') },
  16: { way: 'pinch', chromium: hands(fingers(pinches)), electron: inPage },
  17: { way: 'swipes, pull to refresh', chromium: hands(fingers(swipes)), electron: inPage },
  18: { way: 'context menu, Menu key', chromium: hands(keys(18)), electron: electron('keys') },
  19: { way: 'long press', chromium: hands(fingers(longPresses)), electron: inPage },
  20: { way: 'selection, Ctrl+A, Ctrl+C', chromium: hands(copying), electron: electron('keys') },
  21: { way: 'middle click, paste', chromium: hands(pasting), electron: electron('keys') },
  22: { way: 'drop of an address, HTML, a file', chromium: hands(drops), electron: electron('leaves') },
  23: { way: 'drag of images and links', chromium: hands(fingers(drags)), electron: inPage },
  24: { way: 'on-screen keyboard', chromium: hands(fingers(onScreenKeyboards)), electron: inPage },
  25: {
    way: 'windows and dialogs by script',
    chromium: scripts(byScript(windowsByScript)),
    electron: electron('devices'),
  },
  26: { way: 'permission prompts', chromium: scripts(byScript(permissions)), electron: electron('devices') },
  27: {
    way: 'foreign fetch, style, worker, frames',
    chromium: scripts(byScript(foreignThings)),
    electron: electron('leaves'),
  },
  28: { way: 'renderer crash', chromium: falls(rendererCrashes), electron: electron('crashes') },
  29: { way: 'page or host hangs', chromium: falls(hangs), electron: electron('crashes') },
  30: { way: 'white screen', chromium: falls(whiteScreen), electron: electron('crashes') },
  31: { way: 'start after kill -9', chromium: falls(startAfterKill), electron: electron('window') },
  32: { way: 'browser before host', chromium: falls(windowBeforeHost), electron: electron('waits') },
  33: { way: 'keyboard scanner sends F-keys, Ctrl, GS', chromium: hands(otherKeys), electron: electron('keys') },
  34: { way: 'keyboard scanner onto a focused button', chromium: hands(ontoFocusedButton), electron: inPage },
  35: { way: 'hostile QR', chromium: wire(({ host, isShort }) => hostileCodes(host, isShort)), electron: inHost },
  36: { way: '400 cards in 1.9 s', chromium: wire(({ host }) => manyCards(host)), electron: inHost },
  37: {
    way: 'Host, Origin, traversal, methods, cookies',
    chromium: wire(({ host }) => badRequests(host)),
    electron: inHost,
  },
  38: {
    way: 'token replay, cross-port, guessing',
    chromium: wire(({ host, oldAddress }) => tokens(host, oldAddress)),
    electron: inHost,
  },
  39: {
    way: 'WebSocket abuse, prototype pollution, floods',
    chromium: wire(({ host }) => webSocketAbuse(host)),
    electron: inHost,
  },
  40: {
    way: 'slow and silent connections',
    chromium: wire(({ host }) => slowConnections(host)),
    electron: inHost,
  },
  41: {
    way: 'another user of the machine takes the page',
    chromium: scripts(({ kiosk }) => anotherUser(kiosk)),
    electron: { notHere: 'its address goes from process to process, as here; Electron itself is not on this machine' },
  },
  42: { way: 'rights of sockets and files', chromium: scripts(({ kiosk }) => rights(kiosk)), electron: inHost },
  43: { way: '/healthz and /metrics leak', chromium: wire(({ host }) => leaks(host)), electron: inHost },
  44: {
    way: 'console: CSRF, shapes, sockets, identity',
    chromium: wire(({ host }) => consoleForgeries(host)),
    electron: inHost,
  },
  45: { way: "Print key, the window manager's keys", chromium: hands(keys(45)), electron: { notHere: machine } },
  46: {
    way: 'virtual terminals, SysRq, sticky keys, USB',
    chromium: { notHere: machine },
    electron: { notHere: machine },
  },
} as const satisfies Readonly<Record<RowNumber, Way>>;
