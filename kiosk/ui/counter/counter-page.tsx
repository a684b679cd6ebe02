import { type Signal, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import type { Clock } from '#config/agreements/clock.ts';
import { type Language, textIn } from '#config/agreements/language.ts';
import { sayAtCounter } from '#config/strings/counter-messages.ts';
import type { PageAct } from '#kiosk/bridge/hub/counter-words.ts';
import { createBell } from '../bell/bell.ts';
import { Banners } from './banners.tsx';
import { CallsCard, loudestOf } from './calls-card.tsx';
import type { CounterLink, Me } from './counter-link.ts';
import { type KeyAct, whatKeyDoes } from './keys.ts';
import { ListsPanel } from './lists-panel.tsx';
import { type ListName, shownLists } from './rows.ts';
import { ServingPanel } from './serving-panel.tsx';
import { SheetView } from './sheets/sheet-view.tsx';
import { Strip } from './strip.tsx';
import { TakenSeat } from './taken-seat.tsx';
import type { CounterTools, Sheet } from './tools.ts';
import { TopLine } from './top-line.tsx';

interface CounterPageProps {
  readonly link: CounterLink;
  readonly me: Me;
  readonly language: Language;
  readonly onOtherLanguage: () => void;
  readonly clock: Clock;
  readonly isStrip: boolean;
}

/** A second tap within so much time was meant as one. */
const doubleTapMs = 600;

export function CounterPage({ link, me, language, onOtherLanguage, clock, isStrip }: CounterPageProps): JSX.Element {
  const say = sayAtCounter(language);
  const sheet = useSignal<Sheet | undefined>(undefined);
  const list = useSignal<ListName>('waiting');
  const lately = useSignal<KeyAct | 'any' | undefined>(undefined);
  const bell = useMemo(() => createBell(clock), [clock]);
  const snapshot = link.snapshot.value;

  useEffect(() => bell.ring(loudestOf(snapshot?.calls ?? [])), [bell, snapshot]);
  const name = snapshot && textIn(language, snapshot.counter.name);
  const number = snapshot?.serving?.number;
  const rings = (snapshot?.calls.length ?? 0) > 0;
  useEffect(() => {
    const title = [number, name ?? say('title')].filter((each) => each !== undefined).join(' · ');
    document.title = rings ? `(!) ${title}` : title;
  }, [number, name, rings, say]);

  function settle(on: KeyAct | 'any'): void {
    lately.value = on;
    clock.after(doubleTapMs, () => {
      if (lately.value === on) lately.value = undefined;
    });
  }

  async function act(wanted: PageAct): Promise<void> {
    if (!snapshot) return;
    if (!snapshot.sitting && wanted.kind !== 'sit-down') {
      const sat = await link.act({ kind: 'sit-down', force: false });
      if (sat?.is !== 'done') return;
    }
    const outcome = await link.act(wanted);
    if (outcome?.is === 'done' && wanted.kind === 'quick-issue' && outcome.number !== undefined)
      sheet.value = { is: 'issued', number: outcome.number, serviceCode: wanted.serviceCode };
  }

  function press(pressed: KeyAct): void {
    if (!snapshot || lately.value === pressed) return;
    settle(pressed);
    switch (pressed) {
      case 'park':
        if (snapshot.serving) sheet.value = { is: 'park' };
        return;
      case 'transfer':
        if (snapshot.serving) sheet.value = { is: 'transfer', ...snapshot.serving };
        return;
      case 'quick-issue':
      case 'serve-without-ticket':
        sheet.value = { is: pressed };
        return;
      case 'undo':
        if (snapshot.undo) void act({ kind: 'undo', undoes: snapshot.undo.actId });
        return;
      case 'pause':
        return void act({ kind: snapshot.counter.isPaused ? 'resume' : 'pause' });
      case 'sit-down':
        if (!snapshot.sitting) void act({ kind: 'sit-down', force: false });
        return;
      default:
        return void act({ kind: pressed });
    }
  }

  const isTaken = snapshot?.sitting !== undefined && !snapshot.sitting.isYou;
  useKeys({ press, list, sheet, isOff: !snapshot || isTaken, shown: snapshot ? shownLists(snapshot) : [] });

  if (!snapshot) {
    const since = link.lostSince.value;
    return <p class="opening">{say(since === undefined ? 'opening' : 'choose.noAnswer')}</p>;
  }
  const tools: CounterTools = {
    say,
    language,
    link,
    me,
    snapshot,
    act: (wanted) => void act(wanted),
    press,
    open: (wanted) => {
      sheet.value = wanted;
    },
    settle: () => settle('any'),
    isDeaf: (pressed) =>
      link.pending.value !== undefined ||
      lately.value === 'any' ||
      (lately.value !== undefined && lately.value === pressed),
  };
  if (isStrip) return <Strip tools={tools} />;
  return (
    <div class="counter">
      <TopLine tools={tools} onOtherLanguage={onOtherLanguage} />
      <Banners tools={tools} />
      <CallsCard tools={tools} />
      {isTaken ? (
        <TakenSeat tools={tools} />
      ) : (
        <main>
          <ServingPanel tools={tools} />
          <ListsPanel tools={tools} list={list} />
        </main>
      )}
      <SheetView tools={tools} sheet={sheet.value} />
    </div>
  );
}

/** One key, one act, while nothing is typed and no sheet lies open. Enter is the business of whatever has the focus. */
function useKeys({
  press,
  list,
  sheet,
  isOff,
  shown,
}: {
  readonly press: (act: KeyAct) => void;
  readonly list: Signal<ListName>;
  readonly sheet: Signal<Sheet | undefined>;
  readonly isOff: boolean;
  readonly shown: readonly ListName[];
}): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : document.body;
      const isTyping = target.matches('input, select, textarea');
      if (isOff || isTyping || sheet.value || document.querySelector('dialog[open]')) return;
      const does = whatKeyDoes(event);
      if (!does || (event.key === 'Enter' && target !== document.body)) return;
      event.preventDefault();
      switch (does.does) {
        case 'act':
          return press(does.act);
        case 'list':
          if (shown.includes(does.list)) list.value = does.list;
          return;
        case 'search':
          return document.querySelector<HTMLElement>('input[type=search]')?.focus();
        case 'keys':
          sheet.value = { is: 'keys' };
      }
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  });
}
