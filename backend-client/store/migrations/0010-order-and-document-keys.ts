/**
 * Append-only: a released migration is never edited; the next change is the next number.
 *
 * What rows mean stands in the rows: no statement knows facts by their names, and the order of a visit has one rule.
 */
export const orderAndDocumentKeys = `
-- 1: stored with the visit, sealed under the key of its day, and gone with it. 0: told later, or about another kiosk's visit.
alter table message add column told_with_visit integer not null default 0 check (told_with_visit in (0, 1));
update message set told_with_visit = 1
  where kind = 'registration' or (kind = 'arrival' and not exists (
    select 1 from visit where visit.visit_id = message.visit_id and visit.day <> message.day));

-- Serves retention, which works day by day.
drop index message_told_later;
create index message_told_later on message (day) where body is not null and told_with_visit = 0;

-- Messages of one visit go to an endpoint in the order of their ids: when one is done with, the next is due. null in
-- next_attempt_at says that a message waits for that.
create trigger message_lets_the_next_go after update of state on message
when new.state in ('accepted', 'settled') and old.state not in ('accepted', 'settled')
begin
  update message set next_attempt_at = new.updated_at where message_id = (
    select message_id from message
    where visit_id = new.visit_id and endpoint_id = new.endpoint_id and message_id > new.message_id and state = 'queued'
    order by message_id limit 1);
end;

-- What finds a visit by a card has a secret of its own beside the one that seals. null: a day that began before; its documents'
-- key is derived from the day's key, so that whoever has a number today is found.
alter table day_key add column wrapped_documents_key blob;
`;
