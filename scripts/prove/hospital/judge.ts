import type { LoggedEvent } from '#kiosk/hub/queue/events.ts';
import { speechTimes } from '#kiosk/hub/voice/speech-queue.ts';
import { clipsOfCall } from '#kiosk/hub/voice/words-of-call.ts';
import type { HospitalAccount } from './account.ts';
import type { Sound, Told } from './board-on-wall.ts';
import { type CallMade, type QueueTold, toldByLog } from './told-by-log.ts';

export interface Judged {
  readonly calls: number;
  readonly recalls: number;
  readonly undone: number;
  readonly spoken: number;
  /** Begun, broken off by a loss, and begun again. */
  readonly begunAgain: number;
  /** Nobody had to hear of them any more before it was their turn. */
  readonly answeredBefore: number;
  /** Not seen on a board without line or power, since four others were called before it was back. */
  readonly missedByLine: number;
  /** Every broken law as a sentence. */
  readonly open: readonly string[];
}

/** Programs of one machine see one moment so far apart. */
const slackMs = 1_500;
/** Two loudspeakers may not sound at once; an ear listens every 40 ms. */
const togetherMs = 120;
/** A board that has its line again shows what it missed. */
const backWithinMs = 6_000;
/** Whoever nobody came for is spoken to an end in so much time, when no fault is played. */
const spokenWithinMs = 12_000;

export function judge(account: HospitalAccount): Judged {
  const told = toldByLog(account.events);
  const shown = judgeBoards(account, told);
  const { open: speech, ...spoken } = judgeSpeech(account, told);
  return {
    calls: told.calls.filter(({ count }) => count === 1).length,
    recalls: told.calls.filter(({ count }) => count > 1).length,
    undone: told.calls.filter(({ undoneAt }) => undoneAt !== undefined).length,
    ...spoken,
    missedByLine: shown.missedByLine,
    open: [
      ...told.broken,
      ...account.troubles,
      ...judgeNumbers(account, told),
      ...judgeCounters(account, told),
      ...judgeLate(account),
      ...shown.open,
      ...speech,
      ...judgeVoices(account),
    ],
  };
}

/** None twice, none lost: screens, tables and the log say the same. */
function judgeNumbers({ given, numbers, events }: HospitalAccount, { entered }: QueueTold): readonly string[] {
  const rows = numbers.map(({ day, series, sequence }) => `${day} ${series} ${sequence}`);
  const open = [
    ...twice(given.map(({ number }) => number)).map((number) => `${number} was given to two patients`),
    ...twice(entered.map(({ number }) => number)).map((number) => `${number} was entered twice`),
    ...twice(rows).map((row) => `the table of numbers has ${row} twice`),
    ...twice(events.map(({ day, position }) => `${day}/${position}`)).map((line) => `the log has ${line} twice`),
  ];
  const known = new Map(entered.map((each) => [each.number, each.from]));
  for (const { number, kiosk } of given) {
    const from = known.get(number);
    if (from === undefined) open.push(`${number} of ${kiosk} is lost: no hub has entered it`);
    else if (from !== kiosk) open.push(`${number} of ${kiosk} was entered for ${from}`);
  }
  const onScreens = new Set(given.map(({ number }) => number));
  for (const { number, from } of entered)
    if (from !== 'staff' && !onScreens.has(number)) open.push(`${number} was entered, and no screen has shown it`);
  if (rows.length !== entered.length) open.push(`${rows.length} rows of numbers, ${entered.length} entries`);
  return open;
}

/** What is done was pressed, once; nobody is left behind; a page shows nobody whom the log did not send there. */
function judgeCounters({ counters, events }: HospitalAccount, { states, calls }: QueueTold): readonly string[] {
  const open: string[] = [];
  const acts = new Map<string, LoggedEvent>(events.map((logged) => [logged.actId, logged]));
  const sent = new Set(counters.flatMap((each) => [...each.sent.keys()]));
  for (const { counter, served, sent: ofPage, answered, pressed, errors, taken } of counters) {
    if (taken.count > 0) open.push(`${counter} said ${taken.count} times that somebody else sits there`);
    for (const error of errors) open.push(`the page of ${counter} has a bug: ${error}`);
    for (const number of served)
      if (!calls.some((call) => call.counter === counter && call.number === number))
        open.push(`the page of ${counter} showed ${number}, whom it has not called`);
    for (const [actId, answer] of answered) {
      const did = ofPage.get(actId);
      // Nothing is written where nothing changed: whoever sits there sits down again.
      if (answer === 'done' && !acts.has(actId) && did !== 'sit-down')
        open.push(`${counter}: ${did} was answered done and is lost`);
      if (answer !== 'done' && acts.has(actId)) open.push(`${counter}: ${did} was refused (${answer}) and was done`);
    }
    for (const [kind, times] of countsOf(ofPage.values()))
      if (kind !== 'sit-down' && times > (pressed.get(kind) ?? 0))
        open.push(`${counter}: ${kind} was pressed ${pressed.get(kind) ?? 0} times, and ${times} acts were sent`);
  }
  for (const { event, actId } of events)
    if (event.kind === 'called' && !sent.has(actId)) open.push(`a call at ${event.counter} was pressed by nobody`);
  for (const [number, { is }] of states)
    if (is !== 'finished' && is !== 'withdrawn') open.push(`${number} is still ${is} at the end of the day`);
  return open;
}

function judgeLate({ late, events }: HospitalAccount): readonly string[] {
  const inLog = new Set<string>(events.map(({ actId }) => actId));
  return late.flatMap(({ what, actId, answer }) => [
    ...(inLog.has(actId) ? [`a hub that had been replaced has done a late ${what}`] : []),
    ...(['none', 'not-deciding'].includes(answer) ? [] : [`a hub that had been replaced answered ${what}: ${answer}`]),
  ]);
}

/** Every call stands on every board of its place, at once or as soon as its line is back. */
function judgeBoards({ boards, counterNames }: HospitalAccount, { calls }: QueueTold) {
  const open: string[] = [];
  let missedByLine = 0;
  for (const { name, shown, lost, dark, errors } of boards) {
    for (const error of errors) open.push(`the page of ${name} has a bug: ${error}`);
    for (const [index, { call, at, number, counter, undoneAt }] of calls.entries()) {
      const isThere = shown.some(
        (each) => each.number === number && each.counter === counterNames[counter] && each.at >= at - slackMs,
      );
      if (isThere || undoneAt !== undefined) continue;
      const back = [...lost, ...dark].find(
        ({ from, to }) => from - slackMs <= at + backWithinMs && to + backWithinMs >= at,
      );
      const others = calls.slice(index + 1).filter((later) => back && later.at <= back.to + backWithinMs);
      if (new Set(others.map((later) => later.number)).size >= 4) missedByLine += 1;
      else open.push(`${number} to ${counter} (${call}) never stood on ${name}`);
    }
  }
  return { open, missedByLine };
}

/**
 * One board of the place sounds at a time, and only what its hub tells it; each call is spoken to its end once, nothing that is answered,
 * taken back or older than three minutes, and whoever nobody came for is spoken.
 */
function judgeSpeech({ boards, hubLogs, calmFrom }: HospitalAccount, { calls }: QueueTold) {
  const open: string[] = [];
  for (const [index, one] of boards.entries())
    for (const other of boards.slice(index + 1))
      for (const { from, to, ones, others } of together(one.sounds, other.sounds))
        open.push(
          `${one.name} and ${other.name} sounded together for ${to - from} ms at ${timeOf(from)} (${clockOf(ones)}, and ${clockOf(others)})`,
        );
  for (const { name, sounds, told } of boards)
    for (const { from } of sounds)
      if (!told.some(({ at }) => at <= from + slackMs && from - at < 20_000))
        open.push(`${name} sounded at ${timeOf(from)}, and no hub had told it to`);

  const byId = new Map(calls.map((call) => [call.call, call]));
  const ended = boards.flatMap(({ said }) => said.filter(({ is }) => is === 'spoken').map(({ call }) => call));
  for (const again of twice(ended)) open.push(`${byId.get(again)?.number} (${again}) was spoken to its end twice`);
  /**
   * When a hub first noted that it was heard to its end. Another hub notes it, too, if the first one is killed before the board has heard that
   * it noted it: the board says so to both, and sounds once.
   */
  const spokenAt = new Map<string, number>();
  for (const hubLog of hubLogs) {
    const notes = hubLog.filter(({ spoken }) => spoken !== undefined);
    for (const again of twice(notes.map(({ event }) => event)))
      open.push(`one hub noted twice that ${again} was spoken`);
    for (const { spoken, event, time } of notes) {
      spokenAt.set(event, Math.min(spokenAt.get(event) ?? Number.POSITIVE_INFINITY, Date.parse(time)));
      if (byId.get(event)?.number !== spoken)
        open.push(`${spoken} was spoken for ${byId.get(event)?.number} (${event})`);
    }
  }
  const attempts = boards.flatMap(({ told, name }) => told.map((each) => ({ ...each, name })));
  for (const { at, call: id, name } of attempts) {
    const call = byId.get(id);
    const late = (since: number | undefined) => since !== undefined && at - since > slackMs;
    const says = `${name} was told to say ${call?.number} (${id})`;
    if (!call) open.push(`${says}, which is no call`);
    else if (late(call.at + speechTimes.staleMs)) open.push(`${says} after three minutes`);
    else if (late(call.answeredAt)) open.push(`${says} ${at - (call.answeredAt ?? 0)} ms after it had been answered`);
    else if (late(call.undoneAt)) open.push(`${says} after it had been taken back`);
    if (late(spokenAt.get(id))) open.push(`${says} after it had been heard to its end`);
  }
  open.push(...judgeWords(attempts, byId));
  for (const { call, number, at, answeredAt = Number.POSITIVE_INFINITY, undoneAt } of calls) {
    const isOpenLong = answeredAt - Math.max(at, calmFrom) >= spokenWithinMs;
    if (isOpenLong && undoneAt === undefined && !spokenAt.has(call))
      open.push(`nobody came for ${number} (${call}), and it was not spoken`);
  }
  return {
    open,
    spoken: spokenAt.size,
    begunAgain: twice(attempts.map(({ call }) => call)).length,
    answeredBefore: calls.filter(({ call, answeredAt }) => answeredAt !== undefined && !spokenAt.has(call)).length,
  };
}

/** One clip for one word, always the same; two words are never the same clip: so that what is heard is this very number. */
function judgeWords(attempts: readonly Told[], byId: ReadonlyMap<string, CallMade>): readonly string[] {
  const clipOf = new Map<string, string>();
  const wordOf = new Map<string, string>();
  const open: string[] = [];
  for (const { call: id, clips } of attempts) {
    const call = byId.get(id);
    const words = call ? clipsOfCall(call, ['vi']) : [];
    if (call && words.length !== clips.length)
      open.push(`${call.number} is ${words.length} words, and was said in ${clips.length} clips`);
    for (const [index, word] of words.entries()) {
      const clip = clips[index] ?? '';
      if ((clipOf.get(word) ?? clip) !== clip) open.push(`“${word}” was said in two ways, in ${call?.number}`);
      if ((wordOf.get(clip) ?? word) !== word) open.push(`“${word}” and “${wordOf.get(clip)}” are one clip`);
      clipOf.set(word, clip);
      wordOf.set(clip, word);
    }
  }
  return open;
}

/** The voice is told the words of the place and nothing else, each once by each hub, whatever becomes of the hubs. */
function judgeVoices({ voices, wordsNeeded }: HospitalAccount): readonly string[] {
  return voices.flatMap((said) => [
    ...said.filter((text) => !wordsNeeded.has(text)).map((text) => `the voice was told to say “${text}”`),
    ...twice(said).map((text) => `the voice was told “${text}” twice`),
  ]);
}

function together(ones: readonly Sound[], others: readonly Sound[]) {
  return ones.flatMap((one) =>
    others
      .map((other) => ({
        from: Math.max(one.from, other.from),
        to: Math.min(one.to, other.to),
        ...{ ones: one, others: other },
      }))
      .filter(({ from, to }) => to - from > togetherMs),
  );
}

/** Whether a loudspeaker sounded too early or too long: a clock that stood still says the second. */
function clockOf({ from, to, clockMs }: Sound): string {
  return `its own clock went ${Math.round(clockMs)} of ${to - from} ms`;
}

function twice<Each>(all: readonly Each[]): readonly Each[] {
  return [...countsOf(all)].flatMap(([each, times]) => (times > 1 ? [each] : []));
}

function countsOf<Each>(all: Iterable<Each>): ReadonlyMap<Each, number> {
  const counts = new Map<Each, number>();
  for (const each of all) counts.set(each, (counts.get(each) ?? 0) + 1);
  return counts;
}

function timeOf(at: number): string {
  return new Date(at).toISOString();
}
