import type { Signal } from '@preact/signals';
import type { JSX } from 'preact';
import type { BenchState, DevicesState } from '#kiosk/bridge/console/devices-words.ts';
import type { ConsoleTools } from '../tools.ts';
import { kinds, Standing } from '../upkeep/device-row.tsx';
import { drivers } from './driver-words.ts';
import { LinePanel } from './line-panel.tsx';
import { Place } from './place.tsx';
import { SaveForm } from './save-form.tsx';
import { Tests } from './tests.tsx';

interface TestProps {
  readonly bench: BenchState;
  readonly state: DevicesState;
  readonly tools: ConsoleTools;
  /** By this page, which begins the first test by itself. */
  readonly hasJustOpened: Signal<boolean>;
  /** It went well, or somebody goes on without. */
  readonly isNaming: boolean;
  readonly onUntested: () => void;
  readonly onLeave: () => void;
}

/** The device lies open on the bench: where it stands, what comes over its line, tests of its kind, and its name once they went well. */
export function TestStep({ bench, state, tools, hasJustOpened, isNaming, ...on }: TestProps): JSX.Element {
  const { say } = tools;
  const { device, settings, lends, line, purpose, place } = bench;
  const isReached = device.condition !== 'connecting' && device.condition !== 'absent';
  const isCheck = purpose.do === 'check';
  return (
    <>
      <h2 class="headline">
        {say(kinds[settings.kind])}{' '}
        {place !== '' && (
          <>
            · <Place place={place} />
          </>
        )}
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
          <Tests bench={bench} isReached={isReached} hasJustOpened={hasJustOpened} tools={tools} />
        </div>
        <div class="stack">
          {!isCheck && isNaming && <SaveForm bench={bench} state={state} tools={tools} />}
          {settings.kind !== 'card-reader' && <LinePanel id="bench" line={line} tools={tools} />}
        </div>
      </div>
      <p class="bar end">
        <button type="button" data-leave onClick={on.onLeave}>
          {say(isCheck ? 'console.devices.bench.done' : 'console.devices.bench.notThisOne')}
        </button>
        {!isCheck && !isNaming && (
          <button type="button" data-next onClick={on.onUntested}>
            {say('console.devices.bench.untested')}
          </button>
        )}
      </p>
    </>
  );
}
