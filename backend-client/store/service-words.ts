import type { Database } from 'better-sqlite3';
import type { ServiceWords } from '../contract/visit.ts';
import type { ServiceSeries } from '../numbering/ticket-number.ts';

/** One service of the site file: its numbers and its words. */
export type ServiceOfSite = ServiceSeries & ServiceWords;

/** The words that visits were registered with: one row for each wording, which many visits share. */
export interface KeptWords {
  /** Keeps today's words of each service, to be called before the first visit; the caller commits. */
  keep(): void;
  /** Of the service as it is called today. */
  idOf(serviceCode: string): number;
  /**
   * As the service was called then. Of a visit that was stored before words were kept: as the site file has it now, or the
   * code in place of a name when the service is gone.
   */
  of(serviceCode: string, wordsId: number | null): ServiceWords;
}

interface WordsRow {
  readonly words_id: number;
  readonly service_code: string;
  readonly words: string;
}

export function createServiceWords(db: Database, services: readonly ServiceOfSite[]): KeptWords {
  const insert = db.prepare<[string, string]>(
    'insert into service_words (service_code, words) values (?, ?) on conflict do nothing',
  );
  const selectAll = db.prepare<[], WordsRow>('select * from service_words');
  const known = new Map<number, ServiceWords>();
  const today = new Map<string, number>();

  return { keep, idOf, of };

  function keep(): void {
    const texts = new Map(services.map((service) => [service.code, JSON.stringify(kept(service))]));
    for (const [code, words] of texts) insert.run(code, words);
    for (const { words_id, service_code, words } of selectAll.all()) {
      known.set(words_id, { code: service_code, ...JSON.parse(words) });
      if (texts.get(service_code) === words) today.set(service_code, words_id);
    }
  }

  function idOf(serviceCode: string): number {
    const wordsId = today.get(serviceCode);
    if (wordsId === undefined) throw new Error('the service is not in the site file');
    return wordsId;
  }

  function of(serviceCode: string, wordsId: number | null): ServiceWords {
    const words = wordsId === null ? undefined : known.get(wordsId);
    return words ?? services.find(({ code }) => code === serviceCode) ?? named(serviceCode);
  }
}

function kept({ hisCode, name, room, floor, directions }: ServiceOfSite): Omit<ServiceWords, 'code'> {
  return { hisCode, name, room, floor, directions };
}

function named(code: string): ServiceWords {
  return { code, hisCode: code.slice(0, 20), name: { vi: code }, room: code };
}
