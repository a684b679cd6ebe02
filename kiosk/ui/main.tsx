/** The patient page: connects to the host that served it, draws what the host says, and points back. */
import { render } from 'preact';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { connectHost } from '#kiosk/bridge/client.ts';
import { installInputGuards } from './input/install-input-guards.ts';
import { createTouchReporter } from './input/touch-reporter.ts';
import { createTypedCodes } from './input/typed-code.ts';
import { createPageModel } from './page-model.ts';
import { PatientPage } from './patient-page.tsx';
import { createActor } from './screens/act.ts';

const model = createPageModel(machineClock);
const client = connectHost({
  url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/bridge`,
  onSnapshot: model.showSnapshot,
  onLink(link) {
    model.linkChanged(link);
    // The host was updated under this page: only its new page speaks the new bridge.
    if (link === 'other-version') machineClock.after(3_000, () => location.reload());
  },
  clock: machineClock,
  openSocket: (url) => new WebSocket(url),
});
const act = createActor(model.view, client.send);

const typedCodes = createTypedCodes({
  clock: machineClock,
  onCode: (code) => act({ command: 'typed-code', ...code }),
});
installInputGuards(machineClock, {
  onTouchBesideButtons: createTouchReporter(machineClock, () => act({ command: 'touched' })),
  onKey(key) {
    const seen = model.view.peek();
    if (seen.shows === 'snapshot' && seen.snapshot.scannerTypes) typedCodes.keyDown(key);
  },
});

const root = document.getElementById('page');
if (root) render(<PatientPage model={model} act={act} clock={machineClock} />, root);
