import type { BoardSays } from '#kiosk/bridge/hub/board-words.ts';
import {
  type BoardId,
  type CallId,
  type CallToSpeak,
  emptySpeechQueue,
  hasFailed,
  type Moment,
  type Speaking,
  type SpeechEvent,
  type SpeechQueue,
  speechStep,
} from './speech-queue.ts';

/** One place's speech as it runs. */
export interface PlaceSpeech {
  /** Not taken back, oldest first. */
  setCalls(calls: readonly CallToSpeak[]): void;
  hear(board: BoardId, says: BoardSays): void;
  lineBroken(board: BoardId): void;
  /** At least twice a second while boards are there. */
  timePasses(): void;
  speaking(): Speaking | undefined;
  isSpeaker(board: BoardId): boolean;
  /** Of the calls that were set: those that were heard to their end. */
  spoken(): readonly CallId[];
  hasFailed(call: CallId): boolean;
  canSound(): boolean;
}

interface Needs {
  /** What an earlier run of this hub has spoken. */
  readonly spokenBefore: readonly CallId[];
  readonly moment: () => Moment;
  /** Heard to its end just now, for the first time. */
  readonly onSpoken: (call: CallToSpeak) => void;
  /** No board could play it. */
  readonly onFailed: (call: CallToSpeak) => void;
  /** Another call is spoken, or none; another board is the speaker. */
  readonly onChange: () => void;
}

export function createPlaceSpeech({ spokenBefore, moment, onSpoken, onFailed, onChange }: Needs): PlaceSpeech {
  let queue: SpeechQueue = emptySpeechQueue(spokenBefore, moment());

  return {
    setCalls: (calls) => step({ kind: 'calls', calls }),
    hear(board, says) {
      if ('here' in says) return step({ kind: 'sign-of-life', board, sounds: says.speaker });
      if ('heard' in says) {
        const known = (calls: readonly CallId[]) => queue.calls.filter(({ call }) => calls.includes(call));
        // Ended by that board itself, and its line broke before a hub had heard of it.
        const ended = known(says.ended).filter(({ call }) => !queue.spoken.has(call) && !says.heard.includes(call));
        step({ kind: 'heard', calls: known([...says.heard, ...says.ended]).map(({ call }) => call) });
        for (const call of ended) onSpoken(call);
        return;
      }
      if ('spoken' in says) step({ kind: 'ended', board, call: says.spoken, attempt: says.attempt });
      else step({ kind: 'failed', board, call: says.failed, attempt: says.attempt });
    },
    lineBroken: (board) => step({ kind: 'line-broken', board }),
    timePasses: () => step({ kind: 'time-passes' }),
    speaking: () => queue.speaking,
    isSpeaker: (board) => queue.boards[0]?.id === board,
    spoken: () => queue.calls.flatMap(({ call }) => (queue.spoken.has(call) ? [call] : [])),
    hasFailed: (call) => hasFailed(queue, call),
    canSound: () => queue.boards.length > 0,
  };

  function step(event: SpeechEvent): void {
    const before = queue;
    queue = speechStep(queue, event, moment());
    const hasEnded = event.kind === 'ended' && queue.spoken.has(event.call) && !before.spoken.has(event.call);
    const ended = hasEnded ? before.calls.find(({ call }) => call === event.call) : undefined;
    if (ended) onSpoken(ended);
    for (const call of queue.calls) if (hasFailed(queue, call.call) && !hasFailed(before, call.call)) onFailed(call);
    const isOther =
      before.speaking?.attempt !== queue.speaking?.attempt || before.boards[0]?.id !== queue.boards[0]?.id;
    if (isOther || hasEnded) onChange();
  }
}
