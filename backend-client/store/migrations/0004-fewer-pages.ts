/**
 * Append-only: a released migration is never edited; the next change is the next number.
 *
 * A registration is one commit, and what it costs is the number of pages that it writes: one for each table and index.
 * Four of ten go. A visit lies in the index of its id; a lease is used up by its visits; nothing is looked up by a control
 * id; and a registration is erased with its visit, so only what was told later is found by its day.
 */
export const fewerPages = `
create table visit_by_id (
  -- Begins with the time, so that one visit is written behind the other.
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
  -- A number is never issued twice in a day (law 4), and the highest one says how far a lease is used up. Also serves what
  -- asks for the visits of a day: count, retention.
  unique (day, series, sequence)
) strict, without rowid;

insert into visit_by_id (visit_id, session_id, day, series, sequence, service_code, purpose, priority_ground,
    priority_certain, identity_source, patient, stored_at, paper)
  select visit_id, session_id, day, series, sequence, service_code, purpose, priority_ground,
    priority_certain, identity_source, patient, stored_at, paper
  from visit order by visit_id;

create table print_attempt_of_visit_by_id (
  attempt_id      integer primary key,
  visit_id        text not null references visit_by_id (visit_id),
  -- null is the first ticket; n is the n-th paper marked as a copy.
  copy            integer,
  state           text not null default 'attempting' check (state in ('attempting', 'printed', 'unknown', 'not-printed')),
  reason          text,
  began_at        integer not null,
  ended_at        integer
) strict;

insert into print_attempt_of_visit_by_id (attempt_id, visit_id, copy, state, reason, began_at, ended_at)
  select attempt_id, visit_id, copy, state, reason, began_at, ended_at from print_attempt order by attempt_id;

drop table print_attempt;
drop table visit;
-- SQLite renames it in the reference, too.
alter table visit_by_id rename to visit;
alter table print_attempt_of_visit_by_id rename to print_attempt;

-- Serves beginPrint and endPrint: all attempts of one visit.
create index print_attempt_of_visit on print_attempt (visit_id);
-- Law 4 as a constraint: at most one first ticket of which a byte may have been sent.
create unique index print_attempt_first_ticket on print_attempt (visit_id) where copy is null and state <> 'not-printed';
-- Serves recovery at open: attempts that a crash cut off.
create index print_attempt_open on print_attempt (attempt_id) where state = 'attempting';

create table message_by_id (
  -- Rows are never deleted, so the ids only grow and tell the order of storing.
  message_id      integer primary key,
  -- No reference: a reading on a vitals kiosk belongs to a visit that another kiosk stored.
  visit_id        text not null,
  -- Whose key seals the body: the day on which the fact was stored.
  day             text not null,
  endpoint_id     text not null,
  -- registration, correction, arrival or reading.
  kind            text not null,
  -- The reading, for a message that tells one.
  reading_id      text,
  -- As on the paper, so that a person can name the visit without knowing the patient.
  ticket_number   text not null,
  -- Sent with every attempt, so that the hospital can tell a second try from a second patient. 100 random bits: no two are
  -- equal, and the store never looks for one.
  control_id      text not null,
  -- Final bytes, sealed under the key of the day; null once erased.
  body            blob,
  -- 'unsure' may have arrived: a person decides. 'settled': a person has entered it by hand. 'expired' was erased before the
  -- hospital accepted it.
  state           text not null default 'queued'
                    check (state in ('queued', 'sending', 'accepted', 'refused', 'unsure', 'settled', 'expired')),
  -- Attempts that say something about the message: not those where nobody listened.
  attempts        integer not null default 0,
  -- How many of them the hospital answered with "not now" (AR, CR).
  rejections      integer not null default 0,
  -- null while an older message of the same visit has not been accepted at this endpoint.
  next_attempt_at integer,
  reason          text,
  created_at      integer not null,
  updated_at      integer not null,
  accepted_at     integer,
  -- The last decision of a person: what, who, when.
  decision        text check (decision in ('send-again', 'render-anew', 'settle-by-hand')),
  decided_by      text,
  decided_at      integer
) strict;

insert into message_by_id (message_id, visit_id, day, endpoint_id, kind, reading_id, ticket_number, control_id, body, state,
    attempts, rejections, next_attempt_at, reason, created_at, updated_at, accepted_at, decision, decided_by, decided_at)
  select message_id, visit_id, day, endpoint_id, kind, reading_id, ticket_number, control_id, body, state,
    attempts, rejections, next_attempt_at, reason, created_at, updated_at, accepted_at, decision, decided_by, decided_at
  from message order by message_id;

drop table message;
alter table message_by_id rename to message;

-- Serves the outbox (the next due message of one endpoint), the counts by state, the list of what needs a person, and
-- recovery at open. What is done with leaves it, so its size is what waits, not what was ever sent.
create index message_unsettled on message (state, endpoint_id, next_attempt_at)
  where state not in ('accepted', 'settled', 'expired');
-- Serves "the next message of the visit" after an acceptance, and retention.
create index message_of_visit on message (visit_id, endpoint_id);
-- Serves retention, which works day by day. Registrations and arrivals are as old as their visit and go with it; what came
-- later may lie on a later day, or belong to another kiosk's visit.
create index message_told_later on message (day) where body is not null and kind not in ('registration', 'arrival');
`;
