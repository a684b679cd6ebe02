import { expect, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import type { VisitId } from '#config/agreements/ids.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { type ChairNow, createChairKeeper } from './chair-keeper.ts';
import type { HubClient, HubProblem, HubQuestion } from './hub-client.ts';

const visitId = 'VVVVVVVVVVVVVVVVVVVV' as VisitId;
const free: ChairNow = { is: 'free' };

/** A kiosk's chair and a hub that says what it is told to say. */
function chairAtHub() {
  const clock = createHandCrankedClock();
  const asked: { readonly at: number; readonly chair: unknown }[] = [];
  let answer: Result<object, HubProblem> = ok({ is: 'chair', now: 0 });
  let isSlow: Promise<void> | undefined;
  const client: Pick<HubClient, 'ask'> = {
    async ask<Answer>({ path, body, answer: schema }: HubQuestion<Answer>) {
      expect(path).toBe('chair');
      asked.push({ at: clock.monotonic(), chair: (body as { chair: unknown }).chair });
      const said = answer;
      await isSlow;
      return said.ok ? ok(schema.parse(said.value)) : said;
    },
  };
  let now: ChairNow = free;
  let changes = 0;
  const keeper = createChairKeeper({
    client,
    now: () => now,
    clock,
    randomBytes: (size) => new Uint8Array(size),
    onChange: () => {
      changes += 1;
    },
  });
  const passes = async (ms: number) => {
    for (let left = ms; left > 0; left -= 500) {
      clock.advance(500);
      for (let turn = 0; turn < 8; turn += 1) await undefined;
    }
  };
  return {
    asked,
    keeper,
    passes,
    changes: () => changes,
    hub: (said: typeof answer) => {
      answer = said;
    },
    stands(next: ChairNow) {
      now = next;
      keeper.look();
    },
  };
}

const invites = (number: string, comeWithinMs = 60_000) =>
  ok({ is: 'chair', now: 0, invited: { visitId, number, comeWithinMs } });

test('a chair that has been free for a moment asks whom to expect, again and again', async () => {
  const { asked, keeper, passes, hub, stands } = chairAtHub();
  hub(invites('A012'));
  stands(free);
  await passes(4_500);
  expect(asked).toEqual([]);
  await passes(500);
  expect(keeper.invitation()).toMatchObject({ visitId, number: 'A012' });
  hub(invites('A013'));
  await passes(4_000);
  expect(keeper.invitation()?.number).toBe('A013');
  hub(ok({ is: 'chair', now: 0 }));
  await passes(4_000);
  expect(keeper.invitation()).toBeUndefined();
  expect(asked.every(({ chair }) => JSON.stringify(chair) === '{"is":"free"}')).toBe(true);
});

test('who sits down is told at once, and nobody is expected meanwhile', async () => {
  const { asked, keeper, passes, hub, stands } = chairAtHub();
  hub(invites('A012'));
  stands(free);
  await passes(5_000);
  stands({ is: 'taken', visitId });
  await passes(500);
  expect(asked.at(-1)?.chair).toEqual({ is: 'taken', visitId });
  expect(keeper.invitation()).toBeUndefined();
  await passes(60_000);
  expect(asked).toHaveLength(2);
});

test('a hub that is gone takes nobody’s number from the screen before their time, and is asked ever more rarely', async () => {
  const { asked, keeper, passes, hub, stands } = chairAtHub();
  hub(invites('A012', 20_000));
  stands(free);
  await passes(5_000);
  hub(problem({ kind: 'not-deciding' }));
  await passes(15_000);
  expect(keeper.invitation()?.number).toBe('A012');
  await passes(10_000);
  expect(keeper.invitation()).toBeUndefined();
  const before = asked.length;
  await passes(300_000);
  expect(asked.length - before).toBeLessThan(12);
});

test('that somebody sits there is told until the hub has heard it', async () => {
  const { asked, passes, hub, stands } = chairAtHub();
  hub(problem({ kind: 'not-deciding' }));
  stands({ is: 'taken', visitId });
  await passes(10_000);
  hub(ok({ is: 'chair', now: 0 }));
  await passes(60_000);
  const told = asked.length;
  await passes(60_000);
  expect([told > 1, asked.length]).toEqual([true, told]);
});

test('a kiosk on which staff work, or without its cuff, expects nobody', async () => {
  const { asked, keeper, passes, hub, stands, changes } = chairAtHub();
  hub(invites('A012'));
  stands(free);
  await passes(5_000);
  stands({ is: 'not-now' });
  const before = asked.length;
  await passes(60_000);
  expect([keeper.invitation(), asked.length, changes()]).toEqual([undefined, before, 2]);
});

test('a hub to which the kiosk is no place of service is left in peace', async () => {
  const { asked, passes, hub, stands } = chairAtHub();
  hub(ok({ is: 'none', now: 0 }));
  stands(free);
  await passes(60_000);
  expect(asked).toHaveLength(1);
});
