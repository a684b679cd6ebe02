import type { LobbyPrint, LobbyScan, LobbyScreen } from '#kiosk/bridge/words.ts';
import { type GalleryState, state } from './gallery-state.ts';
import { longestNumber } from './gallery-tickets.ts';

const pad = (tells: Extract<LobbyScreen, { show: 'lobby-pad' }>['tells'], attempt: number): GalleryState =>
  state(`lobby-pad-${tells}`, () => ({
    show: 'lobby-pad',
    attempt,
    tells,
    secondsLeft: tells === 'locked-out' ? 3_600 : 0,
  }));

const menu = (
  name: string,
  more: { service?: 'in' | 'out'; print?: LobbyPrint; scan?: LobbyScan; isRefused?: boolean } = {},
): GalleryState =>
  state(`lobby-menu-${name}`, () => ({
    show: 'lobby-menu',
    service: 'in',
    print: 'none',
    scan: 'none',
    isRefused: false,
    ...more,
  }));

const prints = [
  'no-printer',
  'printing',
  'printed',
  'sent',
  'no-paper',
  'cover-open',
  'cutter-error',
  'printer-error',
  'no-answer',
  'absent',
] as const satisfies readonly LobbyPrint[];
const scans = [
  'no-scanner',
  'waiting',
  'ticket',
  'document',
  'other',
  'trouble',
] as const satisfies readonly LobbyScan[];

const crisis = (name: string, by: string | undefined, isRefused = false, others?: number): GalleryState =>
  state(`lobby-crisis-${name}`, () => ({ show: 'lobby-crisis', number: longestNumber, by, others, isRefused }));

/** The corner of the screen, for staff. */
export const lobbyStates: readonly GalleryState[] = [
  pad('nothing', 0),
  pad('wrong', 1),
  pad('locked-out', 3),
  pad('busy', 1),
  pad('not-noted', 1),
  menu('in'),
  menu('out', { service: 'out' }),
  menu('refused', { isRefused: true }),
  crisis('open', undefined),
  crisis('refused', undefined, true, 2),
  crisis('answered', 'Điều dưỡng trưởng Nguyễn Hoàng Phương Thảo'),
  ...prints.map((print, at) => menu(`print-${print}`, { print, scan: scans[at % scans.length] ?? 'none' })),
];
