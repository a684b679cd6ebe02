import { Heart, Stethoscope } from 'lucide-preact';
import type { JSX } from 'preact';
import { Button } from '../parts/button.tsx';
import { LotusBloom } from '../parts/lotus.tsx';
import { Note } from '../parts/note.tsx';
import { NumberChip } from '../parts/number-chip.tsx';
import { Title } from '../parts/title.tsx';
import type { ScreenProps } from './screen-props.ts';

const noPressure = { systolic: undefined, diastolic: undefined, pulse: undefined };

/** The same look for every value: what it means is said by a person. */
export function ShowReading({ screen, say, act }: ScreenProps<'show-reading'>): JSX.Element {
  const { number, result } = screen;
  const { systolic, diastolic, pulse } = result.kind === 'blood-pressure' ? result : noPressure;
  return (
    <main class="screen show-reading">
      <Title text={say('screens.reading.title')}>
        <NumberChip number={number} say={say} />
      </Title>
      <section class="card reading">
        <LotusBloom />
        <dl>
          <div>
            <dt>{say('screens.reading.bloodPressure')}</dt>
            <dd class="pressure">
              <span data-reading="systolic">{systolic}</span>
              <span class="over">/</span>
              <span data-reading="diastolic">{diastolic}</span>
              <span class="unit">mmHg</span>
            </dd>
          </div>
          <div class="pulse">
            <dt>
              <Heart aria-hidden="true" class="icon" />
              {say('screens.reading.pulse')}
            </dt>
            <dd>
              <span data-reading="pulse">{pulse}</span>
              <span class="unit">{say('screens.reading.perMinute')}</span>
            </dd>
          </div>
        </dl>
      </section>
      <Note tone="plain" icon={Stethoscope} text={say('screens.reading.withDoctor')} />
      <div class="actions">
        <Button
          look="primary"
          isPrimary
          label={say('screens.measure.done')}
          onPress={() => act({ command: 'finish' })}
        />
      </div>
    </main>
  );
}
