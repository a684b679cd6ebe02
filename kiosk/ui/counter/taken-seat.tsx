import type { JSX } from 'preact';
import { textIn } from '#config/agreements/language.ts';
import type { CounterTools } from './tools.ts';

/** Somebody else sits here: named, before their place is taken. */
export function TakenSeat({ tools }: { readonly tools: CounterTools }): JSX.Element {
  const { say, snapshot, language, act, isDeaf } = tools;
  const name = snapshot.sitting?.name ?? '';
  return (
    <main class="taken">
      <section class="card" data-taken-by={name}>
        <h2>{say('sit.taken', { name, counter: textIn(language, snapshot.counter.name) })}</h2>
        <p>{say('sit.takenHint', { name })}</p>
        <div class="acts">
          <a class="button" href="/counter">
            {say('otherCounter')}
          </a>
          <button
            type="button"
            data-act="sit-down"
            aria-disabled={isDeaf() ? 'true' : undefined}
            onClick={() => {
              if (!isDeaf()) act({ kind: 'sit-down', force: true });
            }}
          >
            {say('sit.force', { name })}
          </button>
        </div>
      </section>
    </main>
  );
}
