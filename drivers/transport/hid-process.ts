import { fork } from 'node:child_process';
import type { Unsubscribe } from '../contract/device.ts';
import type { HidAnswer, HidOrder } from './hid-messages.ts';
import { programBeside } from './program-beside.ts';
import { startedBy } from './started-by.ts';

/** A process that speaks `hid-messages.ts`. */
export interface HidProcess {
  tell(order: HidOrder): void;
  /** One listener at a time. Not called any more after `onGone`'s. */
  onAnswer(listener: (answer: HidAnswer) => void): void;
  /** It ended by itself, crashed, was killed or could not be started; also when that was before. */
  onGone(listener: () => void): Unsubscribe;
  isGone(): boolean;
  /** While it is let idle, it does not keep the kiosk's process alive. */
  letIdle(idle: boolean): void;
  kill(): void;
}

export type StartHidProcess = () => HidProcess;

/**
 * A program beside the kiosk, by the Node that runs the kiosk. A packaged kiosk passes its own way to start `hid-child.ts`.
 * Never throws: a process that the system does not give us is gone at once.
 */
export function startHidProgram(program: string, options: { readonly execPath?: string } = {}): HidProcess {
  const child = startedBy(() =>
    fork(program, [], {
      ...options,
      serialization: 'advanced',
      execArgv: [],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    }),
  );
  let listener: ((answer: HidAnswer) => void) | undefined;
  let gone = !child;
  const goneListeners = new Set<() => void>();

  child?.on('message', (answer) => listener?.(answer as HidAnswer));
  child?.on('exit', onGone);
  // It could not be started.
  child?.on('error', onGone);

  function onGone(): void {
    if (gone) return;
    gone = true;
    listener = undefined;
    for (const each of goneListeners) each();
    goneListeners.clear();
  }

  return {
    tell(order) {
      // The callback keeps a channel that has just broken from throwing; `onGone` says the rest.
      if (child?.connected) child.send(order, () => {});
    },
    onAnswer(next) {
      if (!gone) listener = next;
    },
    onGone(each) {
      if (gone) queueMicrotask(each);
      else goneListeners.add(each);
      return () => void goneListeners.delete(each);
    },
    isGone: () => gone,
    letIdle(idle) {
      if (idle) {
        child?.unref();
        child?.channel?.unref();
      } else {
        child?.ref();
        child?.channel?.ref();
      }
    },
    kill: () => void child?.kill('SIGKILL'),
  };
}

export const startHidChild: StartHidProcess = () => startHidProgram(programBeside(import.meta.url, 'hid-child'));
