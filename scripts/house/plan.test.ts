import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'vitest';
import { houseOf, sayPlanProblem } from './house-of.ts';
import { planHouse } from './plan.ts';
import type { Room } from './rooms.ts';

const room = (name: string): Room => ({ name, wing: 'kiosk', sentence: '', files: new RegExp(`^${name}/`) });
const [ground, middle, upper]: readonly [Room, Room, Room] = [
  { ...room('ground'), wing: 'ground' },
  room('middle'),
  room('upper'),
];
const imports = (...pairs: readonly (readonly [string, ...string[]])[]) =>
  new Map(pairs.map(([file, ...imported]) => [file, imported]));

test('the picture in the README shows the house as the code has it', () => {
  const root = join(import.meta.dirname, '../..');
  const house = houseOf(root);
  assert.ok(house.ok, house.ok ? '' : sayPlanProblem(house.problem));
  assert.equal(readFileSync(join(root, 'house.svg'), 'utf8'), house.value, 'Run: npm run house');
});

test('a room stands above all that it imports, and an arrow that a longer way says is not drawn', () => {
  const plan = planHouse(
    [upper, middle, ground],
    imports(['ground/a.ts'], ['middle/b.ts', 'ground/a.ts'], ['upper/c.ts', 'ground/a.ts', 'middle/b.ts']),
  );
  assert.deepEqual(plan, {
    ok: true,
    value: {
      floors: [[ground], [middle], [upper]],
      arrows: [
        { from: upper, to: middle },
        { from: middle, to: ground },
      ],
    },
  });
});

test('two rooms that stand on each other make no house, and the files that do it are named', () => {
  const plan = planHouse(
    [ground, middle],
    imports(['ground/a.ts', 'middle/b.ts'], ['middle/b.ts'], ['middle/c.ts', 'ground/a.ts']),
  );
  assert.deepEqual(plan, {
    ok: false,
    problem: {
      kind: 'circle',
      rooms: ['ground', 'middle'],
      imports: ['ground/a.ts → middle/b.ts', 'middle/c.ts → ground/a.ts'],
    },
  });
});

test('a file without a room and a room without a file are told', () => {
  assert.deepEqual(planHouse([ground], imports(['ground/a.ts'], ['cellar/x.ts'])), {
    ok: false,
    problem: { kind: 'no-room', files: ['cellar/x.ts'] },
  });
  assert.deepEqual(planHouse([ground, upper], imports(['ground/a.ts'])), {
    ok: false,
    problem: { kind: 'empty-room', rooms: ['upper'] },
  });
});
