import type { JSX } from 'preact';
import type { CallForPerson } from '#kiosk/bridge/hub/counter-words.ts';
import type { RingLevel } from '#kiosk/bridge/words.ts';
import { minutesSince } from './rows.ts';
import { type CounterTools, clockText } from './tools.ts';
import { useHubTime } from './use-hub-time.ts';

/** Louder each minute; an emergency begins as loud as a call that nobody has answered for a minute. */
export function loudestOf(calls: readonly CallForPerson[]): RingLevel | undefined {
  const levels = calls.map(
    ({ kind, escalation }) => escalation + (kind === 'emergency' || kind === 'crisis-reading' ? 2 : 1),
  );
  if (levels.length === 0) return undefined;
  const loudest = Math.max(...levels);
  return loudest >= 3 ? 3 : loudest === 2 ? 2 : 1;
}

/** Somebody at a kiosk needs a person: above everything else, until somebody says by name that they are coming. */
export function CallsCard({ tools }: { readonly tools: CounterTools }): JSX.Element | null {
  const { say, snapshot, link } = tools;
  const now = useHubTime(link, 'minute');
  if (snapshot.calls.length === 0) return null;
  return (
    <section class="calls" role="alert" aria-label={say('calls.title')}>
      <ul>
        {snapshot.calls.map(({ alertId, kind, place, kioskId, ticketNumber, since }) => (
          <li key={alertId} data-call={kind}>
            <strong>{say(`calls.kinds.${kind}`)}</strong>
            <span>{place === '' ? kioskId : say('calls.where', { place, kiosk: kioskId })}</span>
            {ticketNumber !== undefined && <span>{say('calls.number', { number: ticketNumber })}</span>}
            <span class="since">
              {say('calls.since', { time: clockText(tools, since), minutes: minutesSince(since, now) })}
            </span>
            <button type="button" data-answer={alertId} onClick={() => void link.answer(alertId)}>
              {say('calls.come')}
            </button>
          </li>
        ))}
      </ul>
      {!navigator.userActivation.hasBeenActive && <p>{say('calls.sound')}</p>}
    </section>
  );
}
