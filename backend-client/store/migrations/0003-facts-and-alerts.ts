/** Append-only: a released migration is never edited; the next change is the next number. */
export const factsAndAlerts = `
create table message_of_fact (
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
  -- Sent with every attempt, so that the hospital can tell a second try from a second patient.
  control_id      text not null unique,
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

insert into message_of_fact (message_id, visit_id, day, endpoint_id, kind, ticket_number, control_id, body, state,
    attempts, rejections, next_attempt_at, reason, created_at, updated_at, accepted_at)
  select message_id, visit_id, day, endpoint_id, kind, series || printf('%03d', sequence), control_id, body, state,
    attempts, rejections, next_attempt_at, reason, created_at, updated_at, accepted_at
  from message join visit using (visit_id);

drop table message;
alter table message_of_fact rename to message;

-- Serves the outbox (the next due message of one endpoint), the counts by state, the list of what needs a person, and
-- recovery at open. What is done with leaves it, so its size is what waits, not what was ever sent.
create index message_unsettled on message (state, endpoint_id, next_attempt_at)
  where state not in ('accepted', 'settled', 'expired');
-- Serves "the next message of the visit" after an acceptance, and retention.
create index message_of_visit on message (visit_id, endpoint_id);
-- Serves retention, which works day by day: what has a body has something to erase.
create index message_of_day on message (day) where body is not null;

-- Calls for a person. Hold nothing about a patient: kiosk and place are enough to go there.
create table alert (
  alert_id        text primary key,
  kind            text not null check (kind in ('help-wanted', 'emergency', 'crisis-reading')),
  raised_at       integer not null,
  -- Grows each time nobody has answered in time.
  escalation      integer not null default 0,
  escalated_at    integer not null,
  -- The escalation that an endpoint has; null while none has any.
  delivered       integer,
  acknowledged_by text,
  acknowledged_at integer,
  -- The patient called it off, or it is older than a day.
  closed_at       integer
) strict;

-- One open call of a kind: a second tap does not add one.
create unique index alert_open on alert (kind) where acknowledged_at is null and closed_at is null;
`;
