/** Append-only: a released migration is never edited; the next change is the next number. */
export const callsThatEnd = `
-- How a call ended; null while it is open.
alter table alert add column ended text check (ended in ('answered', 'called-off', 'nobody-came'));
-- 1 while somebody who was called has not been told that it is over.
alter table alert add column end_owed integer not null default 0;

update alert set ended = case when acknowledged_at is not null then 'answered' else 'called-off' end
  where acknowledged_at is not null or closed_at is not null;
`;
