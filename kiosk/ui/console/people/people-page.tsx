import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { StaffState } from '#kiosk/bridge/console/people-words.ts';
import { type ConsoleTools, useTopic } from '../tools.ts';
import { ActForm, type OpenAct, titleOf } from './act-form.tsx';
import { AuditList } from './audit-list.tsx';

type PersonRow = StaffState['people'][number];

/** Who may sign in, the corner's PIN, and what everybody did. */
export function PeoplePage({ tools }: { readonly tools: ConsoleTools }): JSX.Element {
  const { say, isSupervisor } = tools;
  const staff = useTopic(tools, 'staff').value;
  const open = useSignal<OpenAct | undefined>(undefined);
  const done = useSignal<string | undefined>(undefined);
  const count = useSignal(0);
  if (!staff) return <p class="empty">{say('console.opening')}</p>;
  const begin = (act: OpenAct) => {
    open.value = act;
    done.value = undefined;
  };
  const end = (act: OpenAct | undefined) => {
    open.value = undefined;
    count.value += 1;
    done.value = act && say('console.people.done', { act: titleOf(act, say) });
  };
  return (
    <>
      <p class={done.value ? 'strip good' : 'visually-hidden'} role="status">
        {done.value}
      </p>
      {open.value && (
        <ActForm key={JSON.stringify(open.value)} act={open.value} staff={staff} tools={tools} onEnd={end} />
      )}
      <section>
        <h2>{say('console.people.title')}</h2>
        <table class="stacks">
          <thead>
            <tr>
              <th>{say('console.people.name')}</th>
              <th>{say('console.people.roles')}</th>
              <th>{say('console.people.pin')}</th>
              <th>{say('console.people.app')}</th>
              <th>
                <span class="visually-hidden">{say('console.people.actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {staff.people.map((person) => (
              <Row key={person.id} person={person} tools={tools} begin={begin} />
            ))}
          </tbody>
        </table>
        {isSupervisor && (
          <p class="line">
            <button type="button" class="primary" data-act="add" onClick={() => begin({ do: 'add' })}>
              {say('console.people.add')}
            </button>
          </p>
        )}
      </section>
      {isSupervisor && (
        <section>
          <h2>{say('console.people.lobby')}</h2>
          <p class="hint">{say('console.people.lobbyExplain')}</p>
          <p class="line buttons">
            <span>{say(staff.hasLobbyPin ? 'console.people.lobbyHas' : 'console.people.lobbyNone')}</span>
            <button type="button" data-act="set-lobby-pin" onClick={() => begin({ do: 'set-lobby-pin' })}>
              {say('console.people.setLobbyPin')}
            </button>
            {staff.hasLobbyPin && (
              <button type="button" data-act="remove-lobby-pin" onClick={() => begin({ do: 'remove-lobby-pin' })}>
                {say('console.people.removeLobbyPin')}
              </button>
            )}
          </p>
        </section>
      )}
      {isSupervisor && <AuditList key={count.value} tools={tools} />}
    </>
  );
}

interface RowProps {
  readonly person: PersonRow;
  readonly tools: ConsoleTools;
  readonly begin: (act: OpenAct) => void;
}

function Row({ person, tools, begin }: RowProps): JSX.Element {
  const { say, isSupervisor, who } = tools;
  const { id, name, roles, secretKind, hasApp } = person;
  const isMe = who.id === id;
  const button = (does: 'rename' | 'set-roles' | 'set-pin' | 'set-app' | 'remove-app' | 'remove') => {
    const act: OpenAct = { do: does, id, name };
    return (
      <button
        type="button"
        data-act={does}
        aria-label={say('console.people.of', { act: titleOf(act, say), name })}
        onClick={() => begin(act)}
      >
        {titleOf(act, say)}
      </button>
    );
  };
  return (
    <tr data-person={name}>
      <th scope="row">
        {name} {isMe && <small>{say('console.people.you')}</small>}
      </th>
      <td>{roles.map((role) => say(`console.roles.${role}`)).join(', ')}</td>
      <td>{say(`console.people.kinds.${secretKind}`)}</td>
      <td>{say(hasApp ? 'console.people.has' : 'console.people.hasNot')}</td>
      <td class="buttons">
        {(isMe || isSupervisor) && button('set-pin')}
        {isMe && button('set-app')}
        {hasApp && (isMe || isSupervisor) && button('remove-app')}
        {isSupervisor && button('rename')}
        {isSupervisor && button('set-roles')}
        {isSupervisor && !isMe && button('remove')}
      </td>
    </tr>
  );
}
