/** Append-only: a released migration is never edited; the next change is the next number. */
export const readings = `
create table reading (
  reading_id      text primary key,
  -- No reference: on a vitals kiosk the visit was stored by another kiosk.
  visit_id        text not null,
  day             text not null,
  device_id       text not null,
  -- Sealed under the key of the day: values, device model and time.
  body            blob not null,
  taken_at        integer not null
) strict;

-- Serves the readings of a visit.
create index reading_of_visit on reading (visit_id);
-- Serves retention, which works day by day.
create index reading_of_day on reading (day);
`;
