import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '#config/agreements/clock.ts';
import { tryOnDisk, writeDurably } from '#config/agreements/durable-file.ts';
import type { HubLog } from '#config/agreements/hub-log-events.ts';
import type { HubFile } from '#config/settings/hub-file.ts';
import type { Decider } from '../deciding/decider.ts';
import { queueSettings } from '../queue/queue-settings.ts';
import { type ClipLibrary, createClipLibrary } from '../voice/clip-library.ts';
import { createEspeak } from '../voice/espeak.ts';
import { spokenFile } from '../voice/spoken-file.ts';
import { bookText, readBook } from '../waits/service-book.ts';
import { openWaits } from '../waits/waits.ts';
import { type Boards, openBoards } from './boards.ts';

/** Boards with their voice and the waits on them. */
export interface BoardPart extends Pick<Boards, 'connect' | 'picture' | 'voices'> {
  readonly clips: ClipLibrary;
  close(): void;
}

interface Needs {
  readonly settings: HubFile;
  readonly decider: Decider;
  readonly clock: Clock;
  readonly log: HubLog;
}

const keepBookEveryMs = 10 * 60_000;

/** Ready at once: clips are made behind it, and boards flash until they are there. */
export function openBoardPart({ settings, decider, clock, log }: Needs): BoardPart {
  const clips = createClipLibrary({ settings, sayText: createEspeak(clock) });
  const bookFile = join(settings.dataDir, 'waits', 'book.json');
  const waits = openWaits(queueSettings(settings), readBook(textOf(bookFile)));
  const boards = openBoards({
    ...{ settings, decider, clock, library: clips },
    spokenFile: spokenFile(settings.dataDir),
    logSpoken: (fields) => log('call-spoken', fields),
    logFailed: (fields) => log('voice-failed', fields),
    waits: (day, place) =>
      place.services.flatMap((code) => {
        const range = waits.shown(day, code, clock.now());
        const service = range && settings.services.find((each) => each.code === code);
        return range && service ? [{ service: service.name, ...range }] : [];
      }),
  });
  const endWaits = decider.onCommitted(waits.heard);
  let callOffBook = clock.after(keepBookEveryMs, keepAgain);
  void clips.prepare().then(() => {
    const reason = clips.trouble();
    if (clips.standing() !== 'whole') log('voice-missing', { reason: reason ?? 'not-writable' });
  });

  return {
    ...boards,
    clips,
    close() {
      callOffBook();
      keepBook();
      endWaits();
      boards.close();
    },
  };

  function keepAgain(): void {
    keepBook();
    callOffBook = clock.after(keepBookEveryMs, keepAgain);
  }

  function keepBook(): void {
    // A wait that is not shown harms nobody.
    tryOnDisk(() => writeDurably(bookFile, bookText(waits.book)));
  }
}

function textOf(path: string): string {
  let text = '';
  tryOnDisk(() => {
    text = readFileSync(path, 'utf8');
  });
  return text;
}
