/**
 * A board of one place, `/board/<place>`: shows and speaks what its hub says. `?silent`: it never speaks, for a screen without
 * loudspeakers. Sound without a finger needs Chromium's `--autoplay-policy=no-user-gesture-required`, as a kiosk's window is started.
 */
import { render } from 'preact';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { Board } from './board.tsx';
import { openBoardLink } from './board-link.ts';
import { createPlayer } from './player.ts';

const root = document.getElementById('board');
const place = location.pathname.split('/').at(-1) ?? '';
const isSilent = new URLSearchParams(location.search).has('silent');
const player = createPlayer({ clock: machineClock, isSilent });
const link = openBoardLink({
  clock: machineClock,
  player,
  openSocket: () =>
    new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/live/board/${place}`),
});
addEventListener('pagehide', link.leave);
// A screen that sleeps calls nobody.
if ('wakeLock' in navigator) {
  const keepAwake = () => void navigator.wakeLock.request('screen').catch(() => undefined);
  keepAwake();
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && keepAwake());
}
if (root) render(<Board link={link} player={player} clock={machineClock} />, root);
