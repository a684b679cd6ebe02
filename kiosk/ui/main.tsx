/** The patient page: connects to the host that served it, draws what the host says, and points back. */
import { effect } from '@preact/signals';
import { render } from 'preact';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { connectHost } from '#kiosk/bridge/client.ts';
import type { Bell } from './bell/bell.ts';
import { createFreshDocument } from './document/fresh-document.ts';
import { createLoadAnew } from './document/load-anew.ts';
import { createPageFailures } from './document/page-failures.ts';
import { installInputGuards } from './input/install-input-guards.ts';
import { followTaps } from './input/last-tap.ts';
import { createTouchReporter } from './input/touch-reporter.ts';
import { createTypedCodes } from './input/typed-code.ts';
import { watchCorner } from './input/watch-corner.ts';
import { lateCode, loadLateCode } from './late-code.ts';
import { createPageModel } from './page-model.ts';
import { PatientPage } from './patient-page.tsx';
import { createActor } from './screens/act.ts';

const clock = machineClock;
const model = createPageModel({
  clock,
  lastTap: followTaps(),
  // It fails as any bug does: one moment, a word for the technician, a fresh document.
  onCodeWanted: () => void loadLateCode().catch(() => failed('script')),
});
const loadAnew = createLoadAnew({
  clock,
  isServed: () =>
    fetch(location.pathname, { cache: 'no-store', signal: AbortSignal.timeout(3_000) }).then(
      ({ ok }) => ok,
      () => false,
    ),
  reload: () => location.reload(),
  stop: () => window.stop(),
});
const client = connectHost({
  url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/bridge`,
  onSnapshot: model.showSnapshot,
  onLink(link) {
    model.linkChanged(link);
    // The host was updated under this page: only its new page speaks the new bridge.
    if (link === 'other-version') clock.after(3_000, loadAnew);
  },
  clock,
  openSocket: (url) => new WebSocket(url),
});
const act = createActor(model.view, client.send);

const failed = createPageFailures({
  clock,
  memory: {
    read: () => Number(sessionStorage.getItem('failures-in-a-row')),
    write: (count) => sessionStorage.setItem('failures-in-a-row', String(count)),
  },
  report: (what) => act({ command: 'page-failed', what }),
  showCalm: model.fail,
  loadAnew,
});
effect(() => {
  const code = lateCode.value;
  if (!code) return;
  model.codeHasCome();
});
let bell: Bell | undefined;
effect(() => {
  const code = lateCode.value;
  const view = model.view.value;
  // A host that is away for a moment has silenced nothing.
  if (!code || view.shows === 'link-down' || view.shows === 'failed') return;
  const ring = view.shows === 'snapshot' ? view.snapshot.ring : undefined;
  if (ring !== undefined) bell ??= code.createBell(clock);
  bell?.ring(ring);
});
window.addEventListener('error', () => failed('script'));
window.addEventListener('unhandledrejection', () => failed('promise'));

const fresh = createFreshDocument({ clock, loadAnew });
effect(() => fresh.showed(model.view.value));
for (const type of ['pointerdown', 'keydown'] as const) {
  document.addEventListener(type, fresh.stirred, { capture: true, passive: true });
}

const snapshotSeen = () => {
  const seen = model.view.peek();
  return seen.shows === 'snapshot' ? seen.snapshot : undefined;
};
const typedCodes = createTypedCodes({
  clock,
  onCode: (code) => act({ command: 'typed-code', ...code }),
  measureTypes: () => snapshotSeen()?.measureTypes === true,
});
installInputGuards(clock, {
  onTouchBesideButtons: createTouchReporter(clock, () => act({ command: 'touched' })),
  onKey(key) {
    const snapshot = snapshotSeen();
    if (snapshot?.scannerTypes || snapshot?.measureTypes) typedCodes.keyDown(key);
  },
});

watchCorner(clock, () => act({ command: 'open-lobby' }));

const root = document.getElementById('page');
if (root) render(<PatientPage model={model} act={act} clock={clock} onFailure={() => failed('drawing')} />, root);
requestIdleCallback(() => {
  void loadLateCode().then(
    ({ warmUpScreens }) => warmUpScreens(clock),
    () => {},
  );
});
