/** The page of a counter: whoever is signed in sits down, calls, and is told what waits. `?strip`: a narrow one that stays on top. */
import { signal } from '@preact/signals';
import { render } from 'preact';
import { type Language, languages } from '#config/agreements/language.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { sayAtCounter } from '#config/strings/counter-messages.ts';
import type { CounterList } from '#kiosk/bridge/hub/counter-words.ts';
import { ChooseCounter } from './choose-counter.tsx';
import { type Me, openCounterLink } from './counter-link.ts';
import { CounterPage } from './counter-page.tsx';

const retryMs = 1_000;
/** A line that swallows what is sent says nothing, for ever. */
const patienceMs = 5_000;
const root = document.getElementById('counter');
const asked = decodeURIComponent(location.pathname.split('/')[2] ?? '');
const isStrip = new URLSearchParams(location.search).has('strip');
const language = signal<Language>(languages.find((each) => each === localStorage.getItem('language')) ?? 'vi');
language.subscribe((chosen) => {
  localStorage.setItem('language', chosen);
  document.documentElement.lang = chosen;
});
document.documentElement.classList.toggle('is-strip', isStrip);

function otherLanguage(): void {
  language.value = languages[(languages.indexOf(language.value) + 1) % languages.length] ?? 'vi';
}

function toSignIn(): void {
  location.assign(`/sign-in?to=${encodeURIComponent(location.pathname + location.search)}`);
}

if (root) void begin(root);

async function begin(into: HTMLElement): Promise<void> {
  const [me, counters] = await Promise.all([
    askFor<{ readonly who: Me; readonly csrfToken: string }>('/api/me'),
    askFor<CounterList>('/api/counters'),
  ]);
  if (me?.status === 401 || counters?.status === 401) return toSignIn();
  if (!me?.says || !counters?.says) {
    const say = sayAtCounter(language.value);
    // Whoever may not sit at counters reads so; otherwise the hub will answer sooner or later.
    const isRefused = counters?.status === 403;
    render(<p class="opening">{say(isRefused ? 'refused.not-allowed' : 'choose.noAnswer')}</p>, into);
    if (!isRefused) machineClock.after(retryMs, () => void begin(into));
    return;
  }
  const { who, csrfToken } = me.says;
  const list = counters.says;
  if (!list.counters.some(({ id }) => id === asked)) {
    const Choose = () => (
      <ChooseCounter list={list} asked={asked} language={language.value} onOtherLanguage={otherLanguage} />
    );
    return render(<Choose />, into);
  }
  const link = openCounterLink({ counter: asked, me: who, csrfToken, clock: machineClock, toSignIn });
  const Page = () => (
    <CounterPage
      link={link}
      me={who}
      language={language.value}
      onOtherLanguage={otherLanguage}
      clock={machineClock}
      isStrip={isStrip}
    />
  );
  render(<Page />, into);
}

/** `undefined`: no answer, or half of one. `says`: of whoever was let in. */
async function askFor<Says>(path: string): Promise<{ readonly status: number; readonly says?: Says } | undefined> {
  try {
    const answer = await fetch(path, { signal: AbortSignal.timeout(patienceMs) });
    return { status: answer.status, ...(answer.ok ? { says: await answer.json() } : {}) };
  } catch {
    return undefined;
  }
}
