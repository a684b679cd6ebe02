import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { DevicesState } from '#kiosk/bridge/console/devices-words.ts';
import { type ConsoleTools, useTopic } from '../tools.ts';
import { useDeviceCalls } from './device-calls.ts';
import { FindStep } from './find-step.tsx';
import { TestStep } from './test-step.tsx';

const steps = ['find', 'test', 'name', 'save'] as const;
type Step = (typeof steps)[number];

interface WizardProps {
  readonly state: DevicesState;
  readonly tools: ConsoleTools;
  /** Whose place the new one takes. */
  readonly replaces: string | undefined;
}

/** Find → test → name → save. What lies on the bench says where somebody stands; a page that is opened anew goes on there. */
export function Wizard({ state, tools, replaces }: WizardProps): JSX.Element {
  const { say, go } = tools;
  const bench = useTopic(tools, 'bench').value;
  const savesUntested = useSignal(false);
  const hasJustOpened = useSignal(false);
  const { ask } = useDeviceCalls(tools);
  if (bench === undefined) return <p class="empty">{say('console.opening')}</p>;
  if (bench === null)
    return (
      <>
        <Steps at="find" tools={tools} />
        <FindStep
          tools={tools}
          replaces={state.devices.find(({ id }) => id === replaces)}
          onOpened={() => {
            savesUntested.value = false;
            hasJustOpened.value = true;
          }}
        />
      </>
    );
  const leave = () =>
    void ask('bench/close', {}).then(() => go('devices', bench.purpose.do === 'add' ? undefined : bench.purpose.id));
  const isNaming = bench.passed || savesUntested.value;
  return (
    <>
      {bench.purpose.do !== 'check' && <Steps at={isNaming ? 'name' : 'test'} tools={tools} />}
      <TestStep
        {...{ bench, state, tools, hasJustOpened, isNaming }}
        onUntested={() => {
          savesUntested.value = true;
        }}
        onLeave={leave}
      />
    </>
  );
}

function Steps({ at, tools: { say } }: { readonly at: Step; readonly tools: ConsoleTools }): JSX.Element {
  return (
    <ol class="wizard-steps" aria-label={say('console.devices.steps.title')}>
      {steps.map((step, index) => (
        <li
          key={step}
          class={index <= steps.indexOf(at) ? 'done' : ''}
          aria-current={step === at ? 'step' : undefined}
          data-step={step}
        >
          {say(`console.devices.steps.${step}`)}
        </li>
      ))}
    </ol>
  );
}
