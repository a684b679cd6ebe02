import type { Language } from '#config/agreements/language.ts';
import type { Say } from '#config/strings/messages.ts';
import type { CheckInReport, UpkeepAct } from '#kiosk/bridge/console/upkeep-words.ts';

/** What every part of the page needs. */
export interface Tools {
  readonly say: Say;
  readonly language: Language;
  readonly timeZone: string;
  readonly act: (act: UpkeepAct) => Promise<boolean>;
  /** Saves the check-in file of a day. `false`: it was not given. */
  readonly download: (day: string) => Promise<boolean>;
  /** Of the newest download of that day. */
  readonly reportOf: (day: string) => Promise<CheckInReport | undefined>;
}

export function timeOf(at: number, { language, timeZone }: Tools): string {
  return new Intl.DateTimeFormat(language === 'vi' ? 'vi-VN' : 'en-GB', {
    timeZone,
    day: '2-digit',
    month: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).format(at);
}
