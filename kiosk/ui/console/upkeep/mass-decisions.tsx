import type { JSX } from 'preact';
import type { EndpointOnPage, LetterGroupOnPage, StrandedOnPage } from '#kiosk/bridge/console/upkeep-words.ts';
import { decisionWords } from './delivery-rows.tsx';
import { letterWords } from './delivery-words.ts';
import { type Tools, timeOf } from './tools.ts';

/** What one word of a named person decides: all messages of one system with one reason. */
export function LetterGroups({
  groups,
  endpoints,
  tools,
}: {
  readonly groups: readonly LetterGroupOnPage[];
  readonly endpoints: readonly EndpointOnPage[];
  readonly tools: Tools;
}): JSX.Element | null {
  const { say, act } = tools;
  const many = groups.filter(({ count }) => count > 1);
  if (many.length === 0) return null;
  const refusing = endpoints.filter(({ id }) =>
    many.some((group) => group.endpointId === id && group.state === 'refused'),
  );
  return (
    <table class="groups">
      <tbody>
        {refusing.map(({ id }) => (
          <tr key={id}>
            <th scope="row" colSpan={2}>
              {id}
              <small>{say('technician.letters.sendAllHint')}</small>
            </th>
            <td class="actions">
              <button type="button" class="primary" onClick={() => void act({ do: 'send-all-again', endpointId: id })}>
                {say('technician.letters.sendAllAgain', { id })}
              </button>
            </td>
          </tr>
        ))}
        {many.map((group) => {
          const { endpointId, state, reason, count } = group;
          const words = letterWords(group, endpoints.find(({ id }) => id === endpointId)?.protocol);
          return (
            <tr key={`${endpointId} ${state} ${reason}`}>
              <th scope="row">{say('technician.letters.group', { count, id: endpointId })}</th>
              <td>
                {say(words.state)}
                <small>{say(words.why)}</small>
                <small>
                  {say(words.who)}: {say(words.next.sentence)}
                </small>
              </td>
              <td class="actions" data-control={`decide ${endpointId} ${state} ${reason}`}>
                {words.decisions.map((decision) => (
                  <button
                    key={decision}
                    type="button"
                    onClick={() => void act({ do: 'decide-all', endpointId, state, reason, decision })}
                  >
                    {say('technician.letters.all', { count, what: say(decisionWords[decision]) })}
                  </button>
                ))}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** What is left for a system that the site file does not have any more. */
export function StrandedRow({
  stranded,
  endpoints,
  tools,
}: {
  readonly stranded: StrandedOnPage;
  readonly endpoints: readonly EndpointOnPage[];
  readonly tools: Tools;
}): JSX.Element {
  const { say, act } = tools;
  const { endpointId, count, since, tickets } = stranded;
  return (
    <tr>
      <th scope="row">{endpointId}</th>
      <td>
        {say('technician.stranded.count', { count })} · {timeOf(since, tools)}
        <small>{tickets.join(', ')}</small>
      </td>
      <td class="actions" data-control={`move-stranded ${endpointId}`}>
        {endpoints.map(({ id }) => (
          <button key={id} type="button" onClick={() => void act({ do: 'move-all', endpointId, to: id })}>
            {say('technician.stranded.move', { id })}
          </button>
        ))}
        <button type="button" onClick={() => void act({ do: 'give-up-all', endpointId })}>
          {say('technician.stranded.giveUp')}
        </button>
      </td>
    </tr>
  );
}
