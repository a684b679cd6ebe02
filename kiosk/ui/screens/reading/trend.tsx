import type { JSX } from 'preact';
import type { Say } from '#config/strings/messages.ts';
import type { EarlierPressure } from '#kiosk/bridge/measuring-words.ts';

/** More would lie on each other. */
const mostEarlier = 5;

interface TrendProps {
  /** At least one, the oldest first. */
  readonly earlier: readonly EarlierPressure[];
  readonly now: Pick<EarlierPressure, 'systolic' | 'diastolic'>;
  readonly say: Say;
}

/** Earlier readings as two small lines that end today; the last of them in words, too. */
export function Trend({ earlier, now, say }: TrendProps): JSX.Element {
  const shown = earlier.slice(-mostEarlier);
  const words = [
    ...shown.map((each) => `${dayOf(each)}: ${pressureOf(each)}`),
    `${say('screens.reading.today')}: ${pressureOf(now)}`,
  ];
  const [first, last] = [shown[0], shown.at(-1)];
  return (
    <section class="card trend">
      {last && <h2>{say('screens.reading.last', { day: dayOf(last), pressure: pressureOf(last) })}</h2>}
      <Lines points={[...shown, now]} label={words.join('; ')} />
      <p class="trend-days">
        <span>{first && dayOf(first)}</span>
        <span>{say('screens.reading.today')}</span>
      </p>
    </section>
  );
}

const box = { width: 1000, height: 170, edge: 16 } as const;

interface LinesProps {
  readonly points: readonly Pick<EarlierPressure, 'systolic' | 'diastolic'>[];
  readonly label: string;
}

/** Evenly apart, whatever lies between; from the lowest number to the highest. */
function Lines({ points, label }: LinesProps): JSX.Element {
  const all = points.flatMap(({ systolic, diastolic }) => [systolic, diastolic]);
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const x = (at: number) => box.edge + (at * (box.width - 2 * box.edge)) / Math.max(1, points.length - 1);
  const y = (value: number) =>
    box.height - box.edge - ((value - least) * (box.height - 2 * box.edge)) / Math.max(1, most - least);
  return (
    <svg class="trend-lines" viewBox={`0 0 ${box.width} ${box.height}`} role="img" aria-label={label}>
      {(['systolic', 'diastolic'] as const).map((which) => (
        <g key={which} class={which}>
          <polyline points={points.map((point, at) => `${x(at)},${y(point[which])}`).join(' ')} />
          {points.map((point, at) => (
            <circle key={at} cx={x(at)} cy={y(point[which])} r={at === points.length - 1 ? 14 : 9} />
          ))}
        </g>
      ))}
    </svg>
  );
}

function pressureOf({ systolic, diastolic }: Pick<EarlierPressure, 'systolic' | 'diastolic'>): string {
  return `${systolic}/${diastolic}`;
}

/** `2026-10-12` → `12/10/2026`. */
function dayOf({ day }: EarlierPressure): string {
  return day.split('-').toReversed().join('/');
}
