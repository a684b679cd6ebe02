import { type Signal, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { MessageKey } from '#config/strings/messages.ts';
import type { BenchState, TestEnd, TestName, TestState } from '#kiosk/bridge/console/devices-words.ts';
import type { ConsoleTools } from '../tools.ts';
import { type DeviceCalls, useDeviceCalls } from './device-calls.ts';
import { Refusal } from './device-page.tsx';
import { CardResult, MeasureResult, PrintResult, ProbeResult } from './results.tsx';
import { ScanResult } from './scan-result.tsx';
import { WalkResult } from './walk-result.tsx';

interface TestsProps {
  readonly bench: BenchState;
  readonly isReached: boolean;
  /** By this page: a test that moves nothing but paper begins as soon as the device is reached, once. */
  readonly hasJustOpened: Signal<boolean>;
  readonly tools: ConsoleTools;
}

/** A cuff begins to squeeze only when somebody says so, and a chip needs the digits on its card. */
const beginsByItself = {
  print: true,
  walk: false,
  scan: true,
  'read-card': false,
  measure: false,
  'probe-line': false,
} as const satisfies Readonly<Record<TestName, boolean>>;

const beginWords = {
  print: 'console.devices.tests.print',
  walk: 'console.devices.tests.walk',
  scan: 'console.devices.tests.scan',
  'read-card': 'console.devices.tests.readCard',
  measure: 'console.devices.tests.measure',
  'probe-line': 'console.devices.tests.probe',
} as const satisfies Readonly<Record<TestName, MessageKey>>;

const endWords = {
  well: 'console.devices.tests.ended.well',
  failed: 'console.devices.tests.ended.failed',
  lost: 'console.devices.tests.ended.lost',
  'timed-out': 'console.devices.tests.ended.timedOut',
  stopped: 'console.devices.tests.ended.stopped',
} as const satisfies Readonly<Record<TestEnd, MessageKey>>;

/** Tests of this kind of device, and how the last one goes. */
export function Tests({ bench: { tests, test, settings }, isReached, hasJustOpened, tools }: TestsProps): JSX.Element {
  const { say } = tools;
  const calls = useDeviceCalls(tools);
  const runs = test !== undefined && test.ended === undefined;
  const [usual] = tests;
  const begins =
    hasJustOpened.value &&
    isReached &&
    test === undefined &&
    usual !== undefined &&
    usual !== 'read-card' &&
    beginsByItself[usual]
      ? usual
      : undefined;
  useEffect(() => {
    if (begins === undefined) return;
    hasJustOpened.value = false;
    void calls.ask('bench/test', { test: begins });
  }, [begins]);
  return (
    <section data-test-state={test?.ended ?? (runs ? 'runs' : 'none')}>
      <h2>{say('console.devices.tests.title')}</h2>
      <p class="line bar">
        {!runs &&
          tests.map((name) =>
            name === 'read-card' ? (
              <CardForm key={name} isReached={isReached} calls={calls} tools={tools} />
            ) : (
              <button
                key={name}
                type="button"
                class={name === tests[0] ? 'primary' : ''}
                data-begin={name}
                disabled={calls.isBusy.value || (!isReached && name !== 'probe-line')}
                onClick={() => void calls.ask('bench/test', { test: name })}
              >
                {say(beginWords[name])}
              </button>
            ),
          )}
        {runs && (
          <button type="button" data-stop onClick={() => void calls.ask('bench/stop-test', {})}>
            {say(test.test === 'scan' ? 'console.devices.tests.enough' : 'console.devices.tests.stop')}
          </button>
        )}
      </p>
      <Refusal text={calls.refusal.value} />
      <div class="result" aria-live="polite">
        {test?.ended !== undefined && (
          <p class={`strip ${test.ended === 'well' ? 'good' : 'careful'}`}>{say(endWords[test.ended])}</p>
        )}
        {test && <Result test={test} types={settings.driver === 'keyboard'} calls={calls} tools={tools} />}
      </div>
    </section>
  );
}

interface ResultProps {
  readonly test: TestState;
  readonly types: boolean;
  readonly calls: DeviceCalls;
  readonly tools: ConsoleTools;
}

function Result({ test, types, calls, tools }: ResultProps): JSX.Element {
  switch (test.test) {
    case 'print':
      return <PrintResult test={test} tools={tools} />;
    case 'walk':
      return <WalkResult test={test} tools={tools} onSkip={() => void calls.ask('bench/skip', {})} />;
    case 'scan':
      return (
        <ScanResult
          test={test}
          types={types}
          tools={tools}
          onTyped={(text) => void calls.ask('bench/typed', { text })}
          onSetUp={(maker) => void calls.ask('bench/set-up-scanner', { maker })}
        />
      );
    case 'read-card':
      return <CardResult test={test} tools={tools} />;
    case 'measure':
      return <MeasureResult test={test} tools={tools} />;
    case 'probe-line':
      return <ProbeResult test={test} tools={tools} />;
  }
}

/** A chip opens with the last six digits of the number on its card. */
function CardForm({
  isReached,
  calls,
  tools: { say },
}: {
  readonly isReached: boolean;
  readonly calls: DeviceCalls;
  readonly tools: ConsoleTools;
}): JSX.Element {
  const can = useSignal('');
  return (
    <form
      class="bar"
      onSubmit={(event) => {
        event.preventDefault();
        void calls.ask('bench/test', { test: 'read-card', can: can.value });
        can.value = '';
      }}
    >
      <label>
        {say('console.devices.tests.can')}
        <input
          name="can"
          value={can.value}
          onInput={({ currentTarget: { value } }) => (can.value = value)}
          pattern="\d{6}"
          maxLength={6}
          inputMode="numeric"
          autocomplete="off"
          required
        />
      </label>
      <button type="submit" class="primary" data-begin="read-card" disabled={calls.isBusy.value || !isReached}>
        {say('console.devices.tests.readCard')}
      </button>
    </form>
  );
}
