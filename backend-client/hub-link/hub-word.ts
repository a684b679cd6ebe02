import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { clearWay, tryOnDisk, writeDurably } from '#config/agreements/durable-file.ts';
import type { RandomBytes } from '#config/agreements/ids.ts';
import { parsedJson } from '#config/agreements/parsed-json.ts';
import { makeUpMark } from '../numbering/ticket-number.ts';
import { actId, businessDay, contactAnswer, leaseRequest } from './wire.ts';

/** What a kiosk keeps of its hub's word, so that it goes on when the hub is gone. Names nobody. */
export type HubWord = z.infer<typeof hubWord>;

const hubWord = z.object({
  /** What this kiosk's own numbers carry: `K2`. */
  mark: contactAnswer.shape.mark,
  /** False: nobody has given it one yet, and it has made up its own. */
  isMarkGiven: z.boolean(),
  /** As the hub had them last; `undefined` before the first contact. */
  services: contactAnswer.shape.services.optional(),
  closedDays: contactAnswer.shape.closedDays,
  /** Of which day it spoke then. */
  day: businessDay.optional(),
  /** Of the log that this kiosk's blocks come from. */
  ledger: contactAnswer.shape.ledger,
  /** Whether it wants to hear who was measured. */
  hearsMeasured: contactAnswer.shape.hearsMeasured,
  /** Blocks that were asked for and have not come: the same act again gives the same numbers. */
  asked: z.array(leaseRequest.pick({ day: true, series: true, count: true }).extend({ actId })).max(500),
  /** From when on this kiosk has had a hub, and that hub its log, epoch ms: who came before may have been served by now. */
  since: z.int().min(0).optional(),
  /** The hub has been told of every void number up to this day. */
  voidsToldUpTo: businessDay.optional(),
});

export interface HubMemory {
  word(): HubWord;
  /** On the disk when this returns true; else only for as long as this program runs. */
  keep(change: Partial<HubWord>): boolean;
}

const fileName = 'hub-word.json';

/** What cannot be read is as if it had never been said: a mark of one's own meets nobody's, and the next contact tells the rest. */
export function openHubMemory(dataDir: string, randomBytes: RandomBytes, now: () => number): HubMemory {
  const path = join(dataDir, fileName);
  let word = readWord(path) ?? { mark: makeUpMark(randomBytes), isMarkGiven: false, asked: [], since: now() };
  if (!word.isMarkGiven) write();
  return {
    word: () => word,
    keep(change) {
      word = { ...word, ...change };
      return write();
    },
  };

  function write(): boolean {
    return tryOnDisk(() => {
      clearWay(path, 'file');
      writeDurably(path, `${JSON.stringify(word)}\n`);
    });
  }
}

function readWord(path: string): HubWord | undefined {
  let text = '';
  if (
    !tryOnDisk(() => {
      text = readFileSync(path, 'utf8');
    })
  )
    return undefined;
  const read = hubWord.safeParse(parsedJson(text));
  return read.success ? read.data : undefined;
}
