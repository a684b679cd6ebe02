import { randomBytes } from 'node:crypto';
import type { CardReaderSettings } from '#config/settings/site-file.ts';
import { openCardReader } from '#drivers/card-reader/open-card-reader.ts';
import type { CardReader, ChipReading } from '#drivers/contract/card-reader.ts';
import { maskIdentity } from '#kiosk/host/device-lines/mask-identity.ts';
import type { PokeOutcome } from './poke-event.ts';
import { type PokeAction, type PokedDevice, type PokeWorld, statusAction } from './poked-device.ts';

/** `read --can NNNNNN`: the chip of the card that lies on the reader, or of the next one. The CAN is tried once. */
export function openPokedCardReader(settings: CardReaderSettings, world: PokeWorld): PokedDevice {
  const { clock, random, say } = world;
  const reader = openCardReader(settings, {
    clock,
    random,
    randomBytes,
    onTrust: ({ standing, certificates, unreadable, notCscas, expired }) =>
      say({ event: 'csca-folder', standing, certificates: certificates.length, unreadable, notCscas, expired }),
  });
  let isCardThere = false;
  reader.onCard(({ type }) => {
    isCardThere = type === 'card-inserted';
    say({ event: type });
  });
  const status = statusAction(reader, say, { cscaDir: settings.cscaDir ?? 'none: no chip can be verified' });
  return { device: reader, actions: [status, read(reader, () => isCardThere, world)] };
}

function read(reader: CardReader, isCardThere: () => boolean, { clock, say, can, show }: PokeWorld): PokeAction {
  return {
    name: 'read',
    seconds: 60,
    async run(ending): Promise<PokeOutcome> {
      if (can === undefined) {
        say({
          event: 'failed',
          reason: 'no-can',
          advice: 'Give --can and the last six digits of the number on the card.',
        });
        return 'refused';
      }
      if (!(await cardLies(reader, isCardThere, ending))) {
        say({ event: 'failed', reason: 'no-card' });
        return 'refused';
      }
      const startedAt = clock.now();
      const reading = await reader.read({ kind: 'can', can }, { details: true, face: false });
      if (!reading.ok) {
        say({ event: 'failed', reason: reading.problem.kind });
        return 'refused';
      }
      const { identity, genuineness, access, unread }: ChipReading = reading.value;
      say({
        event: 'document',
        ...(show ? identity : maskIdentity(identity)),
        access,
        genuineness,
        unread,
        tookMs: clock.now() - startedAt,
      });
      return 'done';
    },
  };
}

function cardLies(reader: CardReader, isCardThere: () => boolean, ending: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const decide = () => {
      unsubscribe();
      resolve(isCardThere());
    };
    const unsubscribe = reader.onCard(({ type }) => type === 'card-inserted' && decide());
    if (isCardThere() || ending.aborted) decide();
    else ending.addEventListener('abort', decide, { once: true });
  });
}
