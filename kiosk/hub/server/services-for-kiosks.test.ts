import { expect, test } from 'vitest';
import { ticketNumber } from '#backend-client/numbering/ticket-number.ts';
import { hubFile } from '#config/settings/hub-file.ts';
import { smallHub } from '../program/hub.bench.ts';
import { entering, playDay, today, visitOf } from '../queue/played-day.ts';
import { wordOfServices } from './services-for-kiosks.ts';

const { services } = hubFile.parse({ ...smallHub, dataDir: './data/hub' });

test('each kiosk hears what is left of a quota for all, and how many of those that are given are its own', () => {
  const hub = playDay();
  hub.act({ kind: 'begin-day', day: today });
  for (const visit of [1, 2, 3]) hub.act(entering(visit, { givenAt: hub.now }));
  hub.act(entering(4, { givenAt: hub.now, kioskId: 'kiosk-2' }));
  const heard = (kioskId: string) => wordOfServices(services, hub.day, kioskId)[0];
  expect(heard('kiosk-1')).toMatchObject({ code: 'noi', quota: 500, quotaLeft: 496, givenHere: 3 });
  expect(heard('kiosk-2')).toMatchObject({ quotaLeft: 496, givenHere: 1 });
  expect(heard('kiosk-3')).toMatchObject({ quotaLeft: 496, givenHere: 0 });
  hub.act({
    ...{ kind: 'change-service', kioskId: 'kiosk-1', visitId: visitOf(1), day: today, number: ticketNumber('B', 1) },
    ...{ serviceCode: 'ngoai', lane: 'ordinary', givenAt: hub.now },
  });
  expect(heard('kiosk-1')).toMatchObject({ quotaLeft: 497, givenHere: 2 });
});
