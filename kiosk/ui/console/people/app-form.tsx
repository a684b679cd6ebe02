import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { QrCode } from '../../parts/qr-code.tsx';
import { Refusal, type Refused } from '../refusal.tsx';
import { textOf } from '../sign-in/sign-in-page.tsx';
import type { ConsoleTools } from '../tools.ts';

interface AppFormProps {
  readonly id: string;
  readonly app: { readonly secret: string; readonly uri: string };
  readonly tools: ConsoleTools;
  readonly onDone: () => Promise<void>;
  readonly onLeave: () => void;
}

/** The authenticator app scans, and shows by a code that it has. */
export function AppForm({ id, app, tools: { say, link }, onDone, onLeave }: AppFormProps): JSX.Element {
  const refusal = useSignal<Refused | undefined>(undefined);
  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const code = textOf(new FormData(event.currentTarget as HTMLFormElement), 'code');
    const confirmed = await link.call('people/confirm-app', { id, code });
    refusal.value = confirmed.ok ? undefined : confirmed.problem;
    if (confirmed.ok) await onDone();
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <p>{say('console.people.scan')}</p>
      <div class="app-code">
        <QrCode text={app.uri} label={say('console.people.qr')} />
        <p class="soft">
          {say('console.people.typeSecret')} <code data-app-secret>{app.secret}</code>
        </p>
      </div>
      <label>
        {say('console.people.appCode')}
        <input name="code" inputMode="numeric" autocomplete="one-time-code" maxLength={8} required />
      </label>
      <Refusal say={say} refusal={refusal.value} />
      <p class="buttons">
        <button type="submit" class="primary">
          {say('console.people.do')}
        </button>
        <button type="button" onClick={onLeave}>
          {say('console.people.cancel')}
        </button>
      </p>
    </form>
  );
}
