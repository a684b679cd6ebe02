/**
 * Append-only: a released migration is never edited; the next change is the next number.
 *
 * From here on what is past its retention is deleted, row by row, and not only emptied. What numbering must know of a day
 * stays, and so do the words of the services, which many visits share.
 */
export const whatStaysOfADay = `
-- Numbers whose visits were deleted, as runs: with the visits, the void numbers and these every number of a lease is explained.
create table erased_number (
  day             text not null,
  series          text not null,
  first           integer not null,
  last            integer not null,
  primary key (day, series, first),
  check (first >= 1 and last >= first)
) strict, without rowid;

-- What a service was called when somebody was registered for it; a row for each wording that there ever was.
create table service_words (
  words_id        integer primary key,
  service_code    text not null,
  -- JSON: hisCode, name in each language, room. Nobody's data.
  words           text not null,
  unique (service_code, words)
) strict;

-- null: registered before the words were kept.
alter table visit add column words_id integer references service_words (words_id);

-- Serves the list of what needs a person. What waits is not in it, so a registration writes no page more.
create index message_to_decide on message (message_id) where state in ('refused', 'unsure');

-- Who decided, sealed under the key of the message's day; decided_by held it in plain words and is empty from here on.
alter table message add column decider blob;
-- Serves the sealing of the names that are left, at a start.
create index message_decided_in_plain on message (message_id) where decided_by is not null;

-- Who is coming, sealed under the key of the day named beside it; acknowledged_by is empty from here on.
alter table alert add column acknowledger blob;
alter table alert add column acknowledger_day text;
`;
