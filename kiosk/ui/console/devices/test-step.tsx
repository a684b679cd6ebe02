import type { JSX } from 'preact';
import type { BenchState } from '#kiosk/bridge/console/devices-words.ts';
import type { ConsoleTools } from '../tools.ts';
import { kinds, Standing } from '../upkeep/device-row.tsx';
import { drivers } from './driver-words.ts';
import { LinePanel } from './line-panel.tsx';
import { Tests } from './tests.tsx';

interface TestProps {
  readonly bench: BenchState;
  readonly tools: ConsoleTools;
  readonly onNext: () => void;
  readonly onLeave: () => void;
}

/** The device lies open on the bench: where it stands, what comes over its line, and tests of its kind. */
export function TestStep({ bench, tools, onNext, onLeave }: TestProps): JSX.Element {
  const { say } = tools;
  const { device, settings, lends, line, purpose, place, passed } = bench;
  const isReached = device.condition !== 'connecting' && device.condition !== 'absent';
  return (
    <>
      <h2 class="headline">
        {say(kinds[settings.kind])} {place !== '' && <>· {place}</>}
      </h2>
      {lends.length > 0 && <p class="strip careful">{say('console.devices.bench.lends', { ids: lends.join(', ') })}</p>}
      <div class="two">
        <div class="stack">
          <section>
            <h2>{say(drivers[settings.driver].words)}</h2>
            <p class="line" data-bench-condition={device.condition}>
              <Standing device={device} say={say} />
            </p>
            {!isReached && <p class="line">{say('console.devices.bench.notReached')}</p>}
          </section>
          <Tests bench={bench} isReached={isReached} tools={tools} />
        </div>
        {settings.kind !== 'card-reader' && <LinePanel id="bench" line={line} tools={tools} />}
      </div>
      <p class="bar end">
        <button type="button" data-leave onClick={onLeave}>
          {say(purpose.do === 'check' ? 'console.devices.bench.done' : 'console.devices.bench.notThisOne')}
        </button>
        {purpose.do !== 'check' && (
          <button type="button" class="primary" data-next onClick={onNext}>
            {say(passed ? 'console.devices.bench.next' : 'console.devices.bench.nextUntested')}
          </button>
        )}
      </p>
    </>
  );
}
