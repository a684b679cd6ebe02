import { Check, HeartPulse } from 'lucide-preact';
import type { JSX } from 'preact';
import type { MessageKey, Say } from '#config/strings/messages.ts';
import { NumberChip } from './number-chip.tsx';

/** 1 confirm, 2 choose, 3 the number. Measuring is a way of its own, without a count. */
export type Step = 1 | 2 | 3 | 'measuring';

type CountedStep = Exclude<Step, 'measuring'>;

const names: readonly { readonly step: CountedStep; readonly name: MessageKey }[] = [
  { step: 1, name: 'screens.frame.stepConfirm' },
  { step: 2, name: 'screens.frame.stepChoose' },
  { step: 3, name: 'screens.frame.stepTicket' },
];

interface StepsProps {
  readonly step: Step | undefined;
  /** Whose measurement it is. */
  readonly number: string | undefined;
  readonly say: Say;
}

/** How far one has come, or what one is doing. Keeps its place, empty, when nobody is being served. */
export function Steps({ step, number, say }: StepsProps): JSX.Element {
  return (
    <div class="steps">
      {step === 'measuring' ? (
        <MeasuringLabel number={number} say={say} />
      ) : (
        step && <CountedSteps current={step} say={say} />
      )}
    </div>
  );
}

function MeasuringLabel({ number, say }: Pick<StepsProps, 'number' | 'say'>): JSX.Element {
  return (
    <div class="only-step">
      <span class="step-mark" aria-hidden="true">
        <HeartPulse class="icon" />
      </span>
      <span class="only-step-name">{say('screens.frame.measuring')}</span>
      {number !== undefined && <NumberChip number={number} say={say} />}
    </div>
  );
}

function CountedSteps({ current, say }: Pick<StepsProps, 'say'> & { readonly current: CountedStep }): JSX.Element {
  return (
    <ol aria-label={say('screens.frame.steps')}>
      {names.map(({ step, name }) => (
        <li key={step} data-state={stateOf(step, current)} aria-current={step === current ? 'step' : undefined}>
          <span class="step-mark" aria-hidden="true">
            {step < current ? <Check class="icon" /> : step}
          </span>
          <span class="step-name">{say(name)}</span>
        </li>
      ))}
    </ol>
  );
}

function stateOf(step: CountedStep, current: CountedStep): 'done' | 'current' | 'ahead' {
  if (step === current) return 'current';
  return step < current ? 'done' : 'ahead';
}
