import type { Database } from 'better-sqlite3';
import { type BusinessDay, createOpinionId, type OpinionId, type RandomBytes } from '#config/agreements/ids.ts';
import { type Opinion, type OpinionRequest, type OpinionScore, opinionScores } from '../contract/opinion.ts';
import type { OpenDay } from './business-days.ts';
import type { FactMessages } from './fact-messages.ts';
import type { ServiceOfSite } from './service-words.ts';

/** How it went, by nobody: what is stored leads to no visit, and the row keeps no time of day. */
export interface Opinions {
  /** The opinion and its messages in one transaction. */
  store(request: OpinionRequest, today: OpenDay): Opinion;
  of(opinionId: string): Opinion | undefined;
  /** How many of each score on this day, from 1 to 5. */
  counts(day: BusinessDay): readonly number[];
}

interface Needs {
  readonly db: Database;
  readonly messages: FactMessages;
  readonly services: readonly ServiceOfSite[];
  readonly randomBytes: RandomBytes;
}

interface OpinionRow {
  readonly opinion_id: OpinionId;
  readonly day: BusinessDay;
  readonly service_code: string | null;
  readonly score: OpinionScore;
}

/** In place of a ticket's number: an opinion has none. */
const noTicket = '–';

export function createOpinions({ db, messages, services, randomBytes }: Needs): Opinions {
  const insert = db.prepare<[string, string, string | null, number]>(
    'insert into opinion (opinion_id, day, service_code, score) values (?, ?, ?, ?)',
  );
  const select = db.prepare<[string], OpinionRow>('select * from opinion where opinion_id = ?');
  const count = db.prepare<[string], { readonly score: OpinionScore; readonly opinions: number }>(
    'select score, count(*) as opinions from opinion where day = ? group by score',
  );
  const storeNow = db.transaction(({ serviceCode, score }: OpinionRequest, today: OpenDay): Opinion => {
    const opinionId = createOpinionId(randomBytes);
    insert.run(opinionId, today.day, serviceCode ?? null, score);
    const opinion = { opinionId, day: today.day, serviceHisCode: hisCodeOf(serviceCode), score };
    const place = { visitId: opinionId, ticketNumber: noTicket, readingId: undefined };
    messages.insertLater({ kind: 'survey', opinion }, place, today);
    return opinion;
  });

  function hisCodeOf(serviceCode: string | null | undefined): string | undefined {
    return services.find(({ code }) => code === serviceCode)?.hisCode;
  }

  return {
    store: (request, today) => storeNow.immediate(request, today),
    of(opinionId) {
      const row = select.get(opinionId);
      return (
        row && {
          opinionId: row.opinion_id,
          day: row.day,
          serviceHisCode: hisCodeOf(row.service_code),
          score: row.score,
        }
      );
    },
    counts(day) {
      const found = new Map(count.all(day).map(({ score, opinions }) => [score, opinions]));
      return opinionScores.map((score) => found.get(score) ?? 0);
    },
  };
}
