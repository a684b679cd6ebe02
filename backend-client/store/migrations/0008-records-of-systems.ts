/**
 * Append-only: a released migration is never edited; the next change is the next number.
 *
 * What a system of the hospital has told about its own records of a visit. Its search may lag behind what it has just written,
 * and a correction must not overwrite or double what is there.
 */
export const recordsOfSystems = `
create table system_record (
  visit_id        text not null references visit (visit_id) on delete cascade,
  endpoint_id     text not null,
  -- Ids of the system's own, and prints of what we wrote there, sealed under the key of the visit's day.
  body            blob not null,
  primary key (visit_id, endpoint_id)
) strict, without rowid;
`;
