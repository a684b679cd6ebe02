import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Clock } from '#config/agreements/clock.ts';
import { type Language, type LocalizedText, textIn } from '#config/agreements/language.ts';
import { localTimeAt } from '#config/agreements/local-time.ts';
import { type SayOnBoard, sayOnBoard } from '#config/strings/board-messages.ts';
import type { BoardCall, BoardSnapshot } from '#kiosk/bridge/hub/board-words.ts';
import type { BoardLink } from './board-link.ts';
import type { Player } from './player.ts';

interface Props {
  readonly link: Pick<BoardLink, 'snapshot' | 'lostSince' | 'now'>;
  readonly player: Pick<Player, 'isSwitchedOff' | 'switchOn'>;
  readonly clock: Clock;
}

const noticeMs = 10_000;
const pictureMs = 12_000;
/** A call that a board finds when it is opened flashes only while somebody may still look for it. */
const freshMs = 10_000;
const mostServing = 6;

export function Board({ link, player, clock }: Props) {
  useTurns(clock, 1_000);
  const snapshot = link.snapshot.value;
  const lostSince = link.lostSince.value;
  const vi = sayOnBoard('vi');
  /** What stood here when the board was opened. */
  const before = useRef<string>();
  if (snapshot) before.current ??= snapshot.called[0]?.call ?? '';
  if (!snapshot)
    return (
      <main class="board opening">
        <h1>{vi('title')}</h1>
        <p>{lostSince === undefined ? vi('opening') : vi('lineLost', { time: timeIn(lostSince, undefined) })}</p>
      </main>
    );
  const words = sayIn(snapshot.languages);
  const [latest, ...others] = snapshot.called;
  const isFresh = latest !== undefined && link.now() - latest.at < freshMs;
  return (
    <div
      class="board"
      data-pictures={snapshot.pictures.length > 0 ? '' : undefined}
      data-line={lostSince === undefined ? 'there' : 'lost'}
      data-speaker={snapshot.isSpeaker ? '' : undefined}
    >
      <header>
        <h1>
          {words.vi('title')} {words.en && <small lang="en">{words.en('title')}</small>}
        </h1>
        <p class="place">
          {snapshot.place.name.vi}
          {snapshot.test && <b class="test">{words.vi('test')}</b>}
        </p>
        <time>{timeIn(link.now(), snapshot.timeZone)}</time>
      </header>
      <main>
        {latest ? (
          <Latest
            key={latest.call}
            call={latest}
            words={words}
            snapshot={snapshot}
            flash={
              latest.call === before.current ? (isFresh ? 'new' : undefined) : snapshot.isVoiceless ? 'large' : 'new'
            }
          />
        ) : (
          <section class="latest nobody">
            <p>{words.vi('nobody')}</p>
          </section>
        )}
        {others.length > 0 && (
          <ol class="others" aria-label={words.vi('others')}>
            {others.map((call) => (
              <li
                key={call.call}
                data-called={call.number}
                data-room={call.room}
                data-speaking={snapshot.speaking === call.call ? '' : undefined}
              >
                <b data-long={lengthOf(call.number, 6, 8, 10)}>{call.number}</b>
                <span data-long={lengthOf(call.counter.vi, 10, 18)}>{call.counter.vi}</span>
              </li>
            ))}
          </ol>
        )}
      </main>
      <aside>
        <Serving snapshot={snapshot} words={words} />
        <Next snapshot={snapshot} words={words} />
        <Waits snapshot={snapshot} words={words} />
        <Picture addresses={snapshot.pictures} clock={clock} />
      </aside>
      <footer>
        {lostSince === undefined ? (
          <Notice
            notices={snapshot.notices}
            clock={clock}
            hasEnglish={words.en !== undefined}
            siteName={snapshot.siteName}
          />
        ) : (
          <p class="lost" role="alert">
            {words.vi('lineLost', { time: timeIn(lostSince, snapshot.timeZone) })}
          </p>
        )}
        {player.isSwitchedOff.value && (
          <button type="button" class="sound-off" onClick={player.switchOn}>
            {words.vi('soundOff')}
          </button>
        )}
      </footer>
    </div>
  );
}

interface Words {
  readonly vi: SayOnBoard;
  /** Where the hospital has set it. */
  readonly en: SayOnBoard | undefined;
}

function sayIn(languages: readonly Language[]): Words {
  return { vi: sayOnBoard('vi'), en: languages.includes('en') ? sayOnBoard('en') : undefined };
}

interface LatestProps {
  readonly call: BoardCall;
  readonly words: Words;
  readonly snapshot: BoardSnapshot;
  readonly flash: 'new' | 'large' | undefined;
}

/** Half of the board: the call that came last. It flashes when it comes, and fills the board where nobody is there to say it. */
function Latest({ call, words, snapshot, flash }: LatestProps) {
  const { number, counter, room, way, count } = call;
  // Of the moment in which it came: a call does not flash twice because of another snapshot.
  const flashes = useRef(flash);
  const english = words.en && counter.en !== undefined && counter.en !== counter.vi ? counter.en : undefined;
  return (
    <section
      class="latest"
      data-called={number}
      data-room={room}
      data-flash={flashes.current}
      data-speaking={snapshot.speaking === call.call ? '' : undefined}
    >
      <div>
        <Said words={words} of="invite" />
        <b data-long={lengthOf(number, 4, 5, 7, 10)}>{number}</b>
        {count > 1 && <i class="again">{words.vi('again', { count })}</i>}
      </div>
      <div class="to">
        <Said words={words} of="to" />
        <strong data-long={lengthOf(counter.vi, 10, 18)}>{counter.vi}</strong>
        <p data-long={lengthOf(`${english ?? ''} ${way?.vi ?? ''}`, 24, 48)}>
          {english && <span lang="en">{english}</span>}
          {english && way && ' · '}
          {way && <i>{way.vi}</i>}
        </p>
      </div>
    </section>
  );
}

function Said({ words, of }: { readonly words: Words; readonly of: 'invite' | 'to' }) {
  return (
    <small>
      {words.vi(of)} {words.en && <em lang="en">{words.en(of)}</em>}
    </small>
  );
}

function Heading({ words, of }: { readonly words: Words; readonly of: 'serving' | 'next' | 'waits' }) {
  return (
    <h2>
      {words.vi(of)} {words.en && <small lang="en">{words.en(of)}</small>}
    </h2>
  );
}

interface PartProps {
  readonly snapshot: BoardSnapshot;
  readonly words: Words;
}

function Serving({ snapshot, words }: PartProps) {
  if (snapshot.serving.length === 0) return null;
  return (
    <section class="serving">
      <Heading words={words} of="serving" />
      <ul>
        {snapshot.serving.slice(0, mostServing).map(({ counter, number }) => (
          <li key={counter.vi} data-long={lengthOf(number, 5, 8, 10)}>
            <b>{number}</b> <span>{counter.vi}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Next({ snapshot, words }: PartProps) {
  if (snapshot.next.length === 0) return null;
  return (
    <section class="next">
      <Heading words={words} of="next" />
      <p>
        {snapshot.next.map((number) => (
          <b key={number} data-long={lengthOf(number, 5, 8, 10)}>
            {number}{' '}
          </b>
        ))}
      </p>
    </section>
  );
}

function Waits({ snapshot, words }: PartProps) {
  if (snapshot.waits.length === 0) return null;
  return (
    <section class="waits">
      <Heading words={words} of="waits" />
      <ul>
        {snapshot.waits.map(({ service, from, to }) => (
          <li key={service.vi}>
            <span>{service.vi}</span>{' '}
            <b>{to === 'over' ? words.vi('over', { from }) : words.vi('minutes', { from, to })}</b>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Picture({ addresses, clock }: { readonly addresses: readonly string[]; readonly clock: Clock }) {
  const turn = useTurns(clock, pictureMs);
  const address = addresses[turn % Math.max(1, addresses.length)];
  return address ? <img key={address} class="picture" src={address} alt="" /> : null;
}

interface NoticeProps {
  readonly notices: readonly LocalizedText[];
  readonly clock: Clock;
  readonly hasEnglish: boolean;
  readonly siteName: string;
}

function Notice({ notices, clock, hasEnglish, siteName }: NoticeProps) {
  const turn = useTurns(clock, noticeMs);
  const notice = notices[turn % Math.max(1, notices.length)];
  const english = notice && hasEnglish && notice.en !== undefined ? textIn('en', notice) : undefined;
  return (
    <p class="notice">
      {notice?.vi ?? siteName} {english && <small lang="en">{english}</small>}
    </p>
  );
}

/** Counts up once in so many ms. */
function useTurns(clock: Clock, ms: number): number {
  const turn = useSignal(0);
  useEffect(() => {
    let callOff = clock.after(ms, again);
    function again(): void {
      turn.value += 1;
      callOff = clock.after(ms, again);
    }
    return () => callOff();
  }, [clock, ms, turn]);
  return turn.value;
}

/** By what it is drawn: the smaller, the longer. `marked`: a number with the mark that a kiosk has made up, before its hub gave it one. */
function lengthOf(
  text: string,
  short: number,
  middle: number,
  long = middle * 2,
  longest = Number.POSITIVE_INFINITY,
): 'short' | 'middle' | 'long' | 'longest' | 'marked' {
  if (text.length <= short) return 'short';
  if (text.length <= middle) return 'middle';
  if (text.length <= long) return 'long';
  return text.length <= longest ? 'longest' : 'marked';
}

function timeIn(at: number, timeZone: string | undefined): string {
  const { hour, minute } = localTimeAt(at, timeZone ?? 'Asia/Ho_Chi_Minh');
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}
