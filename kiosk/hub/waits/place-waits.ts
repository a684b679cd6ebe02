import { existsSync, readFileSync, statSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Clock } from '#config/agreements/clock.ts';
import type { HubFile, HubPlace } from '#config/settings/hub-file.ts';
import type { BoardSnapshot } from '#kiosk/bridge/hub/board-words.ts';
import type { Decider } from '../deciding/decider.ts';
import type { QueueDay } from '../queue/queue-day.ts';
import { queueSettings } from '../queue/queue-settings.ts';
import { bookText, emptyBook, readBook, type ServiceBook } from './service-book.ts';
import { openWaits } from './waits.ts';

/** Waits as the boards of a place say them, and the book of what services have taken, which outlives the hub. */
export interface PlaceWaits {
  of(day: QueueDay, place: Pick<HubPlace, 'services'>): BoardSnapshot['waits'];
  /** The book is on disk when it resolves, if the disk takes it. */
  close(): Promise<void>;
}

interface Needs {
  readonly settings: HubFile;
  readonly decider: Pick<Decider, 'onCommitted'>;
  readonly clock: Pick<Clock, 'now'>;
  /** The book, in the hub's data directory. */
  readonly file: string;
}

/** Many times what it takes. */
const mostBytes = 32_000_000;

export function openPlaceWaits({ settings, decider, clock, file }: Needs): PlaceWaits {
  const names = new Map(settings.services.map(({ code, name }) => [code, name]));
  const book = bookIn(file);
  for (const code of book.services.keys()) if (!names.has(code)) book.services.delete(code);
  const waits = openWaits(queueSettings(settings), book);
  let writing: Promise<void> = Promise.resolve();
  const stopHearing = decider.onCommitted((events, day) => {
    waits.heard(events, day);
    if (events.some(({ event }) => event.kind === 'day-begun')) save();
  });

  return {
    of: (day, { services }) =>
      services.flatMap((code) => {
        const service = names.get(code);
        const range = service && waits.shown(day, code, clock.now());
        return service && range ? [{ service, ...range }] : [];
      }),
    async close() {
      stopHearing();
      save();
      await writing;
    },
  };

  /** Beside the deciding, and without waiting for the disk: what is lost is learnt again. */
  function save(): void {
    const text = bookText(book);
    writing = writing.then(() => writeBook(file, text)).catch(() => undefined);
  }
}

function bookIn(file: string): ServiceBook {
  try {
    return existsSync(file) && statSync(file).size <= mostBytes ? readBook(readFileSync(file, 'utf8')) : emptyBook();
  } catch {
    return emptyBook();
  }
}

async function writeBook(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(`${file}.new`, text, { mode: 0o600 });
  await rename(`${file}.new`, file);
}
