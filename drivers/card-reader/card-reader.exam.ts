import { afterEach, describe, expect, test } from 'vitest';
import type { CardEvent, CardFiles, CardReader } from '../contract/card-reader.ts';
import type { DeviceCondition } from '../contract/device.ts';
import type { CardReaderSimulatorAction, CardReaderSimulatorState } from '../contract/simulator.ts';
import type { SyntheticChipCard } from './synthetic-chip-cards.simulator.ts';

/** A reader on the bench, and a hand with cards. */
export interface CardReaderBench {
  readonly reader: CardReader;
  readonly cards: readonly SyntheticChipCard[];
  act(action: CardReaderSimulatorAction): Promise<void>;
  state(): CardReaderSimulatorState;
  /** Takes the country's certificate out of the reader's folder. */
  forgetCountry(): Promise<void>;
  /** The process that the reader's native code lives in ends without a word. */
  killProcess(): Promise<void>;
  unplug(): Promise<void>;
  plugIn(): Promise<void>;
  /** Lets a little time pass. */
  turn(): Promise<void>;
  /** Puts everything away, the reader included. */
  close(): Promise<void>;
}

const everything: CardFiles = { details: true, face: true };
const details: CardFiles = { details: true, face: false };
const plain: CardFiles = { details: false, face: false };

/** Every driver of a reader of chip cards must pass this. */
export function cardReaderExam(wire: string, createBench: () => Promise<CardReaderBench>): void {
  const cleanUps: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const cleanUp of cleanUps.splice(0)) await cleanUp();
  });

  async function readyBench() {
    const bench = await createBench();
    cleanUps.push(bench.close);
    const { reader, cards, act, state } = bench;
    const heard: CardEvent['type'][] = [];
    reader.onCard(({ type }) => heard.push(type));

    async function until(isSo: () => boolean): Promise<void> {
      while (!isSo()) await bench.turn();
    }
    function cardOf(cardId: string): SyntheticChipCard {
      const card = cards.find(({ id }) => id === cardId);
      if (!card) throw new Error(`No card ${cardId}`);
      return card;
    }
    async function insert(cardId: string): Promise<SyntheticChipCard> {
      const before = heard.filter((type) => type === 'card-inserted').length;
      await act({ do: 'insert', cardId });
      await until(() => heard.filter((type) => type === 'card-inserted').length > before);
      return cardOf(cardId);
    }
    async function remove(): Promise<void> {
      const before = heard.filter((type) => type === 'card-removed').length;
      await act({ do: 'remove' });
      await until(() => heard.filter((type) => type === 'card-removed').length > before);
    }
    /** With the CAN, as after a scan of the card's QR. */
    const read = (card: SyntheticChipCard, files = details) => reader.read({ kind: 'can', can: card.can }, files);
    await until(() => reader.condition() === 'ready');
    // The last test's card may still be leaving.
    await until(() => heard.at(-1) !== 'card-inserted');
    heard.length = 0;
    return { ...bench, heard, state, until, insert, remove, read };
  }

  /** What a card says about its holder, from the files that were asked for. */
  function expectedIdentity({ holder }: SyntheticChipCard) {
    return {
      source: 'chip',
      fullName: holder.fullName,
      address: holder.address,
      document: { kind: 'citizen-card', number: holder.number, oldNumber: holder.oldNumber },
    };
  }

  describe(`a card reader over ${wire}`, () => {
    test('reads who somebody is by PACE in one go, and finds the chip genuine on every curve', async () => {
      const { insert, remove, read } = await readyBench();
      const proofs: Readonly<Record<string, string>> = {
        'old-person': 'chip-authentication',
        child: 'chip-authentication',
        'long-name': 'chip-authentication',
        'new-card': 'active-authentication',
      };
      for (const [cardId, chip] of Object.entries(proofs)) {
        const card = await insert(cardId);
        expect(await read(card)).toMatchObject({
          ok: true,
          value: {
            access: 'pace',
            genuineness: { verdict: 'genuine', chip },
            identity: expectedIdentity(card),
            face: undefined,
          },
        });
        await remove();
      }
    });

    test('reads a card without PACE by BAC, when the printed data are at hand', async () => {
      const { insert, reader, read } = await readyBench();
      const card = await insert('no-old-number');
      expect(await read(card)).toEqual({ ok: false, problem: { kind: 'not-supported' } });
      expect(await reader.read({ kind: 'mrz', ...card.mrz }, details)).toMatchObject({
        ok: true,
        value: {
          access: 'bac',
          genuineness: { verdict: 'genuine', chip: 'active-authentication' },
          identity: expectedIdentity(card),
        },
      });
    });

    test('reads no more than was asked for', async () => {
      const { insert, read } = await readyBench();
      const card = await insert('old-person');
      const little = await read(card, plain);
      expect(little).toMatchObject({ ok: true, value: { identity: { address: undefined }, face: undefined } });
      const much = await read(card, everything);
      expect(much).toMatchObject({ ok: true, value: { identity: expectedIdentity(card) } });
      expect(much.ok && much.value.face?.subarray(0, 3)).toEqual(Uint8Array.of(0xff, 0xd8, 0xff));
    });

    test('tells forged, copied and unproven cards from genuine ones', async () => {
      const { insert, remove, read } = await readyBench();
      const verdicts: Record<string, unknown> = {};
      for (const cardId of [
        'forged-details',
        'copied',
        'weakened-pace',
        'impostor',
        'no-security-object',
        'insured-cccd',
      ]) {
        const reading = await read(await insert(cardId));
        verdicts[cardId] = reading.ok ? reading.value.genuineness : reading.problem;
        await remove();
      }
      expect(verdicts).toEqual({
        'forged-details': { verdict: 'does-not-match', reason: 'file-hash-differs' },
        copied: { verdict: 'does-not-match', reason: 'chip-proof-failed' },
        'weakened-pace': { verdict: 'does-not-match', reason: 'card-access-differs' },
        impostor: { verdict: 'not-verified', reason: 'no-trusted-csca' },
        'no-security-object': { verdict: 'not-verified', reason: 'no-security-object' },
        'insured-cccd': { verdict: 'not-verified', reason: 'chip-proof-not-offered' },
      });
    });

    test('verifies nothing without the country’s certificate, and still reads', async () => {
      const { insert, read, forgetCountry } = await readyBench();
      await forgetCountry();
      const card = await insert('old-person');
      expect(await read(card)).toMatchObject({
        ok: true,
        value: {
          genuineness: { verdict: 'not-verified', reason: 'no-trusted-csca' },
          identity: expectedIdentity(card),
        },
      });
    });

    test('tries a wrong CAN exactly once, however often it is asked, and the right one still opens the card', async () => {
      const { insert, remove, read, state } = await readyBench();
      const card = await insert('child');
      const before = state().triesLeft ?? 0;
      const wrong = { ...card, can: card.can === '111111' ? '222222' : '111111' };
      const answers = [await read(wrong), await read(wrong), await read(wrong)];
      expect(answers).toEqual(Array(3).fill({ ok: false, problem: { kind: 'wrong-access-key' } }));
      expect(before - (state().triesLeft ?? 0)).toBe(1);
      expect(await read(card)).toMatchObject({ ok: true });
      await remove();
      expect(await read(await insert('other-can'))).toEqual({ ok: false, problem: { kind: 'wrong-access-key' } });
    });

    test('says within two seconds that a card was torn out, wherever it was, and reads the next one', async () => {
      const { insert, remove, read, act, until, heard } = await readyBench();
      for (const afterApdus of [0, 4, 9, 20]) {
        const torn = await insert('old-person');
        await act({ do: 'tear-after', apdus: afterApdus });
        const startedAt = performance.now();
        const reading = await read(torn);
        const tookMs = performance.now() - startedAt;
        expect({ afterApdus, reading }).toEqual({ afterApdus, reading: { ok: false, problem: { kind: 'card-gone' } } });
        expect(tookMs).toBeLessThan(2_000);
        await until(() => heard.at(-1) === 'card-removed');
        expect(await read(await insert('child'))).toMatchObject({ ok: true, value: { access: 'pace' } });
        await remove();
      }
    });

    test('reads a slow card', async () => {
      const { insert, read, act } = await readyBench();
      await act({ do: 'set-delay', ms: 40 });
      const card = await insert('old-person');
      expect(await read(card)).toMatchObject({ ok: true, value: { genuineness: { verdict: 'genuine' } } });
    });

    test('says when no card lies there', async () => {
      const { read, cards, insert, remove, heard } = await readyBench();
      const [card] = cards;
      if (!card) throw new Error('No cards');
      expect(await read(card)).toEqual({ ok: false, problem: { kind: 'no-card' } });
      await insert('child');
      await remove();
      expect(await read(card)).toEqual({ ok: false, problem: { kind: 'no-card' } });
      expect(heard).toEqual(['card-inserted', 'card-removed']);
    });

    test('stops when nobody wants the reading any more, and reads for the next one who asks', async () => {
      const { insert, reader, read, act, state, until } = await readyBench();
      await act({ do: 'set-delay', ms: 40 });
      const card = await insert('old-person');
      const ending = new AbortController();
      const stopped = reader.read({ kind: 'can', can: card.can }, details, ending.signal);
      await until(() => state().apdus > 2);
      ending.abort();
      const asked = state().apdus;
      expect(await stopped).toEqual({ ok: false, problem: { kind: 'stopped' } });
      expect(state().apdus - asked).toBeLessThanOrEqual(1);
      await act({ do: 'set-delay', ms: 0 });
      expect(await read(card)).toMatchObject({ ok: true });
    });

    test('reads one after the other when asked twice at once', async () => {
      const { insert, reader } = await readyBench();
      const card = await insert('old-person');
      const key = { kind: 'can', can: card.can } as const;
      const both = await Promise.all([reader.read(key, details), reader.read(key, plain)]);
      expect(both).toMatchObject([{ ok: true }, { ok: true }]);
    });

    test('is absent while it is unplugged, ends the reading that was under way, and is ready once it is back', async () => {
      const bench = await readyBench();
      const { reader, insert, until } = bench;
      const heard: DeviceCondition[] = [];
      reader.onCondition((condition) => heard.push(condition));
      for (let round = 0; round < 2; round++) {
        const card = await insert('old-person');
        await bench.act({ do: 'set-delay', ms: 50 });
        const reading = reader.read({ kind: 'can', can: card.can }, details);
        await until(() => bench.state().apdus > 2);
        await bench.unplug();
        const ended = await reading;
        expect(ended.ok ? 'read' : ['absent', 'card-gone'].includes(ended.problem.kind)).toBe(true);
        await until(() => reader.condition() === 'absent');
        expect(await reader.read({ kind: 'can', can: card.can }, details)).toEqual({
          ok: false,
          problem: { kind: 'absent' },
        });
        await bench.act({ do: 'set-delay', ms: 0 });
        await bench.act({ do: 'remove' });
        await bench.plugIn();
        await until(() => reader.condition() === 'ready');
        expect(await bench.read(await insert('child'))).toMatchObject({ ok: true });
        await bench.remove();
      }
      expect(heard).toEqual(['absent', 'ready', 'absent', 'ready']);
    });

    test('reads the card again after the process of its native code was killed in the middle', async () => {
      const { reader, insert, act, until, read, state, heard, killProcess } = await readyBench();
      const card = await insert('child');
      await act({ do: 'set-delay', ms: 50 });
      const reading = reader.read({ kind: 'can', can: card.can }, details);
      await until(() => state().apdus > 2);
      await killProcess();
      expect((await reading).ok).toBe(false);
      await act({ do: 'set-delay', ms: 0 });
      await until(() => heard.length === 3);
      expect(heard).toEqual(['card-inserted', 'card-removed', 'card-inserted']);
      expect(await read(card)).toMatchObject({ ok: true, value: { genuineness: { verdict: 'genuine' } } });
    });

    test('is absent once it is closed, and says nothing more', async () => {
      const { reader, insert, heard } = await readyBench();
      const card = await insert('child');
      await reader.close();
      const reading = await reader.read({ kind: 'can', can: card.can }, details);
      expect({ condition: reader.condition(), reading, heard }).toEqual({
        condition: 'absent',
        reading: { ok: false, problem: { kind: 'absent' } },
        heard: ['card-inserted'],
      });
    });
  });
}
