/**
 * Append-only: a released migration is never edited; the next change is the next number.
 *
 * A clock may be wrong. What became of each day's time, and what was never delivered, is kept beside the visits.
 */
export const facilityTime = `
create table facility_day (
  day             text primary key,
  -- assumed: by nothing but the last stored moment. left: it was another day; what was stored stays under this name.
  trust           text not null check (trust in ('confirmed', 'assumed', 'unconfirmed', 'left')),
  -- Days of one stretch may have been the same day of the calendar: no number is given twice in it.
  stretch         integer not null,
  -- The last moment on this day that a later start may go on from, in epoch ms.
  last_at         integer,
  -- The day from which retention counts. null: not known yet, and nothing of it is erased.
  counts_from     text,
  -- The first day on which its undelivered data was past its time.
  overdue_since   text
) strict, without rowid;

insert into facility_day (day, trust, stretch, last_at, counts_from)
  select day, 'confirmed', row_number() over (order by day), max(stored_at), day
  from (select day, stored_at from visit union all select day, null from day_key) group by day;

-- The machine's clock when seen_at was the time.
alter table kiosk_clock add column seen_wall integer;
-- The last confirmed moment, in epoch ms.
alter table kiosk_clock add column confirmed_at integer;
update kiosk_clock set confirmed_at = seen_at;

-- What was erased before the hospital had it: for the desk, until somebody named has taken the list. Nobody's data.
create table expired_ticket (
  ticket_number   text not null,
  day             text not null,
  endpoint_id     text not null,
  -- The day of its erasure.
  expired_on      text not null,
  -- null: nobody has taken it yet.
  taken_by_act    integer references staff_act (act_id),
  primary key (day, ticket_number, endpoint_id)
) strict, without rowid;
-- Serves the list.
create index expired_ticket_open on expired_ticket (expired_on) where taken_by_act is null;

-- What a named person decided about the kiosk and not about one message.
create table staff_act (
  act_id          integer primary key,
  act             text not null check (act in ('left-day', 'took-expired')),
  about           text not null,
  at              integer not null,
  -- Whose key seals the name; with it the name goes.
  day             text not null,
  by_whom         blob not null
) strict;
`;
