/**
 * Append-only: a released migration is never edited; the next change is the next number.
 *
 * A patient may choose another service after having a number. The visit goes on under the next number of the new service; the old
 * one is never given again and never called.
 */
export const withdrawnNumbers = `
create table withdrawn_number (
  day             text not null,
  series          text not null,
  sequence        integer not null,
  reason          text not null check (reason in ('changed')),
  withdrawn_at    integer not null,
  -- null once the visit is erased. With the void numbers this row stays, so that every gap is explained. Nobody's data.
  visit_id        text references visit (visit_id) on delete set null,
  session_id      text not null,
  -- What the visit was for under this number.
  service_code    text not null,
  words_id        integer references service_words (words_id),
  primary key (day, series, sequence)
) strict, without rowid;

-- Once for each session and visit. Also serves what a visit has given up, and the erasure of a visit.
create unique index withdrawn_number_of_visit on withdrawn_number (visit_id, session_id);

-- Law 4 as a constraint, both ways.
create trigger visit_number_not_withdrawn before insert on visit
when exists (select 1 from withdrawn_number
  where day = new.day and series = new.series and sequence = new.sequence)
begin
  select raise(abort, 'the number was withdrawn');
end;
create trigger visit_number_not_withdrawn_later before update of day, series, sequence on visit
when exists (select 1 from withdrawn_number
  where day = new.day and series = new.series and sequence = new.sequence)
begin
  select raise(abort, 'the number was withdrawn');
end;
create trigger withdrawn_number_not_in_use before insert on withdrawn_number
when exists (select 1 from visit where day = new.day and series = new.series and sequence = new.sequence)
begin
  select raise(abort, 'the number is in use');
end;

-- The number that this one was given in place of, as on its paper, and when.
alter table visit add column replaces text;
alter table visit add column numbered_at integer;

-- 1: of a number that was withdrawn since. What became of that paper says nothing about the new one's.
alter table print_attempt add column withdrawn integer not null default 0 check (withdrawn in (0, 1));
drop index print_attempt_first_ticket;
-- Law 4 as a constraint: at most one first ticket of a number of which a byte may have been sent.
create unique index print_attempt_first_ticket on print_attempt (visit_id)
  where copy is null and state <> 'not-printed' and withdrawn = 0;
`;
