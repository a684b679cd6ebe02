/**
 * Append-only: a released migration is never edited; the next change is the next number.
 *
 * Which kinds of calls there are is the program's matter. A call to a room of its own is about one number, and several are open at
 * once.
 */
export const isolation = `
create table alert_of_any_kind (
  alert_id         text primary key,
  kind             text not null,
  raised_at        integer not null,
  -- Grows each time nobody has answered in time.
  escalation       integer not null default 0,
  escalated_at     integer not null,
  -- The escalation that an endpoint has; null while none has any.
  delivered        integer,
  acknowledged_by  text,
  acknowledged_at  integer,
  -- The patient called it off, or it is older than a day.
  closed_at        integer,
  -- How a call ended; null while it is open.
  ended            text check (ended in ('answered', 'called-off', 'nobody-came')),
  -- 1 while somebody who was called has not been told that it is over.
  end_owed         integer not null default 0,
  -- Sealed under the key of the day.
  acknowledger     blob,
  acknowledger_day text,
  -- As on the paper; null for calls that are about no number.
  ticket_number    text
) strict;

insert into alert_of_any_kind (alert_id, kind, raised_at, escalation, escalated_at, delivered, acknowledged_by,
    acknowledged_at, closed_at, ended, end_owed, acknowledger, acknowledger_day)
  select alert_id, kind, raised_at, escalation, escalated_at, delivered, acknowledged_by,
    acknowledged_at, closed_at, ended, end_owed, acknowledger, acknowledger_day
  from alert;

drop table alert;
alter table alert_of_any_kind rename to alert;

-- One open call of a kind, and of a number: a second tap does not add one.
create unique index alert_open on alert (kind, ifnull(ticket_number, ''))
  where acknowledged_at is null and closed_at is null;

-- What is counted of a day, without a word about anybody.
create table day_tally (
  day   text not null,
  what  text not null,
  count integer not null,
  primary key (day, what)
) strict, without rowid;
`;
