import type { Clock } from '#config/agreements/clock.ts';
import type { HubFile, HubPlace } from '#config/settings/hub-file.ts';
import type { BoardHears, BoardSnapshot, Speech } from '#kiosk/bridge/hub/board-words.ts';
import type { Link, LinkEnd } from '#kiosk/web/routes.ts';
import type { Decider } from '../deciding/decider.ts';
import type { DayCall, QueueDay } from '../queue/queue-day.ts';
import { queueSettings } from '../queue/queue-settings.ts';
import type { ClipLibrary } from '../voice/clip-library.ts';
import { createPlaceSpeech, type PlaceSpeech } from '../voice/place-speech.ts';
import { isQuietAt } from '../voice/quiet-hours.ts';
import type { SpokenFile } from '../voice/spoken-file.ts';
import { type Picture, picturesIn } from './board-pictures.ts';
import { readBoardSays } from './board-says.ts';
import { boardQueue, callId, callsOfPlace, callsToSpeak } from './board-snapshot.ts';

/** The boards that are open, by place: each is told whole snapshots, and one of them speaks. */
export interface Boards {
  connect(placeId: string, link: Link): LinkEnd;
  picture(placeId: string, id: string): Picture | undefined;
  voices(): readonly PlaceVoice[];
  close(): void;
}

/**
 * For technicians, of each place.
 *
 * - `speaks`. `quiet`: by the hours of the settings. `making`: clips are being made.
 * - `no-voice`: its words are not there (no espeak-ng, no recordings). `no-board`: no board is open. `no-sound`: none of them may sound: its
 *   browser waits for a finger. `failed`: the latest call could not be played.
 */
export interface PlaceVoice {
  readonly place: string;
  readonly voice: 'speaks' | 'quiet' | 'making' | 'no-voice' | 'no-board' | 'no-sound' | 'failed';
  readonly boards: number;
}

export interface BoardsParts {
  readonly settings: HubFile;
  readonly decider: Pick<Decider, 'today' | 'onCommitted'>;
  readonly library: ClipLibrary;
  readonly spokenFile: SpokenFile;
  readonly clock: Clock;
  readonly logSpoken: (fields: { readonly spoken: string; readonly place: string; readonly event: string }) => void;
  readonly logFailed: (fields: { readonly place: string; readonly reason: 'not-played' }) => void;
  /** Ranges that can be believed, where a hub has them. */
  readonly waits?: (day: QueueDay, place: HubPlace) => BoardSnapshot['waits'];
}

interface Place {
  readonly settings: HubPlace;
  readonly speech: PlaceSpeech;
  readonly open: Map<string, Link>;
  pictures: readonly Picture[];
  calls: readonly DayCall[];
}

/** More than one commit comes within it on a busy day; nobody sees the difference. */
const gatherMs = 40;
const tickMs = 500;
/** The page counts a line as lost when it hears nothing; the clock on the wall is set by each. */
const anewEveryMs = 10_000;
const picturesEveryMs = 60_000;
const mostKeptCalls = 60;
const mostKeptSpoken = 300;
/** Nobody decides here at the moment (RFC 6455 §7.4.1, "try again later"). */
const tryLater = 1013;

export function openBoards(parts: BoardsParts): Boards {
  const { settings, decider, library, clock, spokenFile } = parts;
  const rules = queueSettings(settings);
  let spoken = spokenFile.read();
  let places = new Map(settings.places.map((place) => [place.id, openPlace(place)]));
  let earlier: readonly DayCall[] = [];
  let latest: { readonly day: QueueDay['day']; readonly calls: readonly DayCall[] } | undefined;
  let links = 0;
  let revision = 0;
  let isDue = false;
  let isDeciding = false;
  const stops = new Set<() => void>();

  stops.add(decider.onCommitted(gather));
  stops.add(library.onChange(gather));
  every(tickMs, tick);
  every(anewEveryMs, gather);
  every(picturesEveryMs, () => void lookAtPictures());
  void lookAtPictures();

  return {
    connect(placeId, link) {
      const day = decider.today();
      if (day) beginDeciding();
      const place = places.get(placeId);
      if (!place || !day) {
        link.close(tryLater);
        return { receive: () => undefined, disconnected: () => undefined };
      }
      links += 1;
      const board = `${placeId} ${links}`;
      place.open.set(board, link);
      keepCalls(day);
      refresh(place, day);
      tell(place, day, board, link);
      return {
        receive(text) {
          const says = readBoardSays(text);
          if (!says || !decider.today()) return;
          places.get(placeId)?.speech.hear(board, says);
          // In the order of the snapshots: whoever reads the answer has been told what to be silent of before.
          if ('here' in says) say(link, { here: says.here });
        },
        disconnected() {
          const now = places.get(placeId);
          now?.open.delete(board);
          now?.speech.lineBroken(board);
        },
      };
    },
    picture: (placeId, id) => places.get(placeId)?.pictures.find((picture) => picture.id === id),
    voices: () => [...places.values()].map(voiceOf),
    close() {
      for (const stop of stops) stop();
    },
  };

  function openPlace(place: HubPlace): Place {
    const { id, voice } = place;
    const opened: Place = {
      settings: place,
      speech: createPlaceSpeech({
        spokenBefore: spoken,
        moment: () => ({
          now: clock.now(),
          elapsed: clock.monotonic(),
          isQuiet: isQuietAt(clock.now(), voice.quiet, settings.site.timeZone),
        }),
        onSpoken(call) {
          spoken = [...spoken.filter((each) => each !== call.call), call.call].slice(-mostKeptSpoken);
          spokenFile.keep(spoken);
          parts.logSpoken({ spoken: call.number, place: id, event: call.call });
        },
        onFailed: () => parts.logFailed({ place: id, reason: 'not-played' }),
        onChange: () => {
          const day = decider.today();
          const now = places.get(id);
          if (day && now) tellAll(now, day);
        },
      }),
      open: new Map(),
      pictures: [],
      calls: [],
    };
    return opened;
  }

  function every(ms: number, work: () => void): void {
    let callOff = clock.after(ms, again);
    const stop = () => callOff();
    stops.add(stop);
    function again(): void {
      work();
      callOff = clock.after(ms, again);
    }
  }

  function gather(): void {
    if (isDue) return;
    isDue = true;
    const callOff = clock.after(gatherMs, () => {
      stops.delete(callOff);
      isDue = false;
      const day = decider.today();
      if (!day) return;
      keepCalls(day);
      for (const place of places.values()) {
        if (place.open.size === 0) continue;
        refresh(place, day);
        tellAll(place, day);
      }
    });
    stops.add(callOff);
  }

  /** The calls of the minutes before midnight go on: a day is begun, and nobody in the hall sees it. */
  function keepCalls(day: QueueDay): void {
    if (latest && latest.day !== day.day) earlier = latest.calls;
    latest = { day: day.day, calls: day.calls.slice(-mostKeptCalls) };
  }

  function refresh(place: Place, day: QueueDay): void {
    place.calls = callsOfPlace(day, earlier, rules, place.settings.id);
    place.speech.setCalls(
      callsToSpeak(day, place.calls, (call) => library.speech(call, place.settings.id)?.lengthMs ?? 0),
    );
  }

  function tick(): void {
    const day = decider.today();
    if (!day) {
      stopDeciding();
      return;
    }
    beginDeciding();
    for (const place of places.values()) if (place.open.size > 0) place.speech.timePasses();
  }

  /** However long this hub has stood by: a board of the one before may be sounding at this moment, and speech waits for it. */
  function beginDeciding(): void {
    if (isDeciding) return;
    isDeciding = true;
    const before = places;
    places = new Map(settings.places.map((place) => [place.id, openPlace(place)]));
    for (const [id, place] of places) place.pictures = before.get(id)?.pictures ?? [];
  }

  /** Another hub speaks now, or nobody does; boards show since when, and come back. */
  function stopDeciding(): void {
    if (!isDeciding) return;
    isDeciding = false;
    const open = [...places.values()].flatMap((place) => [...place.open.values()]);
    for (const place of places.values()) place.open.clear();
    for (const link of open) link.close(tryLater);
  }

  function tellAll(place: Place, day: QueueDay): void {
    for (const [board, link] of place.open) tell(place, day, board, link);
  }

  function tell(place: Place, day: QueueDay, board: string, link: Link): void {
    revision += 1;
    const { site, profile } = settings;
    const { id, name, languages, notices } = place.settings;
    const now = clock.now();
    const latestCall = place.calls.at(-1);
    say(link, {
      revision,
      test: profile === 'demo',
      siteName: site.name,
      timeZone: site.timeZone,
      now,
      place: { id, name },
      languages,
      ...boardQueue({ file: settings, settings: rules, day, place: place.settings, calls: place.calls, now }),
      waits: parts.waits?.(day, place.settings) ?? [],
      notices,
      pictures: place.pictures.map((picture) => `/board/${id}/picture/${picture.id}`),
      speech: speechFor(place, board),
      speaking: place.speech.speaking()?.call ?? null,
      isSpeaker: place.speech.isSpeaker(board),
      isVoiceless:
        voiceOf(place).voice !== 'speaks' || (latestCall !== undefined && place.speech.hasFailed(callId(latestCall))),
      spoken: place.speech.spoken(),
    });
  }

  function speechFor(place: Place, board: string): Speech | undefined {
    const speaking = place.speech.speaking();
    const call = place.calls.find((each) => callId(each) === speaking?.call);
    if (!speaking || speaking.board !== board || !call) return undefined;
    const clips = library.speech(call, place.settings.id)?.clips ?? [];
    return {
      call: speaking.call,
      attempt: speaking.attempt,
      clips: clips.map(({ id }) => `/board/clip/${id}`),
      volume: place.settings.voice.volume / 100,
    };
  }

  function voiceOf(place: Place): PlaceVoice {
    const { id, voice, languages } = place.settings;
    const said = (is: PlaceVoice['voice']): PlaceVoice => ({ place: id, voice: is, boards: place.open.size });
    const hasWords = languages.some((language) => library.clip(`${language}/invite`, id));
    if (!hasWords) return said(library.standing() === 'making' ? 'making' : 'no-voice');
    if (place.open.size === 0) return said('no-board');
    if (!place.speech.canSound()) return said('no-sound');
    if (isQuietAt(clock.now(), voice.quiet, settings.site.timeZone)) return said('quiet');
    const last = place.calls.at(-1);
    return said(last && place.speech.hasFailed(callId(last)) ? 'failed' : 'speaks');
  }

  async function lookAtPictures(): Promise<void> {
    for (const place of places.values()) {
      const { picturesDir } = place.settings;
      if (picturesDir !== undefined) place.pictures = await picturesIn(picturesDir, place.pictures);
    }
  }
}

function say(link: Link, message: BoardHears): void {
  link.send(JSON.stringify(message));
}
