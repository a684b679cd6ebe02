import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { ok, problem, type Result, unreachable } from '#config/agreements/result.ts';
import type { MessageKey, Say } from '#config/strings/messages.ts';
import type { OwnSecret } from '#kiosk/bridge/console/own-secret.ts';
import { offeredRoles, type StaffState } from '#kiosk/bridge/console/people-words.ts';
import { Refusal, type Refused } from '../refusal.tsx';
import { textOf } from '../sign-in/sign-in-page.tsx';
import type { ConsoleTools } from '../tools.ts';
import { AppForm } from './app-form.tsx';

interface AboutSomebody {
  readonly id: string;
  readonly name: string;
}

/** What somebody has begun to do, until they do it or leave it. */
export type OpenAct =
  | { readonly do: 'add' | 'set-lobby-pin' | 'remove-lobby-pin' }
  | ({
      readonly do: 'rename' | 'set-roles' | 'set-pin' | 'set-app' | 'remove-app' | 'remove';
    } & AboutSomebody);

const titles = {
  add: 'console.people.add',
  rename: 'console.people.rename',
  'set-roles': 'console.people.setRoles',
  'set-pin': 'console.people.setPin',
  'set-app': 'console.people.setApp',
  'remove-app': 'console.people.removeApp',
  remove: 'console.people.remove',
  'set-lobby-pin': 'console.people.setLobbyPin',
  'remove-lobby-pin': 'console.people.removeLobbyPin',
} as const satisfies Readonly<Record<OpenAct['do'], MessageKey>>;

export function titleOf({ do: act }: OpenAct, say: Say): string {
  return say(titles[act]);
}

interface ActFormProps {
  readonly act: OpenAct;
  readonly staff: StaffState;
  readonly tools: ConsoleTools;
  /** `undefined`: it was left. */
  readonly onEnd: (done: OpenAct | undefined) => void;
}

/** One act with its fields, and with the own PIN of whoever does it. */
export function ActForm({ act, staff, tools, onEnd }: ActFormProps): JSX.Element {
  const { say, who } = tools;
  const refusal = useSignal<Refused | undefined>(undefined);
  const isBusy = useSignal(false);
  const app = useSignal<{ readonly secret: string; readonly uri: string } | undefined>(undefined);
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    section.current?.scrollIntoView({ block: 'nearest' });
    section.current?.querySelector<HTMLElement>('input, button')?.focus();
  }, []);

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    if (form.has('again') && textOf(form, 'again') !== textOf(form, 'pin')) {
      refusal.value = { kind: 'not-the-same' };
      return;
    }
    isBusy.value = true;
    const answer = await doIt(act, form, tools);
    isBusy.value = false;
    refusal.value = answer.ok ? undefined : answer.problem;
    if (!answer.ok) return;
    if (answer.value) app.value = answer.value;
    else await ended();
  }

  async function ended(): Promise<void> {
    // Whoever has changed themselves has a new session.
    if ('id' in act && act.id === who.id) await tools.link.refresh();
    onEnd(act);
  }

  const me = staff.people.find(({ id }) => id === who.id);
  const title =
    'name' in act ? say('console.people.of', { act: titleOf(act, say), name: act.name }) : titleOf(act, say);
  return (
    <section class="act" ref={section} data-open-act={act.do}>
      <h2>{title}</h2>
      {app.value && 'id' in act ? (
        <AppForm id={act.id} app={app.value} tools={tools} onDone={ended} onLeave={() => onEnd(undefined)} />
      ) : (
        <form onSubmit={(event) => void submit(event)}>
          <Fields act={act} staff={staff} say={say} />
          {me ? <OwnPin say={say} hasApp={me.hasApp} /> : <p class="hint">{say('console.people.ownerNote')}</p>}
          <Refusal say={say} refusal={refusal.value} />
          <p class="buttons">
            <button type="submit" class="primary" disabled={isBusy.value}>
              {say('console.people.do')}
            </button>
            <button type="button" onClick={() => onEnd(undefined)}>
              {say('console.people.cancel')}
            </button>
          </p>
        </form>
      )}
    </section>
  );
}

function Fields({ act, staff, say }: Pick<ActFormProps, 'act' | 'staff'> & { readonly say: Say }): JSX.Element | null {
  switch (act.do) {
    case 'add':
      return (
        <>
          <NameField say={say} label="console.people.name" />
          <Roles say={say} held={['technician']} />
          <NewPin say={say} label="console.people.newPin" />
        </>
      );
    case 'rename':
      return <NameField say={say} label="console.people.newName" value={act.name} />;
    case 'set-roles':
      return <Roles say={say} held={staff.people.find(({ id }) => id === act.id)?.roles ?? []} />;
    case 'set-pin':
      return <NewPin say={say} label="console.people.newPin" />;
    case 'set-lobby-pin':
      return <NewPin say={say} label="console.people.lobbyNewPin" />;
    case 'remove':
      return <p>{say('console.people.removeAsk', { name: act.name })}</p>;
    case 'remove-app':
      return <p>{say('console.people.removeAppAsk')}</p>;
    case 'remove-lobby-pin':
      return <p>{say('console.people.removeLobbyAsk')}</p>;
    case 'set-app':
      return null;
    default:
      return unreachable(act);
  }
}

interface FieldProps {
  readonly say: Say;
  readonly label: MessageKey;
}

function NameField({ say, label, value = '' }: FieldProps & { readonly value?: string }): JSX.Element {
  return (
    <label>
      {say(label)}
      <input name="name" maxLength={60} defaultValue={value} autocomplete="off" required />
    </label>
  );
}

function NewPin({ say, label }: FieldProps): JSX.Element {
  return (
    <>
      <label>
        {say(label)}
        <input name="pin" type="password" autocomplete="new-password" maxLength={128} required />
      </label>
      <label>
        {say('console.people.again')}
        <input name="again" type="password" autocomplete="new-password" maxLength={128} required />
      </label>
    </>
  );
}

function Roles({ say, held }: { readonly say: Say; readonly held: readonly string[] }): JSX.Element {
  return (
    <fieldset>
      <legend>{say('console.people.roles')}</legend>
      {offeredRoles.map((role) => (
        <label key={role} class="check">
          <input type="checkbox" name="roles" value={role} defaultChecked={held.includes(role)} />
          {say(`console.roles.${role}`)}
        </label>
      ))}
    </fieldset>
  );
}

function OwnPin({ say, hasApp }: { readonly say: Say; readonly hasApp: boolean }): JSX.Element {
  return (
    <>
      <label>
        {say('console.people.ownPin')}
        <input name="own-pin" type="password" autocomplete="current-password" maxLength={128} required />
      </label>
      {hasApp && (
        <label>
          {say('console.people.ownCode')}
          <input name="own-code" inputMode="numeric" autocomplete="one-time-code" maxLength={8} required />
        </label>
      )}
    </>
  );
}

type Answered = Result<{ readonly secret: string; readonly uri: string } | undefined, Refused>;

async function doIt(act: OpenAct, form: FormData, { link }: ConsoleTools): Promise<Answered> {
  const code = textOf(form, 'own-code');
  const own: OwnSecret = { pin: textOf(form, 'own-pin'), ...(code === '' ? {} : { code }) };
  const name = textOf(form, 'name');
  const pin = textOf(form, 'pin');
  const roles = offeredRoles.filter((role) => form.getAll('roles').includes(role));
  switch (act.do) {
    case 'add':
      return roles.length === 0 ? problem({ kind: 'no-role' }) : link.call('people/add', { name, roles, pin, own });
    case 'rename':
      return link.call('people/rename', { id: act.id, name, own });
    case 'set-roles':
      return link.call('people/set-roles', { id: act.id, roles, own });
    case 'set-pin':
      return link.call('people/set-pin', { id: act.id, pin, own });
    case 'remove':
      return link.call('people/remove', { id: act.id, own });
    case 'remove-app':
      return link.call('people/remove-app', { id: act.id, own });
    case 'set-lobby-pin':
      return link.call('people/set-lobby-pin', { pin, own });
    case 'remove-lobby-pin':
      return link.call('people/set-lobby-pin', { pin: null, own });
    case 'set-app': {
      const begun = await link.call('people/begin-app', { id: act.id, own });
      return begun.ok ? ok(begun.value) : begun;
    }
    default:
      return unreachable(act);
  }
}
