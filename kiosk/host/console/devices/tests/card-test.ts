import type { CardReader, ChipReading } from '#drivers/contract/card-reader.ts';
import type { CardTest } from '#kiosk/bridge/console/devices-words.ts';
import { createEnding, type DeviceTest, type TestParts } from './device-test.ts';

const cardWithinMs = 120_000;

/** The chip of the card that is laid on the reader. Nothing of who it is leaves the driver: only whether it read, and how genuine. */
export function beginCardTest(reader: CardReader, can: string, parts: TestParts): DeviceTest {
  const ending = createEnding(reader, parts, cardWithinMs);
  const stop = { aborted: false };
  let state: Omit<CardTest, 'ended'> = { test: 'read-card', stands: 'waiting-for-card' };
  ending.holds(() => {
    stop.aborted = true;
  });

  async function read(): Promise<void> {
    if (state.stands === 'reading') return;
    const begunAt = parts.clock.monotonic();
    state = { test: 'read-card', stands: 'reading' };
    const reading = await reader.read({ kind: 'can', can }, { details: true, face: false }, stop);
    if (ending.ended()) return;
    if (!reading.ok) {
      const { kind: reason } = reading.problem;
      state = { test: 'read-card', stands: reason === 'no-card' ? 'waiting-for-card' : 'not-read', reason };
      // A wrong key is never tried again by itself: cards block.
      if (reason !== 'no-card') ending.end(reason === 'absent' ? 'lost' : 'failed');
      return;
    }
    state = told(reading.value, parts.clock.monotonic() - begunAt);
    ending.end('well');
  }

  ending.holds(reader.onCard(({ type }) => type === 'card-inserted' && void read()));
  // It may lie there already.
  void read();
  return { state: () => ({ ...state, ended: ending.ended() }), stop: () => ending.end('stopped') };
}

function told({ genuineness, access }: ChipReading, tookMs: number): Omit<CardTest, 'ended'> {
  return {
    test: 'read-card',
    stands: 'read',
    verdict: genuineness.verdict,
    verdictReason: 'reason' in genuineness ? genuineness.reason : genuineness.chip,
    access,
    tookMs: Math.round(tookMs),
  };
}
