import type { Channel } from './conversation.ts';
import type { MeasuringLine } from './measuring-line.ts';

/** What the core does when a conversation says so. */
export interface SpokenTo<Event> extends Omit<Channel<Event>, 'send' | 'after' | 'isMidway' | 'forget'> {
  /** This line is the one that stands. */
  stands(line: MeasuringLine): boolean;
}

/** The channel of a conversation over one line: once that is gone, the conversation has no say. */
export function channelOver<Event>(line: MeasuringLine, core: SpokenTo<Event>): Channel<Event> {
  const whileStanding =
    <Args extends readonly unknown[]>(act: (...args: Args) => void) =>
    (...args: Args) => {
      if (core.stands(line)) act(...args);
    };
  return {
    send: line.send,
    after: line.after,
    isMidway: line.isMidway,
    forget: line.forget,
    monotonic: () => core.monotonic(),
    isUnderstood: () => core.isUnderstood(),
    isWorkingOn: () => core.isWorkingOn(),
    timeOf: (said) => core.timeOf(said),
    tryNextSettings: () => core.stands(line) && core.tryNextSettings(),
    isThere: whileStanding(() => core.isThere()),
    answered: whileStanding(() => core.answered()),
    silent: whileStanding(() => core.silent()),
    works: whileStanding(() => core.works()),
    drained: whileStanding(() => core.drained()),
    tell: whileStanding((event) => core.tell(event)),
    hint: whileStanding((hint, stands) => core.hint(hint, stands)),
    take: whileStanding((event) => core.take(event)),
    discard: whileStanding((why) => core.discard(why)),
    fail: whileStanding((event) => core.fail(event)),
    free: whileStanding(() => core.free()),
    worksOn: whileStanding(() => core.worksOn()),
  };
}
