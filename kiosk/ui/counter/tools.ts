import type { Language, LocalizedText } from '#config/agreements/language.ts';
import { textIn } from '#config/agreements/language.ts';
import type { SayAtCounter } from '#config/strings/counter-messages.ts';
import type { CounterSnapshot, PageAct } from '#kiosk/bridge/hub/counter-words.ts';
import type { CounterLink, Me } from './counter-link.ts';
import type { KeyAct } from './keys.ts';
import type { Row } from './rows.ts';

/** What lies open over the page. */
export type Sheet =
  | { readonly is: 'park' | 'quick-issue' | 'serve-without-ticket' | 'keys' | 'close-day' | 'end-recovery' }
  | { readonly is: 'transfer'; readonly visitId: string; readonly number: string }
  | { readonly is: 'number'; readonly row: Row }
  | { readonly is: 'issued'; readonly number: string; readonly serviceCode: string };

/** What every part of the page is drawn with. */
export interface CounterTools {
  readonly say: SayAtCounter;
  readonly language: Language;
  readonly link: CounterLink;
  readonly me: Me;
  readonly snapshot: CounterSnapshot;
  /** Does it, and sits down before where nobody sits. */
  readonly act: (act: PageAct) => void;
  /** What the button or the key of this act does: the act, or the sheet that asks what it needs. */
  readonly press: (act: KeyAct) => void;
  readonly open: (sheet: Sheet | undefined) => void;
  /** A sheet has closed under a finger: a second tap of it meets nothing. */
  readonly settle: () => void;
  /** Another act is on its way, or this one was pressed so lately that this is a double tap. */
  readonly isDeaf: (act?: KeyAct) => boolean;
}

/** On the wall of the hospital. */
export function clockText({ snapshot, language }: Pick<CounterTools, 'snapshot' | 'language'>, at: number): string {
  return new Intl.DateTimeFormat(language, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: snapshot.timeZone,
  }).format(at);
}

/** `2026-11-30` as people write it. */
export function dayText(day: string, language: Language): string {
  return new Intl.DateTimeFormat(language === 'vi' ? 'vi' : 'en-GB', {
    day: '2-digit',
    month: '2-digit',
    timeZone: 'UTC',
  }).format(Date.parse(`${day}T00:00:00Z`));
}

export function serviceName({ snapshot, language }: Pick<CounterTools, 'snapshot' | 'language'>, code: string): string {
  return named(snapshot.services.find((each) => each.code === code)?.name, code, language);
}

export function counterName({ snapshot, language }: Pick<CounterTools, 'snapshot' | 'language'>, id: string): string {
  return named(snapshot.counters.find((each) => each.id === id)?.name, id, language);
}

function named(name: LocalizedText | undefined, otherwise: string, language: Language): string {
  return name ? textIn(language, name) : otherwise;
}
