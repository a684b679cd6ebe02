import { CircleCheck, Info, type LucideIcon, Printer, Stethoscope } from 'lucide-preact';
import type { JSX } from 'preact';
import type { MessageKey, Say } from '#config/strings/messages.ts';
import type { ReadingPaper } from '#kiosk/bridge/measuring-words.ts';
import type { Act } from '../../parts/act.ts';
import { Button } from '../../parts/button.tsx';
import { Note } from '../../parts/note.tsx';
import { Title } from '../../parts/title.tsx';
import type { ScreenProps } from '../screen-props.ts';
import { PressureOfSitting } from './pressure-of-sitting.tsx';
import { QuantitiesCard } from './quantities-card.tsx';
import { SinglePressure } from './single-pressure.tsx';
import { Trend } from './trend.tsx';

type ResultScreen = ScreenProps<'show-reading'>['screen'];

/** The numbers, in plain words where a protocol led to them. What they mean is said by a person. */
export function ShowReading({ screen, say, act }: ScreenProps<'show-reading'>): JSX.Element {
  const { result, next, paper } = screen;
  const pressureClass = result.kind === 'blood-pressure' ? result.pressureClass : undefined;
  return (
    <main class="screen show-reading" data-look={lookOf(result)}>
      <Title text={say(pressureClass ? `screens.reading.classes.${pressureClass}.title` : 'screens.reading.title')}>
        {pressureClass && <p class="lead">{say(`screens.reading.classes.${pressureClass}.next`)}</p>}
      </Title>
      <Result result={result} say={say} />
      {!pressureClass && <Note tone="plain" icon={Stethoscope} text={say('screens.reading.withDoctor')} />}
      <div class="actions">
        {paper && <Paper paper={paper} say={say} act={act} />}
        <Button
          look={next ? 'secondary' : 'primary'}
          isPrimary={!next}
          choice={next && 'finish'}
          label={say('screens.measure.done')}
          onPress={() => act({ command: 'finish' })}
        />
        {next && (
          <Button
            look="primary"
            isPrimary
            choice="next"
            label={say('screens.measure.next', { name: say(`screens.things.${next}.name`) })}
            onPress={() => act({ command: 'measure-next' })}
          />
        )}
      </div>
    </main>
  );
}

/** `single`: one unrested reading, as large as the glass allows. */
function lookOf(result: ResultScreen['result']): 'single' | 'sitting' | 'quantities' {
  if (result.kind === 'quantities') return 'quantities';
  return result.pressureClass || result.readings || result.earlier ? 'sitting' : 'single';
}

function Result({ result, say }: { readonly result: ResultScreen['result']; readonly say: Say }): JSX.Element {
  if (result.kind === 'quantities') return <QuantitiesCard quantities={result.quantities} say={say} />;
  if (lookOf(result) === 'single') return <SinglePressure pressure={result} say={say} />;
  const { earlier = [] } = result;
  return (
    <div class="results">
      <PressureOfSitting pressure={result} say={say} />
      {earlier.length > 0 && <Trend earlier={earlier} now={result} say={say} />}
    </div>
  );
}

const papers: Readonly<
  Record<Exclude<ReadingPaper, 'offered' | 'offered-again'>, readonly [icon: LucideIcon, words: MessageKey]>
> = {
  printing: [Printer, 'screens.reading.paper.printing'],
  printed: [CircleCheck, 'screens.reading.paper.printed'],
  'not-printed': [Info, 'screens.reading.paper.not-printed'],
  'perhaps-printed': [Info, 'screens.reading.paper.perhaps-printed'],
};

interface PaperProps {
  readonly paper: ReadingPaper;
  readonly say: Say;
  readonly act: Act;
}

/** What is known of the paper stands where it was asked for. */
function Paper({ paper, say, act }: PaperProps): JSX.Element {
  if (paper === 'offered' || paper === 'offered-again') {
    return (
      <Button
        icon={Printer}
        choice="print"
        label={say(paper === 'offered' ? 'screens.reading.print' : 'screens.reading.paper.again')}
        onPress={() => act({ command: 'print-reading' })}
      />
    );
  }
  const [icon, words] = papers[paper];
  return (
    <div role="status" class="paper-said" data-paper={paper}>
      <Note tone={paper === 'printed' ? 'good' : 'plain'} icon={icon} text={say(words)} />
    </div>
  );
}
