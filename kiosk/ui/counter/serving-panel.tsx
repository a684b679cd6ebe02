import type { JSX } from 'preact';
import { ActButton } from './act-button.tsx';
import { LargeNumber } from './large-number.tsx';
import { minutesSince } from './rows.ts';
import { type CounterTools, clockText, dayText, serviceName } from './tools.ts';
import { UndoButton } from './undo-button.tsx';
import { useHubTime } from './use-hub-time.ts';

/** Whom the counter serves, and everything that can be done with them by one finger or one key. */
export function ServingPanel({ tools }: { readonly tools: CounterTools }): JSX.Element {
  const { say, snapshot, language } = tools;
  const { serving, counter } = snapshot;
  const isOff = serving === undefined;
  return (
    <section class="card serving" aria-labelledby="serving-title">
      <h2 id="serving-title">{say(counter.isPaused ? 'serving.paused' : 'serving.title')}</h2>
      <LargeNumber number={serving?.number} data-serving={serving?.number ?? ''} aria-live="polite" />
      {serving ? (
        <p class="about">
          <span>{serviceName(tools, serving.serviceCode)}</span>
          {serving.lane !== 'ordinary' && (
            <strong class={`lane ${serving.lane}`}>{say(`lanes.${serving.lane}`)}</strong>
          )}
          {serving.isLaneToBeConfirmed && <span class="flag">{say('flags.lane-to-be-confirmed')}</span>}
          {serving.day !== undefined && (
            <span class="flag">{say('serving.ofDay', { day: dayText(serving.day, language) })}</span>
          )}
          <span class="soft">{say('serving.since', { time: clockText(tools, serving.since) })}</span>
          <span class="soft" data-calls={serving.calls}>
            {say('serving.calls', { count: serving.calls })}
          </span>
        </p>
      ) : (
        <p class="about nobody">
          <strong>{say('serving.nobody')}</strong>
          <span class="soft">{say('serving.hint')}</span>
        </p>
      )}
      <div class="acts">
        <ActButton tools={tools} act="recall" isOff={isOff}>
          {say('acts.recall')}
          {serving && <span class="count">{serving.calls}</span>}
        </ActButton>
        <ActButton tools={tools} act="absent" isOff={isOff} />
        <ActButton tools={tools} act="finish" isOff={isOff} />
        <ActButton tools={tools} act="park" isOff={isOff} />
        <ActButton tools={tools} act="transfer" isOff={isOff} />
      </div>
      <ActButton tools={tools} act="call-next" look="primary" isOff={counter.isPaused}>
        <span class="call">{say('acts.call-next')}</span>
        <NextOne tools={tools} />
      </ActButton>
      <UndoButton tools={tools} />
      <div class="acts others">
        <ActButton tools={tools} act="quick-issue" look="plain" />
        <ActButton tools={tools} act="serve-without-ticket" look="plain" />
      </div>
    </section>
  );
}

function NextOne({ tools }: { readonly tools: CounterTools }): JSX.Element {
  const { say, snapshot, link } = tools;
  const now = useHubTime(link, 'minute');
  const [next] = snapshot.waiting;
  return (
    <span class="next">
      {next ? say('next.who', { number: next.number, minutes: minutesSince(next.since, now) }) : say('next.nobody')}
    </span>
  );
}
