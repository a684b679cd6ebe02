import { randomBytes } from 'node:crypto';
import { writeSync } from 'node:fs';
import type { SessionId } from '#config/agreements/ids.ts';
import { answersOfAnh } from '../../contract/synthetic-people.ts';
import { citizen, claimNext, claimSome, rendererTo, services } from '../store.bench.ts';
import { openStore } from '../store.ts';

/**
 * For the kill test: stores, changes services and prints as fast as it can until it is killed. Says each number on stdout only once it is
 * committed, as the kiosk does.
 *
 * Arguments: the store's path, the first person's number, the time it starts at.
 */
const [path = '', firstPerson = '0', startAt = '0'] = process.argv.slice(2);
let clock = Number(startAt);
const opened = openStore({
  path,
  masterKey: new Uint8Array(32).fill(7),
  facility: { timeZone: 'Asia/Ho_Chi_Minh', services },
  renderers: [{ ...rendererTo('his'), takes: ['registration', 'service-change'], render: () => Buffer.from('told') }],
  endpoints: [{ id: 'his', deduplicates: true }],
  clock: { now: () => clock, monotonic: () => clock },
  randomBytes,
});
if (!opened.ok) throw new Error(opened.problem.kind);
const store = opened.value;

for (let person = Number(firstPerson); ; person += 1) {
  // A business day is about seventy visits long here, so that kills hit its beginning too.
  clock += 20 * 60 * 1000;
  const patient = citizen(person);
  const stored = store.storeVisit({
    sessionId: 'SESSION' as SessionId,
    patient,
    serviceCode: person % 3 === 0 ? 'mat' : 'noi',
    purpose: 'examination',
    priority: person % 5 === 0 ? { ground: 'under-6', certain: true } : undefined,
    ...(person % 3 === 1 ? { answers: answersOfAnh } : {}),
  });
  if (!stored.ok) throw new Error(stored.problem.kind);
  const { visitId, day, number } = stored.value.visit;
  writeSync(1, `${day} ${number.text} ${clock}\n`);
  if (person % 4 === 1) {
    if (person % 8 === 1) store.beginPrint(visitId);
    const serviceCode = person % 3 === 0 ? 'noi' : 'mat';
    const changed = store.changeService({ sessionId: 'SESSION' as SessionId, visitId, serviceCode });
    if (!changed.ok) throw new Error(changed.problem.kind);
    writeSync(1, `${day} ${changed.value.number.text} ${clock}\n`);
  }
  const attempt = store.beginPrint(visitId);
  if (attempt.ok && person % 2 === 0) store.endPrint(attempt.value, { kind: 'printed' });
  if (person % 2 === 0) deliverOne();
  else if (person % 5 === 0) deliverBatch();
}

function deliverOne(): void {
  const claim = claimNext(store);
  if (claim.ok && claim.value.kind === 'claimed')
    store.noteDelivery(claim.value.message.messageId, { state: 'accepted' });
}

function deliverBatch(): void {
  const claim = claimSome(store);
  if (claim.ok && claim.value.kind === 'claimed')
    store.noteDeliveries(claim.value.messages.map(({ messageId }) => ({ messageId, note: { state: 'accepted' } })));
}
