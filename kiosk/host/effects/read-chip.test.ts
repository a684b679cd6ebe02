import { expect, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { ok } from '#config/agreements/result.ts';
import type { CardReader } from '#drivers/contract/card-reader.ts';
import type { ChipProgress } from '#kiosk/flow/events.ts';
import { anhChip, firstSession } from '#kiosk/flow/synthetic.ts';
import { createChipReading } from './read-chip.ts';

test('a chip that says its holder is born in 2099 tells no birth date', async () => {
  const identity = { ...anhChip, birth: { precision: 'day', date: '2099-01-01' } } as const;
  let lay = () => {};
  const cardReader: CardReader = {
    id: 'cccd',
    kind: 'card-reader',
    condition: () => 'ready',
    whyAbsent: () => undefined,
    hints: () => [],
    onHint: () => () => {},
    onCondition: () => () => {},
    onCard: (listener) => {
      lay = () => listener({ type: 'card-inserted' });
      return () => {};
    },
    read: async () =>
      ok({
        ...{ identity, face: undefined, access: 'pace', unread: [] },
        genuineness: { verdict: 'not-verified', reason: 'no-trusted-csca' },
      }),
    close: async () => {},
  };
  const heard: ChipProgress[] = [];
  const clock = createHandCrankedClock(Date.UTC(2026, 10, 21));
  const reading = createChipReading({ cardReader, clock, log: () => {}, keepBusy: () => {} });
  reading.start({ do: 'read-chip', sessionId: firstSession, attempt: 1, can: '000123' }, (event) => heard.push(event));
  lay();
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  expect(heard.at(-1)).toMatchObject({ type: 'chip-read', identity: { birth: undefined, fullName: anhChip.fullName } });
});
