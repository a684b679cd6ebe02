import type { JSX } from 'preact';
import type { MessageKey, Say } from '#config/strings/messages.ts';
import type { EndpointOnPage, LetterOnPage } from '#kiosk/bridge/console/upkeep-words.ts';
import { type LetterWords, letterWords, type Trouble, troubleWords } from './delivery-words.ts';
import { type Tools, timeOf } from './tools.ts';

/** A message that a person must decide about. `protocol`: of its endpoint. */
export function LetterRow({
  letter,
  protocol,
  tools,
}: {
  readonly letter: LetterOnPage;
  readonly protocol: EndpointOnPage['protocol'] | undefined;
  readonly tools: Tools;
}): JSX.Element {
  const { say, act } = tools;
  const words = letterWords(letter, protocol);
  const { messageId } = letter;
  return (
    <tr>
      <th scope="row">
        {letter.ticketNumber}
        <small>{letter.controlId}</small>
      </th>
      <td>
        {say(`technician.letters.facts.${letter.fact}`)} → {letter.endpointId}
        {letter.held > 0 && <small>{say('technician.letters.held', { count: letter.held })}</small>}
      </td>
      <td>
        {say(words.state)}
        <small>{say(words.why)}</small>
        <small>
          {letter.reason} · {say('technician.letters.attempts', { count: letter.attempts })}
        </small>
      </td>
      <td>
        {say(words.who)}
        <small>{say(words.next.sentence)}</small>
      </td>
      <td>{timeOf(letter.since, tools)}</td>
      <td class="actions" data-control={`decide ${letter.endpointId} ${letter.state} ${letter.reason}`}>
        {words.decisions.map((decision) => (
          <button key={decision} type="button" onClick={() => void act({ do: decision, messageId })}>
            {say(decisionWords[decision])}
          </button>
        ))}
      </td>
    </tr>
  );
}

export const decisionWords = {
  'send-again': 'technician.letters.sendAgain',
  'render-anew': 'technician.letters.renderAnew',
  'settle-by-hand': 'technician.letters.settle',
} as const satisfies Readonly<Record<LetterWords['decisions'][number], MessageKey>>;

/** Whether this system takes everything at once. */
export function isEndpointWell({ circuit, reason, delayed }: EndpointOnPage): boolean {
  return circuit === 'closed' && reason === undefined && delayed === undefined;
}

function circuitWords({ circuit, reason }: EndpointOnPage): MessageKey {
  if (circuit === 'half-open') return 'technician.endpoints.circuits.halfOpen';
  // What was asked at the start went wrong, and nothing was sent yet.
  if (circuit === 'closed' && reason !== undefined) return 'technician.endpoints.circuits.toLookAt';
  return `technician.endpoints.circuits.${circuit}`;
}

/** A system of the hospital: whether it takes messages, and what to do when it does not. */
export function EndpointRow({
  endpoint,
  tools,
}: {
  readonly endpoint: EndpointOnPage;
  readonly tools: Tools;
}): JSX.Element {
  const { say, act } = tools;
  const { id, protocol, capabilities, circuit, reason, since, queued, oldestMinutes, stands, namedAnother, delayed } =
    endpoint;
  const isWaiting = circuit === 'open' || reason !== undefined || stands || delayed !== undefined;
  return (
    <tr>
      <th scope="row">
        {id}
        <small>{protocol}</small>
      </th>
      <td>
        <span class={`pill ${isEndpointWell(endpoint) ? 'good' : 'careful'}`}>{say(circuitWords(endpoint))}</span>
        {namedAnother > 0 && <small>{say('technician.endpoints.namedAnother', { count: namedAnother })}</small>}
        {reason !== undefined && (
          <small>
            {reason}
            {since !== undefined && ` · ${timeOf(since, tools)}`}
          </small>
        )}
        <TroubleLine trouble={endpoint} protocol={protocol} say={say} />
        {delayed !== undefined && (
          <small>
            {say('technician.endpoints.delayed', { count: delayed.count })} · {delayed.reason}
          </small>
        )}
        {delayed && delayed.reason !== reason && <TroubleLine trouble={delayed} protocol={protocol} say={say} />}
      </td>
      <td class="waiting">
        {say('technician.endpoints.queued', { count: queued })}
        {oldestMinutes > 0 && <small>{say('technician.endpoints.oldest', { minutes: oldestMinutes })}</small>}
        {stands && <span class="pill bad">{say('technician.endpoints.stands')}</span>}
        {isWaiting && (
          <button
            type="button"
            data-control={`try-now ${id}`}
            aria-label={say('technician.endpoints.tryNowAt', { id })}
            onClick={() => void act({ do: 'try-now', endpointId: id })}
          >
            {say('technician.endpoints.tryNow')}
          </button>
        )}
      </td>
      <td class="soft">{capabilities.map((capability) => say(capabilityWords[capability])).join(', ')}</td>
    </tr>
  );
}

/** Why, whose turn it is, and what to do. */
function TroubleLine({
  trouble,
  protocol,
  say,
}: {
  readonly trouble: Trouble;
  readonly protocol: EndpointOnPage['protocol'];
  readonly say: Say;
}): JSX.Element | null {
  const words = troubleWords(trouble, protocol);
  if (!words) return null;
  return (
    <small>
      {say(words.why)} {words.who !== undefined && `${say(words.who)}: `}
      {words.next.map((each) => say(each)).join(' ')}
    </small>
  );
}

const capabilityWords: Readonly<Record<EndpointOnPage['capabilities'][number], MessageKey>> = {
  registrations: 'technician.endpoints.capabilities.registrations',
  readings: 'technician.endpoints.capabilities.readings',
  arrivals: 'technician.endpoints.capabilities.arrivals',
  surveys: 'technician.endpoints.capabilities.surveys',
  'patient-look-up': 'technician.endpoints.capabilities.patientLookUp',
  'appointment-look-up': 'technician.endpoints.capabilities.appointmentLookUp',
  'insurance-check': 'technician.endpoints.capabilities.insuranceCheck',
  alerts: 'technician.endpoints.capabilities.alerts',
};
