import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type MetricSeries, type MetricsHistory, metricSeries } from '#kiosk/bridge/console/logs-words.ts';
import type { ConsoleTools } from '../tools.ts';
import { logWords, seriesWords } from './log-page-words.ts';

const everyMs = 60_000;
const names = Object.keys(metricSeries) as MetricSeries[];
/** Points of a line: what a narrow picture can show of 1,440. */
const mostPoints = 240;

/** A day of figures, each a line. */
export function Sparklines({ tools }: { readonly tools: ConsoleTools }): JSX.Element {
  const { link, language } = tools;
  const [history, setHistory] = useState<MetricsHistory | undefined>(undefined);
  useEffect(() => {
    const ask = async () => {
      const answer = await link.call('logs/metrics', {});
      if (answer.ok) setHistory(answer.value);
    };
    void ask();
    const timer = setInterval(() => void ask(), everyMs);
    return () => clearInterval(timer);
  }, [link]);
  const isThere = history !== undefined && names.some((name) => history.series[name].some((value) => value !== null));
  return (
    <section aria-labelledby="log-metrics">
      <h2 id="log-metrics">{logWords.metrics[language]}</h2>
      {isThere ? (
        <ul class="sparklines">
          {names.map((name) => (
            <Line key={name} name={name} points={history.series[name]} tools={tools} />
          ))}
        </ul>
      ) : (
        <p class="empty">{logWords.noMetrics[language]}</p>
      )}
    </section>
  );
}

interface LineParts {
  readonly name: MetricSeries;
  readonly points: readonly (number | null)[];
  readonly tools: ConsoleTools;
}

function Line({ name, points, tools: { language } }: LineParts): JSX.Element {
  const drawn = thinned(points);
  const values = drawn.filter((value) => value !== null);
  const most = Math.max(0, ...values);
  const now = points.at(-1);
  const shown = now === null || now === undefined ? '–' : valueText(now, name, language);
  const words = `${seriesWords[name][language]}: ${shown} ${logWords.now[language]}, ${valueText(most, name, language)} ${logWords.most[language]}`;
  return (
    <li>
      <span>{seriesWords[name][language]}</span>
      <strong>{shown}</strong>
      <svg viewBox={`0 0 ${mostPoints} 30`} role="img" aria-label={words} preserveAspectRatio="none">
        <path d={pathOf(drawn, most)} />
      </svg>
      <small>
        {logWords.most[language]} {valueText(most, name, language)}
      </small>
    </li>
  );
}

/** The highest of each group: a peak is what is looked for. */
function thinned(points: readonly (number | null)[]): readonly (number | null)[] {
  const size = Math.max(1, Math.ceil(points.length / mostPoints));
  return Array.from({ length: Math.ceil(points.length / size) }, (_, at) => {
    const group = points.slice(at * size, (at + 1) * size).filter((value) => value !== null);
    return group.length === 0 ? null : Math.max(...group);
  });
}

function pathOf(points: readonly (number | null)[], most: number): string {
  let path = '';
  let isOpen = false;
  for (const [at, value] of points.entries()) {
    if (value === null) {
      isOpen = false;
      continue;
    }
    const x = mostPoints - points.length + at;
    const y = 29 - (most === 0 ? 0 : (value / most) * 28);
    path += `${isOpen ? 'L' : 'M'}${x} ${y.toFixed(1)}${isOpen ? '' : 'h0.5'}`;
    isOpen = true;
  }
  return path;
}

const units = { 'per-minute': '', count: '', minutes: ' min', bytes: '', percent: ' %', ms: ' ms' } as const;

function valueText(value: number, name: MetricSeries, language: ConsoleTools['language']): string {
  const unit = metricSeries[name];
  const number = (shown: number, digits: number) =>
    new Intl.NumberFormat(language === 'vi' ? 'vi-VN' : 'en-GB', { maximumFractionDigits: digits }).format(shown);
  if (unit === 'bytes') return value >= 1e9 ? `${number(value / 1e9, 1)} GB` : `${number(value / 1e6, 0)} MB`;
  const minutes = language === 'vi' ? ' phút' : ' min';
  return `${number(value, unit === 'count' ? 0 : 1)}${unit === 'minutes' ? minutes : units[unit]}`;
}
