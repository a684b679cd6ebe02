import type { Clock } from '#config/agreements/clock.ts';
import type { Log } from '#config/agreements/log-events.ts';
import type { CardFiles, CardReader, ChipReading, Genuineness } from '#drivers/contract/card-reader.ts';
import { believableOn } from '#drivers/identity-documents/card-dates.ts';
import type { FlowEffect } from '#kiosk/flow/effects.ts';
import type { ChipProgress } from '#kiosk/flow/events.ts';

export interface ChipReadingParts {
  /** `undefined`: this kiosk has no reader. */
  readonly cardReader: CardReader | undefined;
  readonly clock: Clock;
  readonly log: Log;
  /** A reading that is being stopped is waited for before the host ends. */
  readonly keepBusy: (work: Promise<unknown>) => void;
}

export interface ReadingChips {
  start(effect: ReadChipEffect, report: (event: ChipProgress) => void): void;
  stop(): void;
}

type ReadChipEffect = Extract<FlowEffect, { do: 'read-chip' }>;

/**
 * DG13 for the name with its marks and the residence, of which the driver keeps what a registration needs and nothing
 * more; never the face.
 */
const wanted: CardFiles = { details: true, face: false };

/**
 * Reads the chips of the sessions, one after the other. A card is read once for each time that it was laid down: one that
 * the last patient forgot is not tried with the next one's number, and a refused key is not tried again.
 */
export function createChipReading({ cardReader, clock, log, keepBusy }: ChipReadingParts): ReadingChips {
  let card: 'none' | 'fresh' | 'tried' = 'none';
  let open: { readonly begin: () => void; readonly ending: AbortController } | undefined;

  cardReader?.onCard(({ type }) => {
    card = type === 'card-inserted' ? 'fresh' : 'none';
    if (card === 'fresh') open?.begin();
  });

  function stop(): void {
    open?.ending.abort();
    open = undefined;
  }

  return {
    start(effect, report) {
      stop();
      if (!cardReader) return;
      const ending = new AbortController();
      let begun = false;
      const begin = () => {
        // A card that is laid again while this reading notices that it was gone is the next attempt's.
        if (begun) return;
        begun = true;
        card = 'tried';
        keepBusy(read(cardReader, effect, { ending, report }));
      };
      open = { begin, ending };
      if (card === 'fresh') begin();
    },
    stop,
  };

  async function read(reader: CardReader, { sessionId, attempt, can }: ReadChipEffect, { ending, report }: Run) {
    report({ type: 'chip-reading', sessionId, attempt });
    const startedAt = clock.now();
    const result = await reader.read({ kind: 'can', can }, wanted, ending.signal);
    if (ending.signal.aborted) return;
    open = undefined;
    if (result.ok) {
      const { genuineness, unread }: ChipReading = result.value;
      const identity = believableOn(latestDayAt(clock.now()), result.value.identity);
      const { verdict } = genuineness;
      log('chip-read', {
        deviceId: reader.id,
        verdict,
        reason: reasonOf(genuineness),
        unread: unread.join(', '),
        tookMs: clock.now() - startedAt,
      });
      report({ type: 'chip-read', sessionId, attempt, identity, verdict });
      return;
    }
    const { kind } = result.problem;
    if (kind === 'stopped') return;
    log('chip-not-read', { deviceId: reader.id, reason: kind });
    report({ type: 'chip-not-read', sessionId, attempt, why: kind });
  }
}

interface Run {
  readonly ending: AbortController;
  readonly report: (event: ChipProgress) => void;
}

/** The day where it is latest on earth: a bound, and nobody's birthday. */
function latestDayAt(now: number): string {
  return new Date(now + 14 * 3_600_000).toISOString().slice(0, 10);
}

function reasonOf(genuineness: Genuineness): string {
  return genuineness.verdict === 'genuine' ? genuineness.chip : genuineness.reason;
}
