import { siteText, withValue } from '#config/settings/edit-site.ts';
import { type JsonPath, pathText } from '#config/settings/json.ts';
import type { DeviceCondition, DeviceKind } from '#drivers/contract/device.ts';
import { type Trouble, troublesOf } from '#kiosk/ui/console/overview/troubles.ts';
import { type ControlKind, controlName } from '#kiosk/ui/console/upkeep/mending.ts';
import { type ConsoleWithoutScreen, openConsoleWithoutScreen } from './console-without-screen.bench.ts';
import type { FaultyWorld } from './faulty-world.bench.ts';
import type { Told } from './injected-fault.ts';

/**
 * Somebody who knows nothing of kiosks: reads what is to be done first, does with their hands what the sentence asks for, uses
 * the controls that it leads to, and looks again. What a call or a label has told them they enter where a sentence leads to that field.
 */
export interface Repair {
  /** Sentence by sentence: what was tried, and what came of it. */
  readonly steps: readonly string[];
  /** The overview says that there is nothing to mend. */
  readonly saysFit: boolean;
}

const mostSteps = 16;
/** Nobody goes before some patients were through. */
const mostWatched = 2;
/** Whoever has done something gives the kiosk a minute. */
const patienceMs = 60_000;

export async function repair(world: FaultyWorld): Promise<Repair> {
  const console = await openConsoleWithoutScreen(world.host().newTechnicianUrl());
  const steps: string[] = [];
  let watched = 0;
  const notebook: Record<string, string | number> = {};
  /** How often each sentence was acted upon. */
  const tried = new Map<string, number>();
  const troubles = () => {
    const [kiosk, overview] = [console.told('kiosk'), console.told('overview')];
    return kiosk && overview ? troublesOf({ kiosk, overview, staff: console.told('staff') ?? undefined }) : undefined;
  };
  const isGone = (trouble: Trouble) => () => troubles()?.every(({ id }) => id !== trouble.id) ?? false;
  // Whoever is called comes two minutes later.
  await world.passes(2 * patienceMs, () => troubles()?.length !== 0);
  await world.passes(5_000, () => false);

  while (steps.length < mostSteps) {
    const now = troubles() ?? [];
    if (now.length === 0 && watched < mostWatched) {
      watched += 1;
      await world.patientsCome();
      if (await world.passes(2_000, () => troubles()?.length !== 0)) continue;
      break;
    }
    const [first] = now.toSorted((one, other) => timesOf(one) - timesOf(other));
    if (!first || timesOf(first) > 2) break;
    tried.set(first.id, timesOf(first) + 1);
    await act(first);
  }
  await world.passes(patienceMs, () => troubles()?.length === 0);
  const saysFit = troubles()?.length === 0;
  console.close();
  return { steps, saysFit };

  function timesOf({ id }: Trouble): number {
    return tried.get(id) ?? 0;
  }

  async function act(trouble: Trouble): Promise<void> {
    const about = trouble.controls.find(({ kind }) => kind !== 'settings')?.of.split(' ')[0] ?? '';
    for (const hand of trouble.hands) {
      const told = await world.hand(hand, about);
      Object.assign(notebook, told);
      steps.push(`${trouble.id}: ${hand}`);
    }
    if (trouble.hands.length > 0 && (await world.passes(patienceMs, isGone(trouble)))) return;
    for (const control of trouble.controls) {
      const done = await pressing[control.kind]({
        of: control.of,
        console,
        notebook,
        world,
        before: timesOf(trouble) - 1,
      });
      if (!done) continue;
      steps.push(`${trouble.id}: ${controlName(control)}`);
      if (await world.passes(patienceMs, isGone(trouble))) return;
    }
  }
}

interface Press {
  readonly of: string;
  readonly console: ConsoleWithoutScreen;
  readonly notebook: Told;
  readonly world: FaultyWorld;
  /** How often it was pressed before: the next button of several. */
  readonly before: number;
}

const why = 'repaired';
const nothingToPress = async () => false;

/** What its page does when the control is used; false: there was nothing to be done. */
const pressing = {
  'take-call': async ({ of, console }) =>
    (await console.call('kiosk/act', { do: 'acknowledge-alert', alertId: of })).done,
  'look-at-time': nothingToPress,
  'look-at-window': nothingToPress,
  'look-at-people': nothingToPress,
  'look-at-log': nothingToPress,
  'test-device': async ({ of, console, world }) => {
    const kind = console.told('kiosk')?.devices.find(({ id }) => id === of)?.kind;
    const test = kind && ownTests[kind];
    if (!test || !(await console.call('bench/open-own', { id: of })).done) return false;
    await world.passes(20_000, () => isWell(console.told('bench')?.device.condition));
    await console.call('bench/test', { test });
    if (test === 'scan') {
      await world.passes(10_000, () => testCode(console) !== undefined);
      await world.showsCode(testCode(console) ?? '');
      await world.passes(3_000, () => false);
    } else await world.passes(patienceMs, () => console.told('bench')?.test?.ended !== undefined);
    await console.call('bench/close', {});
    await world.passes(20_000, () => isWell(console.told('kiosk')?.devices.find(({ id }) => id === of)?.condition));
    return true;
  },
  'replace-device': async ({ of, console, notebook }) => {
    const site = await openSite(console);
    const at = site?.devices.findIndex(({ id }) => id === of) ?? -1;
    const known = Object.entries(notebook).filter(([path]) => path.startsWith(`devices[${at}].`));
    if (!site || at < 0 || known.length === 0) return false;
    const text = known.reduce((draft, [path, value]) => entered(draft, path, value), site.text);
    const settings = JSON.parse(text).devices[at];
    if (!(await console.call('bench/open', { purpose: { do: 'replace', id: of }, settings })).done) return false;
    const saved = await console.call('devices/save', { id: of, why });
    if (!saved.done) await console.call('bench/close', {});
    return saved.done;
  },
  settings: async ({ of, console, notebook }) => {
    const site = await openSite(console);
    const known = Object.entries(notebook).filter(([path]) => path === of || path.startsWith(`${of}.`));
    if (!site || known.length === 0) return false;
    let text = await enteredAll(console, site, site.text, known);
    const looked = await console.call('settings/look', { text });
    // What the page says to be wrong then, where something is known of it.
    const wrong = looked.answer?.mistakes.map(({ path }) => path) ?? [];
    const named = Object.entries(notebook).filter(([path]) => wrong.some((each) => path.startsWith(each)));
    text = await enteredAll(console, site, text, named);
    return (await console.call('settings/save', { text, from: site.from, why })).done;
  },
  'put-back': async ({ console }) => {
    const settings = console.told('settings');
    if (settings?.lastGood === undefined) return false;
    return (await console.call('settings/put-back', { version: settings.lastGood, from: settings.hash, why })).done;
  },
  'try-now': async ({ of, console }) => (await console.call('kiosk/act', { do: 'try-now', endpointId: of })).done,
  decide: async ({ of, console, before }) => {
    const [endpointId = '', state, reason = ''] = of.split(' ');
    const decision = (['send-again', 'render-anew', 'settle-by-hand'] as const)[before];
    if (!decision || (state !== 'refused' && state !== 'unsure')) return false;
    return (await console.call('kiosk/act', { do: 'decide-all', endpointId, state, reason, decision })).done;
  },
  'ask-system': async ({ of, console }) =>
    (await console.call('hospital/ask', { endpointId: of, question: 'harmless' })).done,
  'move-stranded': async ({ of, console }) => {
    const [to] = console.told('kiosk')?.endpoints ?? [];
    return to ? (await console.call('kiosk/act', { do: 'move-all', endpointId: of, to: to.id })).done : false;
  },
  'take-expired': async ({ console }) => {
    const count = console.told('kiosk')?.expired.length ?? 0;
    return (await console.call('kiosk/act', { do: 'take-expired', count })).done;
  },
  'run-self-test': async ({ console }) => (await console.call('readiness/test', {})).done,
  'end-maintenance': async ({ console }) => (await console.call('maintenance/end', {})).done,
} as const satisfies Readonly<Record<ControlKind, (press: Press) => Promise<boolean>>>;

async function enteredAll(
  console: ConsoleWithoutScreen,
  { secrets }: NonNullable<Awaited<ReturnType<typeof openSite>>>,
  begun: string,
  values: readonly (readonly [path: string, value: string | number])[],
): Promise<string> {
  let text = begun;
  for (const [path, value] of values) {
    if (!secrets.includes(path)) {
      text = entered(text, path, value);
      continue;
    }
    const set = await console.call('settings/set-secret', { text, path: pathFrom(path), value: String(value) });
    text = set.answer?.text ?? text;
  }
  return text;
}

/** What a device is tried with by somebody who is alone with it. */
const ownTests: Partial<Record<DeviceKind, 'print' | 'measure' | 'scan'>> = {
  'barcode-scanner': 'scan',
  'ticket-printer': 'print',
  'blood-pressure-monitor': 'measure',
};

function isWell(condition: DeviceCondition | undefined): boolean {
  return condition === 'ready' || condition === 'paper-low';
}

function testCode(console: ConsoleWithoutScreen): string | undefined {
  const test = console.told('bench')?.test;
  return test?.test === 'scan' ? test.code : undefined;
}

async function openSite(console: ConsoleWithoutScreen) {
  const { answer } = await console.call('settings/open', {});
  if (!answer) return undefined;
  const { text, from, look } = answer;
  const { devices }: { readonly devices: readonly { readonly id: string }[] } = JSON.parse(text);
  return { text, from, devices, secrets: look.secrets.map(({ path }) => path) };
}

function entered(text: string, path: string, value: string | number): string {
  const own = JSON.parse(text);
  return siteText(withValue(own, own, pathFrom(path), value) ?? own);
}

/** `devices[1].transport.port` as its parts. */
function pathFrom(text: string): JsonPath {
  const path = [...text.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map(([, index, name]) =>
    index === undefined ? (name ?? '') : Number(index),
  );
  if (pathText(path) !== text) throw new Error(`no path: ${text}`);
  return path;
}
