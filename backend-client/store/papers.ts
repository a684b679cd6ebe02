import type { Database } from 'better-sqlite3';
import type { VisitId } from '#config/agreements/ids.ts';
import type { PrintAttempt, PrintOutcome } from '../contract/store.ts';
import type { PaperState } from '../contract/visit.ts';
import { ticketNumber } from '../numbering/ticket-number.ts';
import { type AttemptFate, nextCopy, paperStateFrom } from './paper-state.ts';

/** Law 4: an attempt is on disk before the first byte goes to the printer, and decides what the next paper must be. */
export interface Papers {
  /** `undefined` when the visit is not known; `withdrawn` when it has another number by now. */
  begin(visitId: VisitId, number: string | undefined): PrintAttempt | 'withdrawn' | undefined;
  /** The patient has the number on their phone. `false`: no such visit, or it has another number by now. */
  takeByPhone(visitId: VisitId, number: string): boolean;
  /** The first outcome stands; `undefined` when the attempt is not known. */
  end(attempt: PrintAttempt, outcome: PrintOutcome): PaperState | undefined;
  /** At open: what a crash cut off may be on paper or not. The caller commits. */
  settleCutOff(): void;
}

interface AttemptRow {
  readonly attempt_id: number;
  readonly visit_id: VisitId;
  readonly copy: number | null;
  readonly state: AttemptFate['state'];
  /** 1: of a number that was withdrawn since. */
  readonly withdrawn: 0 | 1;
}

interface NumberRow {
  readonly series: string;
  readonly sequence: number;
}

export function createPapers(db: Database, now: () => number): Papers {
  const selectNumber = db.prepare<[string], NumberRow>('select series, sequence from visit where visit_id = ?');
  const selectAttempts = db.prepare<[string], AttemptRow>(
    'select attempt_id, visit_id, copy, state, withdrawn from print_attempt where visit_id = ?',
  );
  const selectOpen = db.prepare<[], AttemptRow>(
    `select attempt_id, visit_id, copy, state, withdrawn from print_attempt where state = 'attempting'`,
  );
  const insertAttempt = db.prepare<[string, number | null, number]>(
    'insert into print_attempt (visit_id, copy, began_at) values (?, ?, ?)',
  );
  const endAttempt = db.prepare<[string, string | null, number, number]>(
    `update print_attempt set state = ?, reason = ?, ended_at = ? where attempt_id = ? and state = 'attempting'`,
  );
  const updatePaper = db.prepare<[string, string]>('update visit set paper = ? where visit_id = ?');

  const notePhone = db.prepare<[number, string]>('update visit set phone_at = ? where visit_id = ?');

  const begin = db.transaction((visitId: VisitId, wanted: string | undefined) => {
    const number = selectNumber.get(visitId);
    if (!number) return undefined;
    if (wanted !== undefined && ticketNumber(number.series, number.sequence).text !== wanted) return 'withdrawn';
    const copy = nextCopy(fatesOf(visitId));
    const { lastInsertRowid } = insertAttempt.run(visitId, copy ?? null, now());
    notePaper(visitId);
    return { attemptId: Number(lastInsertRowid), visitId, copy };
  });

  const end = db.transaction(({ attemptId, visitId }: PrintAttempt, outcome: PrintOutcome): PaperState | undefined => {
    if (!selectAttempts.all(visitId).some(({ attempt_id }) => attempt_id === attemptId)) return undefined;
    endAttempt.run(outcome.kind, outcome.kind === 'printed' ? null : outcome.reason, now(), attemptId);
    return notePaper(visitId);
  });

  const takeByPhone = db.transaction((visitId: VisitId, wanted: string): boolean => {
    const number = selectNumber.get(visitId);
    if (!number || ticketNumber(number.series, number.sequence).text !== wanted) return false;
    notePhone.run(now(), visitId);
    return true;
  });

  return { begin: begin.immediate, end: end.immediate, takeByPhone: takeByPhone.immediate, settleCutOff };

  function settleCutOff(): void {
    for (const { attempt_id, visit_id } of selectOpen.all()) {
      endAttempt.run('unknown', 'restarted', now(), attempt_id);
      notePaper(visit_id);
    }
  }

  function notePaper(visitId: VisitId): PaperState {
    const paper = paperStateFrom(fatesOf(visitId));
    updatePaper.run(paper, visitId);
    return paper;
  }

  function fatesOf(visitId: VisitId): readonly AttemptFate[] {
    const ofThisNumber = selectAttempts.all(visitId).filter(({ withdrawn }) => withdrawn === 0);
    return ofThisNumber.map(({ copy, state }) => ({ copy: copy ?? undefined, state }));
  }
}
