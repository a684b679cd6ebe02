import { BellRing, Siren } from 'lucide-preact';
import type { JSX } from 'preact';
import type { Clock } from '#config/agreements/clock.ts';
import { localTimeAt } from '#config/agreements/local-time.ts';
import { unreachable } from '#config/agreements/result.ts';
import type { Say } from '#config/strings/messages.ts';
import type { Notice, OpenCall, Screen, Snapshot } from '#kiosk/bridge/words.ts';
import { fitOf } from './fit.ts';
import { LotusMark } from './lotus.tsx';
import { Note, type NoteTone } from './note.tsx';
import { useMinute } from './use-time.ts';

interface HeaderProps {
  readonly snapshot: Snapshot;
  readonly say: Say;
  readonly clock: Clock;
}

/**
 * Where one is and what time it is. A notice takes this place for its few seconds, so that nothing below ever moves; on a screen
 * where nobody is being served, so does the word that a person has been called, as long as the call is open.
 */
export function Header({ snapshot, say, clock }: HeaderProps): JSX.Element {
  const { siteName, notice, test } = snapshot;
  const note = notice ? (
    <Note tone={toneOf(notice)} text={noticeText(notice, say)} />
  ) : (
    openCallNote(openCallOf(snapshot.screen), say)
  );
  return (
    <header class="top">
      {!note && (
        <>
          <LotusMark />
          <span class="site" data-fit={fitOf(siteName, [30, 60, 90])}>
            {siteName}
          </span>
        </>
      )}
      {!notice && test && <span class="test">{say('ticket.test')}</span>}
      {!note && <TimeOfDay snapshot={snapshot} clock={clock} />}
      <div class="notice" role="status">
        {note}
      </div>
    </header>
  );
}

function openCallOf(screen: Screen): OpenCall {
  return 'openCall' in screen ? screen.openCall : 'none';
}

/** Tells the next in the queue that a person has been called to this kiosk already. */
function openCallNote(call: OpenCall, say: Say): JSX.Element | undefined {
  switch (call) {
    case 'none':
      return undefined;
    case 'help':
      return <Note tone="plain" icon={BellRing} text={say('screens.openCall.help')} />;
    case 'emergency':
      return <Note tone="priority" icon={Siren} text={say('screens.openCall.emergency')} />;
    default:
      return unreachable(call);
  }
}

function TimeOfDay({ snapshot: { language, timeZone }, clock }: Pick<HeaderProps, 'snapshot' | 'clock'>): JSX.Element {
  const now = useMinute(clock);
  const { hour, minute } = localTimeAt(now, timeZone);
  const weekday = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone }).format(now);
  return (
    <span class="clock">
      <span class="weekday">{weekday}</span>
      <time>{`${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`}</time>
    </span>
  );
}

function toneOf(notice: Notice): NoteTone {
  if (notice === 'other-card-added' || notice === 'appointment-added' || notice === 'chip-read') return 'good';
  return notice === 'chip-not-usable' ? 'plain' : 'careful';
}

function noticeText(notice: Notice, say: Say): string {
  switch (notice) {
    case 'somebody-elses-card':
      return say('screens.notice.somebodyElsesCard');
    case 'other-card-added':
      return say('screens.notice.otherCardAdded');
    case 'code-not-usable':
      return say('screens.notice.codeNotUsable');
    case 'please-wait-for-ticket':
      return say('screens.notice.pleaseWaitForTicket');
    case 'please-wait-for-measurement':
      return say('screens.notice.pleaseWaitForMeasurement');
    case 'service-not-changed':
      return say('screens.notice.serviceNotChanged');
    case 'number-not-given-up':
      return say('screens.notice.numberNotGivenUp');
    case 'service-not-open':
      return say('screens.notice.serviceNotOpen');
    case 'please-wait-for-help':
      return say('screens.notice.pleaseWaitForHelp');
    case 'appointment-added':
      return say('screens.notice.appointmentAdded');
    case 'scan-code-first':
      return say('screens.notice.scanCodeFirst');
    case 'chip-read':
      return say('screens.notice.chipRead');
    case 'chip-card-taken':
      return say('screens.notice.chipCardTaken');
    case 'chip-not-read':
      return say('screens.notice.chipNotRead');
    case 'chip-of-other-card':
      return say('screens.notice.chipOfOtherCard');
    case 'chip-not-usable':
      return say('screens.notice.chipNotUsable');
    case 'chip-does-not-match':
      return say('screens.notice.chipDoesNotMatch');
    default:
      return unreachable(notice);
  }
}
