/** Append-only: a released migration is never edited; the next change is the next number. */
export const visitsAndMessages = `
create table kiosk_clock (
  only_row        integer primary key check (only_row = 1),
  -- The business day never goes back behind this one.
  day             text not null,
  -- Latest epoch ms seen when a day began, the store was opened or data was erased.
  seen_at         integer not null
) strict;

create table day_key (
  day             text primary key,
  -- 32 random bytes, sealed under a key derived from the master key. Deleting the row makes the day unreadable.
  wrapped_key     blob not null
) strict, without rowid;

create table lease (
  day             text not null,
  series          text not null,
  first           integer not null,
  next            integer not null,
  -- null is endless.
  last            integer,
  source          text not null,
  primary key (day, series, first),
  check (first >= 1 and next >= first and (last is null or next <= last + 1))
) strict, without rowid;

create table void_number (
  day             text not null,
  series          text not null,
  sequence        integer not null,
  reason          text not null,
  voided_at       integer not null,
  primary key (day, series, sequence)
) strict, without rowid;

create table visit (
  visit_id          text primary key,
  -- One session at the kiosk can hold several visits: a parent and two children.
  session_id        text not null,
  day               text not null,
  series            text not null,
  sequence          integer not null,
  service_code      text not null,
  purpose           text not null,
  priority_ground   text,
  priority_certain  integer check (priority_certain in (0, 1)),
  identity_source   text not null,
  -- Sealed under the key of the day; null once erased.
  patient           blob,
  stored_at         integer not null,
  -- The paper's fate. Says nothing about the hospital's answer: see message.state.
  paper             text not null default 'pending' check (paper in ('pending', 'attempting', 'printed', 'unknown', 'not-printed')),
  -- A number is never issued twice in a day (law 4). Also serves what asks for the visits of a day: count, retention.
  unique (day, series, sequence)
) strict;

-- A document finds its visit of the day and service. Holds keyed hashes only; a day's rows go when the day is over.
-- Written before its visit, in the same transaction: the primary key is what finds the visit that is there already.
create table visit_document (
  day             text not null,
  document_mac    blob not null,
  service_code    text not null,
  visit_id        text not null,
  primary key (day, document_mac, service_code)
) strict, without rowid;

create table print_attempt (
  attempt_id      integer primary key,
  visit_id        text not null references visit (visit_id),
  -- null is the first ticket; n is the n-th paper marked as a copy.
  copy            integer,
  state           text not null default 'attempting' check (state in ('attempting', 'printed', 'unknown', 'not-printed')),
  reason          text,
  began_at        integer not null,
  ended_at        integer
) strict;

-- Serves beginPrint and endPrint: all attempts of one visit.
create index print_attempt_of_visit on print_attempt (visit_id);
-- Law 4 as a constraint: at most one first ticket of which a byte may have been sent.
create unique index print_attempt_first_ticket on print_attempt (visit_id) where copy is null and state <> 'not-printed';
-- Serves recovery at open: attempts that a crash cut off.
create index print_attempt_open on print_attempt (attempt_id) where state = 'attempting';

create table message (
  -- Rows are never deleted, so the ids only grow and tell the order of storing.
  message_id      integer primary key,
  visit_id        text not null references visit (visit_id),
  endpoint_id     text not null,
  kind            text not null,
  -- Sent with every attempt, so that the hospital can tell a second try from a second patient.
  control_id      text not null unique,
  -- Final bytes, sealed under the key of the day; null once erased.
  body            blob,
  -- 'unsure' may have arrived: a person decides. 'expired' was erased before the hospital accepted it.
  state           text not null default 'queued' check (state in ('queued', 'sending', 'accepted', 'refused', 'unsure', 'expired')),
  -- Attempts that say something about the message: not those where nobody listened.
  attempts        integer not null default 0,
  -- How many of them the hospital answered with "not now" (AR, CR).
  rejections      integer not null default 0,
  -- null while an older message of the same visit has not been accepted at this endpoint.
  next_attempt_at integer,
  reason          text,
  created_at      integer not null,
  updated_at      integer not null,
  accepted_at     integer
) strict;

-- Serves the outbox (the next due message of one endpoint), the counts by state, and recovery at open. Accepted messages
-- leave it, so its size is what waits, not what was ever sent.
create index message_unsettled on message (state, endpoint_id, next_attempt_at) where state not in ('accepted', 'expired');
-- Serves "the next message of the visit" after an acceptance, and retention.
create index message_of_visit on message (visit_id, endpoint_id);

-- canStore writes here.
create table write_probe (
  probe_id        integer primary key,
  bytes           blob not null
) strict;
`;
