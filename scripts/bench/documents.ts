import { readDocument } from '#drivers/identity-documents/read-document.ts';
import { syntheticCards } from '#drivers/identity-documents/synthetic-cards.simulator.ts';
import { contest, type Rounds, repeat } from './contest.ts';
import { perSecond, type Section } from './table.ts';

/** Cards of people who do not exist, from the bytes of the scanner to what the kiosk keeps. No library reads these cards. */
export async function benchDocuments(rounds: Rounds): Promise<Section> {
  const cards = [
    { what: 'CCCD', source: 'qr-cccd' },
    { what: 'BHYT', source: 'qr-bhyt' },
  ].map(({ what, source }) => ({ what, codes: codesOf(source) }));
  const measured = await contest(
    cards.flatMap(({ what, codes }) => [
      {
        name: `${what}: decoded, checked, repaired`,
        run: repeat(inTurn(codes, (code) => Object.keys(readDocument(code)))),
      },
      { name: `${what}: for scale, only TextDecoder and split`, run: repeat(inTurn(codes, splitOnly)) },
    ]),
    rounds,
  );
  return {
    title: 'one scanned card read',
    rows: measured.map(({ name, perSecond: speed }) => ({ what: name, speed: perSecond(speed) })),
  };
}

function codesOf(source: string): readonly Uint8Array[] {
  return syntheticCards(2026)
    .map(({ bytes }) => bytes)
    .filter((bytes) => {
      const read = readDocument(bytes);
      return read.ok && read.value.source === source;
    });
}

function inTurn<Value>(codes: readonly Uint8Array[], work: (code: Uint8Array) => Value): () => Value {
  let next = 0;
  return () => {
    const code = codes[next % codes.length] ?? new Uint8Array();
    next += 1;
    return work(code);
  };
}

const decoder = new TextDecoder('utf-8', { fatal: true });

function splitOnly(code: Uint8Array): readonly string[] {
  return decoder.decode(code).split('|');
}
