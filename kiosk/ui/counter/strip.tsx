import type { JSX } from 'preact';
import { textIn } from '#config/agreements/language.ts';
import { ActButton } from './act-button.tsx';
import { SmallNumber } from './large-number.tsx';
import { type CounterTools, clockText } from './tools.ts';

/** 480 × 40, always on top of the desk: the number, the three acts of every minute, and how many wait. */
export function Strip({ tools }: { readonly tools: CounterTools }): JSX.Element {
  const { say, snapshot, link, language } = tools;
  const { serving, sitting, counter, calls } = snapshot;
  const isTaken = sitting !== undefined && !sitting.isYou;
  const isOff = serving === undefined || isTaken;
  const name = textIn(language, counter.name);
  return (
    <main class={calls.length > 0 ? 'strip rings' : 'strip'} aria-label={name}>
      <h1 title={name}>{name}</h1>
      <SmallNumber number={serving?.number} />
      <ActButton tools={tools} act="call-next" look="primary" isOff={isTaken || counter.isPaused} />
      <ActButton tools={tools} act="recall" isOff={isOff} />
      <ActButton tools={tools} act="absent" isOff={isOff} />
      <StripEnd tools={tools} isTaken={isTaken} lost={link.lostSince.value} />
      <span class="visually-hidden" role="status">
        {say('next.waiting', { count: snapshot.waitingCount })}
      </span>
    </main>
  );
}

/** The most urgent of what there is room for. */
function StripEnd({
  tools,
  isTaken,
  lost,
}: {
  readonly tools: CounterTools;
  readonly isTaken: boolean;
  readonly lost: number | undefined;
}): JSX.Element {
  const { say, snapshot, link } = tools;
  const [call] = snapshot.calls;
  const outcome = link.outcome.value;
  if (call)
    return (
      <button
        type="button"
        class="end urgent"
        data-answer={call.alertId}
        onClick={() => void link.answer(call.alertId)}
      >
        {call.kioskId}: {say('calls.come')}
      </button>
    );
  if (lost !== undefined) {
    const time = clockText(tools, lost + link.ahead.value);
    return (
      <span class="end urgent" role="status" data-line-lost title={say('lineLost', { time })}>
        {say('lineLostShort', { time })}
      </span>
    );
  }
  if (outcome?.is === 'refused')
    return (
      <button
        type="button"
        class="end careful"
        data-refused={outcome.why}
        title={say(`refused.${outcome.why}`)}
        onClick={link.forgetOutcome}
      >
        {say(`refused.${outcome.why}`)}
      </button>
    );
  if (isTaken) return <span class="end">{snapshot.sitting?.name}</span>;
  return <span class="end">{say('next.waitingShort', { count: snapshot.waitingCount })}</span>;
}
