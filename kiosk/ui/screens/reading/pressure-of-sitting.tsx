import type { JSX } from 'preact';
import type { MessageKey, Say } from '#config/strings/messages.ts';
import type { PressureOnScreen, PressureReadingOnScreen } from '#kiosk/bridge/measuring-words.ts';
import { PressureNumbers } from './pressure-numbers.tsx';

interface PressureOfSittingProps {
  readonly pressure: PressureOnScreen;
  readonly say: Say;
}

/** The mean, where it lies among the classes, and the readings that it is made of. */
export function PressureOfSitting({ pressure, say }: PressureOfSittingProps): JSX.Element {
  const { pressureClass, readings = [], pulse } = pressure;
  return (
    <section class="card sitting">
      <dl>
        <div class="mean">
          <dt>{meanWords(readings, say)}</dt>
          <dd class="pressure">
            <PressureNumbers {...pressure} />
          </dd>
        </div>
        {pressureClass && <ClassScale present={pressureClass} say={say} />}
      </dl>
      <dl class="made-of">
        {readings.length > 1 && readings.map((each, at) => <Reading key={at} number={at + 1} {...each} say={say} />)}
        <div>
          <dt>{say('screens.reading.pulse')}</dt>
          <dd data-reading="pulse">{pulse}</dd>
          <dd class="remark">{say('screens.reading.perMinute')}</dd>
        </div>
      </dl>
    </section>
  );
}

/** Says what the mean is made of, as the list below shows it. */
function meanWords(readings: readonly PressureReadingOnScreen[], say: Say): string {
  const counting = readings.filter(({ counts }) => counts).length;
  if (counting < 2) return say('screens.reading.bloodPressure');
  return say(counting === readings.length ? 'screens.reading.mean' : 'screens.reading.meanOfLast', {
    readings: counting,
  });
}

type PressureClass = NonNullable<PressureOnScreen['pressureClass']>;

/** From the lowest to the highest. */
const classes: Readonly<Record<PressureClass, MessageKey>> = {
  low: 'screens.reading.classes.low.short',
  usual: 'screens.reading.classes.usual.short',
  raised: 'screens.reading.classes.raised.short',
  high: 'screens.reading.classes.high.short',
  'very-high': 'screens.reading.classes.very-high.short',
};

interface ClassScaleProps {
  readonly present: PressureClass;
  readonly say: Say;
}

/** The present class by an arrow, a thicker bar and heavier letters; its colour says it once more. */
function ClassScale({ present, say }: ClassScaleProps): JSX.Element {
  return (
    <div class="class-scale">
      <dt class="for-ears">{say('screens.reading.scale')}</dt>
      <dd>
        <ol>
          {Object.entries(classes).map(([name, words]) => (
            <li key={name} data-class={name} aria-current={name === present ? 'true' : undefined}>
              <span class="class-bar" aria-hidden="true" />
              <span>{say(words)}</span>
            </li>
          ))}
        </ol>
      </dd>
    </div>
  );
}

interface ReadingProps extends PressureReadingOnScreen {
  readonly number: number;
  readonly say: Say;
}

function Reading({ number, systolic, diastolic, counts, say }: ReadingProps): JSX.Element {
  return (
    <div>
      <dt>{say('screens.reading.number', { number })}</dt>
      <dd>
        {systolic}/{diastolic}
      </dd>
      {!counts && <dd class="remark">{say('screens.reading.notCounted')}</dd>}
    </div>
  );
}
