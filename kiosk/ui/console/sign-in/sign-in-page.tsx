import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { MessageKey, Say } from '#config/strings/messages.ts';
import type { ConsoleLink, SignInAnswer } from '../console-link.ts';
import { Refusal } from '../refusal.tsx';

export interface DoorProps {
  readonly say: Say;
  readonly link: ConsoleLink;
  readonly switches: JSX.Element;
}

/** Name and PIN; while set-up lasts, the code on the kiosk's screen. */
export function SignInPage({ say, link, switches }: DoorProps): JSX.Element {
  const isSetUp = useSignal<boolean | undefined>(undefined);
  if (isSetUp.value === undefined) {
    isSetUp.value = false;
    void link.hasSetUp().then((has) => {
      isSetUp.value = has;
    });
  }
  return (
    <main class="door" data-page="sign-in">
      {switches}
      <h1>{say(isSetUp.value ? 'console.setUp.title' : 'console.signIn.title')}</h1>
      {isSetUp.value ? (
        <CodeForm say={say} link={link} />
      ) : (
        <PinForm say={say} signIn={link.signIn} forgotten="console.signIn.forgotten" />
      )}
    </main>
  );
}

interface PinFormProps {
  readonly say: Say;
  readonly signIn: ConsoleLink['signIn'];
  /** What to do then. */
  readonly forgotten: MessageKey;
}

export function PinForm({ say, signIn, forgotten }: PinFormProps): JSX.Element {
  const refusal = useSignal<SignInAnswer | undefined>(undefined);
  const isBusy = useSignal(false);
  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const code = textOf(form, 'code');
    isBusy.value = true;
    refusal.value = await signIn({
      name: textOf(form, 'name'),
      pin: textOf(form, 'pin'),
      ...(code === '' ? {} : { code }),
    });
    isBusy.value = false;
  }
  const asksCode = refusal.value?.kind === 'code-needed';
  return (
    <form onSubmit={(event) => void submit(event)}>
      <label>
        {say('console.signIn.name')}
        <input name="name" autocomplete="username" maxLength={60} required />
      </label>
      <label>
        {say('console.signIn.pin')}
        <input name="pin" type="password" autocomplete="current-password" maxLength={128} required />
      </label>
      {asksCode && (
        <label>
          {say('console.signIn.code')}
          <input name="code" inputMode="numeric" autocomplete="one-time-code" maxLength={8} required />
        </label>
      )}
      <Refusal say={say} refusal={refusal.value} />
      <button type="submit" class="primary" disabled={isBusy.value}>
        {say('console.signIn.enter')}
      </button>
      <p class="hint">{say(forgotten)}</p>
    </form>
  );
}

function CodeForm({ say, link }: Pick<DoorProps, 'say' | 'link'>): JSX.Element {
  const refusal = useSignal<SignInAnswer | undefined>(undefined);
  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    refusal.value = await link.offerSetUpCode(textOf(new FormData(event.currentTarget as HTMLFormElement), 'code'));
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <p>{say('console.setUp.explain')}</p>
      <label>
        {say('console.setUp.code')}
        <input name="code" autocomplete="off" autocapitalize="characters" spellcheck={false} maxLength={16} required />
      </label>
      <Refusal say={say} refusal={refusal.value} />
      <button type="submit" class="primary">
        {say('console.setUp.begin')}
      </button>
    </form>
  );
}

export function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}
