import { ok, type Result, unreachable } from '#config/agreements/result.ts';
import { drawHouse } from './draw.ts';
import { type PlanProblem, planHouse } from './plan.ts';
import { readImports } from './read-imports.ts';
import { rooms } from './rooms.ts';

/** The picture of the house whose root this is, as SVG. */
export function houseOf(root: string): Result<string, PlanProblem> {
  const plan = planHouse(rooms, readImports(root));
  return plan.ok ? ok(drawHouse(plan.value)) : plan;
}

export function sayPlanProblem(why: PlanProblem): string {
  switch (why.kind) {
    case 'circle':
      return `These rooms stand on each other, so that none can be read alone: ${why.rooms.join(' → ')}\n${why.imports.join('\n')}`;
    case 'no-room':
      return `These files belong to no room of scripts/house/rooms.ts: ${why.files.join(', ')}`;
    case 'empty-room':
      return `These rooms of scripts/house/rooms.ts have no file: ${why.rooms.join(', ')}`;
    default:
      return unreachable(why);
  }
}
