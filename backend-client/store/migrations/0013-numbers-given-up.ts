/**
 * Append-only: a released migration is never edited; the next change is the next number.
 *
 * A patient may give up their number: it stays used, is called by nobody, and the same document gets another one.
 */
export const numbersGivenUp = `
-- Epoch ms.
alter table visit add column given_up_at integer;
`;
