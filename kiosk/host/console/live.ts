import * as z from 'zod';
import type { Clock } from '#config/agreements/clock.ts';
import { parsedJson } from '#config/agreements/parsed-json.ts';
import type { ConsoleTopics, HostSays, Watch } from '#kiosk/bridge/console/calls.ts';
import type { Link, LinkEnd } from '#kiosk/web/routes.ts';
import type { TopicTable } from './console-part.ts';

/** How old what a page shows may be. */
export const lookEveryMs = 500;
const mostWatched = 16;
/** A page that takes nothing is told less, never more at once. */
const mostWaitingBytes = 1_000_000;

const pageSays = z.strictObject({
  watch: z
    .array(z.strictObject({ topic: z.string().max(64), about: z.string().max(128).optional() }))
    .max(mostWatched)
    .optional(),
  touch: z.literal(true).optional(),
});

/** Tells one page what it watches, each time that it has changed. */
export function connectLive(link: Link, topics: TopicTable<ConsoleTopics>, clock: Pick<Clock, 'after'>): LinkEnd {
  let watched: readonly Watch[] = [];
  let told = new Map<string, string>();
  let callOff = () => {};

  function look(): void {
    callOff();
    if (link.waitingBytes() < mostWaitingBytes) for (const watch of watched) tell(watch);
    callOff = clock.after(lookEveryMs, look);
  }

  function tell({ topic, about }: Watch): void {
    const says: HostSays = {
      topic,
      ...(about === undefined ? {} : { about }),
      state: topics[topic](about ?? '') ?? null,
    };
    const text = JSON.stringify(says);
    const key = `${topic} ${about ?? ''}`;
    if (told.get(key) === text) return;
    told.set(key, text);
    link.send(text);
  }

  look();
  return {
    receive(text) {
      const read = pageSays.safeParse(parsedJson(text));
      if (!read.success) return;
      if (read.data.touch) link.touch();
      if (!read.data.watch) return;
      watched = read.data.watch.flatMap(({ topic, about }) =>
        isTopic(topic, topics) ? [{ topic, ...(about === undefined ? {} : { about }) }] : [],
      );
      told = new Map();
      look();
    },
    disconnected: () => callOff(),
  };
}

function isTopic(topic: string, topics: TopicTable<ConsoleTopics>): topic is keyof ConsoleTopics {
  return Object.hasOwn(topics, topic);
}
