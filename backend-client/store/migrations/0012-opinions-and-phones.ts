/**
 * Append-only: a released migration is never edited; the next change is the next number.
 *
 * How it went, said by somebody who is not named: no visit, no session, no time of day. And a number that its patient took by phone,
 * of which no paper was printed.
 */
export const opinionsAndPhones = `
create table opinion (
  opinion_id      text primary key,
  day             text not null,
  -- Of the number after which it was asked; null on a kiosk that only measures.
  service_code    text,
  -- 1 very dissatisfied … 5 very satisfied.
  score           integer not null check (score between 1 and 5)
) strict, without rowid;

create index opinion_of_day on opinion (day, score);

-- Epoch ms. What a printer did since counts more.
alter table visit add column phone_at integer;
`;
