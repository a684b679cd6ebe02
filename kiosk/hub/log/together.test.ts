import { expect, test } from 'vitest';
import { together } from './together.ts';

test('what is asked in one breath is one commit, and what is asked while it is on its way is the next', async () => {
  const commits: (readonly number[])[] = [];
  const onItsWay = Promise.withResolvers<void>();
  const know = together(10, async (items: readonly number[]) => {
    commits.push(items);
    if (commits.length === 1) await onItsWay.promise;
    return items.length;
  });
  const first = [know(1), know(2)];
  await new Promise((resolve) => setImmediate(resolve));
  const second = [know(3), know(4), know(5)];
  onItsWay.resolve();
  expect(await Promise.all([...first, ...second])).toEqual([2, 2, 3, 3, 3]);
  expect(commits).toEqual([
    [1, 2],
    [3, 4, 5],
  ]);
});

test('no commit is larger than it may be', async () => {
  const sizes: number[] = [];
  const know = together(2, async (items: readonly number[]) => sizes.push(items.length));
  await Promise.all([know(1), know(2), know(3)]);
  expect(sizes).toEqual([2, 1]);
});

test('whoever comes after a bug is served', async () => {
  const know = together(1, async ([item]: readonly string[]) => {
    if (item === 'bad') throw new Error('a bug');
    return item;
  });
  const [bad, good] = await Promise.allSettled([know('bad'), know('good')]);
  expect(bad.status).toBe('rejected');
  expect(good).toEqual({ status: 'fulfilled', value: 'good' });
});
