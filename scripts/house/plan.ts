import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { Room } from './rooms.ts';

/** Who stands on whom. */
export interface Plan {
  /** From the ground upwards: a room stands one floor above the highest one that it imports. */
  readonly floors: readonly (readonly Room[])[];
  /** Without those that a longer way says already. */
  readonly arrows: readonly Arrow[];
}

export interface Arrow {
  readonly from: Room;
  readonly to: Room;
}

export type PlanProblem =
  /** Each imports the next one, and the last one the first; with one import of files for each. */
  | { readonly kind: 'circle'; readonly rooms: readonly string[]; readonly imports: readonly string[] }
  /** These files belong to nobody. */
  | { readonly kind: 'no-room'; readonly files: readonly string[] }
  /** Nobody lives in these. */
  | { readonly kind: 'empty-room'; readonly rooms: readonly string[] };

/** Puts rooms on floors by what their files import. */
export function planHouse(
  rooms: readonly Room[],
  imports: ReadonlyMap<string, readonly string[]>,
): Result<Plan, PlanProblem> {
  const roomOf = new Map<string, Room>();
  for (const file of imports.keys()) {
    const room = rooms.find(({ files }) => files.test(file));
    if (room) roomOf.set(file, room);
  }
  const homeless = [...imports.keys()].filter((file) => !roomOf.has(file));
  if (homeless.length > 0) return problem({ kind: 'no-room', files: homeless });
  const lived = new Set(roomOf.values());
  const empty = rooms.filter((room) => !lived.has(room)).map(({ name }) => name);
  if (empty.length > 0) return problem({ kind: 'empty-room', rooms: empty });

  /** With one pair of files that shows it. */
  const below = new Map(rooms.map((room) => [room, new Map<Room, string>()]));
  for (const [file, imported] of imports) {
    const from = roomOf.get(file);
    for (const each of imported) {
      const to = roomOf.get(each);
      if (!from || !to || from === to) continue;
      const known = below.get(from);
      if (!known?.has(to)) known?.set(to, `${file} → ${each}`);
    }
  }
  const under = (room: Room) => [...(below.get(room)?.keys() ?? [])];
  const circle = circleIn(rooms, under);
  if (circle) {
    const shown = circle.map((room, at) => below.get(room)?.get(circle[(at + 1) % circle.length] ?? room) ?? '');
    return problem({ kind: 'circle', rooms: circle.map(({ name }) => name), imports: shown });
  }

  const heights = new Map<Room, number>();
  const heightOf = (room: Room): number => {
    const known = heights.get(room);
    if (known !== undefined) return known;
    const height = Math.max(-1, ...under(room).map(heightOf)) + 1;
    heights.set(room, height);
    return height;
  };
  const floors: Room[][] = [];
  for (const room of rooms) {
    // Whoever imports nobody stands on the ground all the same.
    const height = room.wing === 'ground' ? 0 : Math.max(1, heightOf(room));
    floors[height] = [...(floors[height] ?? []), room];
  }
  const arrows = rooms.flatMap((from) =>
    under(from)
      .filter((to) => !under(from).some((other) => other !== to && reaches(other, to, under)))
      .map((to) => ({ from, to })),
  );
  return ok({ floors: Array.from(floors, (floor) => floor ?? []), arrows });
}

function reaches(from: Room, to: Room, under: (room: Room) => readonly Room[]): boolean {
  return under(from).some((each) => each === to || reaches(each, to, under));
}

function circleIn(rooms: readonly Room[], under: (room: Room) => readonly Room[]): readonly Room[] | undefined {
  const done = new Set<Room>();
  const path: Room[] = [];
  const walk = (room: Room): readonly Room[] | undefined => {
    const at = path.indexOf(room);
    if (at >= 0) return path.slice(at);
    if (done.has(room)) return undefined;
    path.push(room);
    for (const each of under(room)) {
      const found = walk(each);
      if (found) return found;
    }
    path.pop();
    done.add(room);
    return undefined;
  };
  for (const room of rooms) {
    const found = walk(room);
    if (found) return found;
  }
  return undefined;
}
