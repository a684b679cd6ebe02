import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { Refusal, type Refused } from '../refusal.tsx';
import { type DoorProps, textOf } from './sign-in-page.tsx';

/** Whoever typed the set-up code says who they are: the first person, a supervisor. */
export function FirstPerson({ say, link, switches, onMade }: DoorProps & { readonly onMade: () => void }): JSX.Element {
  const refusal = useSignal<Refused | undefined>(undefined);
  const isBusy = useSignal(false);
  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    if (textOf(form, 'pin') !== textOf(form, 'again')) {
      refusal.value = { kind: 'not-the-same' };
      return;
    }
    isBusy.value = true;
    const made = await link.call('people/first', { name: textOf(form, 'name'), pin: textOf(form, 'pin') });
    isBusy.value = false;
    refusal.value = made.ok ? undefined : made.problem;
    if (!made.ok) return;
    onMade();
    await link.refresh();
  }
  return (
    <main class="door" data-page="first-person">
      {switches}
      <h1>{say('console.firstPerson.title')}</h1>
      <form onSubmit={(event) => void submit(event)}>
        <p>{say('console.firstPerson.explain')}</p>
        <label>
          {say('console.signIn.name')}
          <input name="name" autocomplete="username" maxLength={60} required />
        </label>
        <label>
          {say('console.signIn.pin')}
          <input name="pin" type="password" autocomplete="new-password" maxLength={128} required />
        </label>
        <label>
          {say('console.firstPerson.again')}
          <input name="again" type="password" autocomplete="new-password" maxLength={128} required />
        </label>
        <Refusal say={say} refusal={refusal.value} />
        <button type="submit" class="primary" disabled={isBusy.value}>
          {say('console.firstPerson.make')}
        </button>
      </form>
    </main>
  );
}
