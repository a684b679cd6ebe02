/**
 * Looks at the picture that the browser has laid out, as a strict colleague would, and names what is wrong with it: text
 * that is clipped, covered, too small or too faint, buttons that a thumb misses. Runs in the page.
 */
import { contrastOf } from './inspect-contrast.ts';

const limits = { textPx: 28, buttonPx: 76, gapPx: 8, contrast: 7 } as const;
/** Layout rounds to fractions of a pixel. */
const slack = 1;

interface TextLine {
  readonly words: string;
  readonly element: HTMLElement;
  readonly box: DOMRect;
}

export function inspectPage(): readonly string[] {
  const lines = visibleLines();
  const buttons = [...document.querySelectorAll<HTMLElement>('button')].filter(isReachable);
  return [
    ...(lines.length === 0 ? ['nothing to read'] : []),
    ...overflowing(),
    ...lines.flatMap(troublesOfLine),
    ...overlapping(lines),
    ...colliding(),
    ...buttons.flatMap(troublesOfButton),
    ...crowded(buttons),
  ];
}

function overflowing(): readonly string[] {
  return (
    [document.documentElement, ...document.querySelectorAll<HTMLElement>('#page *')]
      .filter((each) => each instanceof HTMLElement && isReachable(each) && !isForEarsOnly(each))
      .filter((each) => each.scrollWidth > each.clientWidth + slack || each.scrollHeight > each.clientHeight + slack)
      // Inline boxes have no client size, and drawings may hang over the edge of their own box.
      .filter(
        (each) =>
          each.clientWidth > 0 &&
          !each.matches('.backdrop, .scan-picture, .measuring-picture, .person, .reading, .kiosk'),
      )
      .filter(
        (each) =>
          getComputedStyle(each).overflow !== 'visible' || each.scrollHeight > each.clientHeight + limitsOfGlyphs(each),
      )
      .map(
        (each) =>
          `${nameOf(each)} overflows: ${each.scrollWidth}×${each.scrollHeight} in ${each.clientWidth}×${each.clientHeight}`,
      )
  );
}

/** Stacked Vietnamese diacritics may reach out of a tight line without being cut. */
function limitsOfGlyphs(element: HTMLElement): number {
  return slack + Number.parseFloat(getComputedStyle(element).fontSize) * 0.35;
}

function visibleLines(): readonly TextLine[] {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const lines: TextLine[] = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    const words = node.textContent?.trim();
    if (!element || !words || !isReachable(element) || isForEarsOnly(element) || !(element instanceof HTMLElement))
      continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) lines.push({ words, element, box });
  }
  return lines;
}

function troublesOfLine({ words, element, box }: TextLine): readonly string[] {
  const said = (trouble: string) => `"${words}" ${trouble}`;
  const troubles: string[] = [];
  if (!isInside(box, new DOMRect(0, 0, innerWidth, innerHeight))) troubles.push(said('leaves the screen'));
  const sheet = element.closest('button, .note, .guide, .ticket, .person, .card, .top, .ways, .sheet, .screen');
  if (sheet && !isInside(letters(box), sheet.getBoundingClientRect()))
    troubles.push(said(`leaves its ${nameOf(sheet)}`));
  const cover = coverOf(element, inner(box));
  if (cover) troubles.push(said(`is covered by ${nameOf(cover)}`));
  const fontPx = Number.parseFloat(getComputedStyle(element).fontSize);
  if (fontPx < limits.textPx) troubles.push(said(`is only ${fontPx}px`));
  const contrast = contrastOf(element);
  if (contrast < limits.contrast) troubles.push(said(`has a contrast of ${contrast.toFixed(2)}`));
  return troubles;
}

function coverOf(element: HTMLElement, { x, y, width, height }: DOMRect): Element | undefined {
  for (const right of [0.05, 0.5, 0.95]) {
    for (const down of [0, 0.5, 1]) {
      const hit = document.elementFromPoint(x + width * right, y + height * down);
      if (hit && !hit.contains(element) && !element.contains(hit)) return hit;
    }
  }
  return undefined;
}

function overlapping(lines: readonly TextLine[]): readonly string[] {
  return lines.flatMap((one, at) =>
    lines
      .slice(at + 1)
      .filter((other) => other.element !== one.element && overlap(inner(one.box), inner(other.box)))
      .map((other) => `"${one.words}" runs into "${other.words}"`),
  );
}

/** The parts of a screen lie beside each other, never on each other. */
function colliding(): readonly string[] {
  const parts = [...document.querySelectorAll<HTMLElement>('.screen > *, .frame > *')].filter(isReachable);
  const boxes = parts.map((part) => ({ part, box: part.getBoundingClientRect() })).filter(({ box }) => box.height > 0);
  return boxes.flatMap((one, at) =>
    boxes
      .slice(at + 1)
      .filter((other) => other.part.parentElement === one.part.parentElement && gap(one.box, other.box) < -slack)
      .map((other) => `${nameOf(one.part)} lies on ${nameOf(other.part)}`),
  );
}

function troublesOfButton(button: HTMLElement): readonly string[] {
  const { width, height } = button.getBoundingClientRect();
  const small = Math.min(width, height) < limits.buttonPx;
  return small ? [`${nameOf(button)} is only ${Math.round(width)}×${Math.round(height)}`] : [];
}

function crowded(buttons: readonly HTMLElement[]): readonly string[] {
  return buttons.flatMap((one, at) =>
    buttons
      .slice(at + 1)
      .filter((other) => gap(one.getBoundingClientRect(), other.getBoundingClientRect()) < limits.gapPx)
      .map((other) => `${nameOf(one)} and ${nameOf(other)} are too close`),
  );
}

function isReachable(element: Element): boolean {
  return !element.closest('[inert]') && element.checkVisibility();
}

function isForEarsOnly(element: Element): boolean {
  return getComputedStyle(element).clipPath === 'inset(50%)';
}

function isInside(box: DOMRect, around: DOMRect): boolean {
  return (
    box.left >= around.left - slack &&
    box.right <= around.right + slack &&
    box.top >= around.top - slack &&
    box.bottom <= around.bottom + slack
  );
}

/** A line's box is taller than its letters, even than a capital with two accents. */
function letters({ x, y, width, height }: DOMRect): DOMRect {
  return new DOMRect(x, y + height * 0.08, width, height * 0.84);
}

/** Where most of the ink is. */
function inner({ x, y, width, height }: DOMRect): DOMRect {
  return new DOMRect(x, y + height * 0.2, width, height * 0.6);
}

function overlap(a: DOMRect, b: DOMRect): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

function gap(a: DOMRect, b: DOMRect): number {
  return Math.max(a.left - b.right, b.left - a.right, a.top - b.bottom, b.top - a.bottom);
}

function nameOf(element: Element | null): string {
  if (!element) return 'nothing';
  const words = element.textContent?.trim().slice(0, 24);
  return `<${element.tagName.toLowerCase()} ${element.classList}>${words ? ` "${words}"` : ''}`;
}
