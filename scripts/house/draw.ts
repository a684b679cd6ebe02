import type { Arrow, Plan } from './plan.ts';
import { type Room, type Wing, wings } from './rooms.ts';

const box = { width: 196, height: 66, gapX: 14, gapY: 12 };
const columns: Readonly<Record<Wing, number>> = { drivers: 2, kiosk: 3, 'backend-client': 2 };
const colours: Readonly<Record<Room['wing'], { readonly line: string; readonly wall: string }>> = {
  drivers: { line: '#0f766e', wall: '#ecf7f5' },
  kiosk: { line: '#b45309', wall: '#fdf6e9' },
  'backend-client': { line: '#1d4ed8', wall: '#eef3fd' },
  ground: { line: '#57534e', wall: '#e7e5e4' },
};
const margin = 26;
const wall = 18;
const floorGap = 44;
const roofHeight = 132;
const groundHeight = 62;
/** Arrows keep so far from a box's corners. */
const corner = 24;
/** Of the smaller letters. */
const letterWidth = 5.8;
const mostLines = 2;

interface Placed {
  readonly room: Room;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The house as SVG: floors from the ground upwards, the wings side by side, arrows downwards. */
export function drawHouse({ floors, arrows }: Plan): string {
  const wingWidth = (wing: Wing) => columns[wing] * (box.width + box.gapX) - box.gapX + 2 * wall;
  const wingX = new Map<Wing, number>();
  let width = margin;
  for (const wing of wings) {
    wingX.set(wing, width);
    width += wingWidth(wing) + margin;
  }
  const upper = floors.slice(1);
  const rowsOf = (floor: readonly Room[]) =>
    Math.max(...wings.map((wing) => Math.ceil(floor.filter((room) => room.wing === wing).length / columns[wing])));
  const heightOf = (floor: readonly Room[]) => rowsOf(floor) * (box.height + box.gapY) - box.gapY;

  const placed = new Map<Room, Placed>();
  const top = roofHeight + 30;
  let y = top;
  for (const floor of [...upper].reverse()) {
    for (const wing of wings) place(floor, wing, y);
    y += heightOf(floor) + floorGap;
  }
  const bottom = y - floorGap + 24;
  const [ground] = floors[0] ?? [];
  if (ground) {
    placed.set(ground, { room: ground, x: margin, y: bottom, width: width - 2 * margin, height: groundHeight });
  }
  const height = bottom + groundHeight + margin;

  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="system-ui, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif">`,
    '<title>The house: each room stands above the rooms that it imports</title>',
    `<rect width="${width}" height="${height}" rx="14" fill="#ffffff"/>`,
    roof(),
    ...wings.map(wingWall),
    ...arrows.map(arrow),
    ...[...placed.values()].map(drawBox),
    '</svg>',
  ].join('\n')}\n`;

  /** The rooms of a wing fill its floor, in the order of the table; too many for one row stand in several. */
  function place(floor: readonly Room[], wing: Wing, floorY: number): void {
    const here = floor.filter((room) => room.wing === wing);
    const rowCount = Math.ceil(here.length / columns[wing]);
    // Rooms stand on their floor and do not hang from the ceiling.
    const fromY = floorY + heightOf(floor) - (rowCount * (box.height + box.gapY) - box.gapY);
    here.forEach((room, at) => {
      const row = Math.floor(at / columns[wing]);
      const inRow = Math.min(columns[wing], here.length - row * columns[wing]);
      const width = (wingWidth(wing) - 2 * wall - (inRow - 1) * box.gapX) / inRow;
      const x = (wingX.get(wing) ?? 0) + wall + (at % columns[wing]) * (width + box.gapX);
      const y = fromY + row * (box.height + box.gapY);
      placed.set(room, { room, x, y, width, height: box.height });
    });
  }

  function roof(): string {
    const points = `${margin},${roofHeight} ${width / 2},${margin} ${width - margin},${roofHeight}`;
    return [
      `<polygon points="${points}" fill="#f5f5f4" stroke="#78716c" stroke-width="1.5" stroke-linejoin="round"/>`,
      text(width / 2, roofHeight - 44, 'scripts', { size: 15, weight: 700, fill: '#44403c', middle: true }),
      text(width / 2, roofHeight - 24, 'Start, test, soak, bench: imports anything, and nobody imports it.', {
        size: 12,
        weight: 400,
        fill: '#57534e',
        middle: true,
      }),
    ].join('\n');
  }

  function wingWall(wing: Wing): string {
    const x = wingX.get(wing) ?? 0;
    const { line, wall: fill } = colours[wing];
    return [
      `<rect x="${x}" y="${roofHeight}" width="${wingWidth(wing)}" height="${bottom - roofHeight}" fill="${fill}"/>`,
      text(x + wall, roofHeight + 20, `${wing}/`, { size: 13, weight: 700, fill: line, middle: false }),
    ].join('\n');
  }

  function arrow({ from, to }: Arrow): string {
    const [above, under] = [placed.get(from), placed.get(to)];
    if (!above || !under) return '';
    // As steep as the two boxes allow.
    const [overlapLeft, overlapRight] = [Math.max(above.x, under.x), Math.min(right(above), right(under))];
    const straight = overlapRight - overlapLeft > 2 * corner ? (overlapLeft + overlapRight) / 2 : undefined;
    const x1 = straight ?? (under.x > above.x ? right(above) - corner : above.x + corner);
    const x2 = straight ?? (under.x > above.x ? under.x + corner : right(under) - corner);
    const y1 = above.y + above.height;
    const y2 = under.y - 5;
    const bend = Math.min(60, (y2 - y1) / 2);
    const { line } = colours[from.wing];
    return [
      `<path d="M${x1} ${y1} C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}" fill="none" stroke="${line}" stroke-opacity="0.5" stroke-width="1.4"/>`,
      `<path d="M${x2 - 4} ${y2 - 2} L${x2} ${y2 + 5} L${x2 + 4} ${y2 - 2} Z" fill="${line}" fill-opacity="0.75"/>`,
    ].join('\n');
  }

  function drawBox({ room, x, y, width, height }: Placed): string {
    const { line, wall: fill } = colours[room.wing];
    const isGround = room.wing === 'ground';
    const middle = x + width / 2;
    const lines = isGround ? [room.sentence] : wrapped(room.sentence, Math.floor((width - 20) / letterWidth));
    return [
      `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="6" fill="${isGround ? fill : '#ffffff'}" stroke="${line}" stroke-width="1.3"/>`,
      text(isGround ? middle : x + 10, y + (isGround ? 26 : 20), room.name, {
        size: 14,
        weight: 700,
        fill: line,
        middle: isGround,
      }),
      ...lines.map((words, at) =>
        text(isGround ? middle : x + 10, y + (isGround ? 46 : 38 + at * 16), words, {
          size: 11.5,
          weight: 400,
          fill: '#44403c',
          middle: isGround,
        }),
      ),
    ].join('\n');
  }
}

interface Lettering {
  readonly size: number;
  readonly weight: 400 | 700;
  readonly fill: string;
  readonly middle: boolean;
}

function text(x: number, y: number, words: string, { size, weight, fill, middle }: Lettering): string {
  const anchor = middle ? ' text-anchor="middle"' : '';
  return `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${fill}"${anchor}>${words}</text>`;
}

function right({ x, width }: Placed): number {
  return x + width;
}

function wrapped(sentence: string, lettersAcross: number): readonly string[] {
  const lines: string[] = [];
  for (const word of sentence.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < lettersAcross) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  if (lines.length > mostLines) throw new Error(`Too long for its box: ${sentence}`);
  return lines;
}
