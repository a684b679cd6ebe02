/** Contrast as WCAG 2.2 defines it, of an element's text against the least favourable colour behind it. Runs in the page. */

/** Red, green, blue and alpha, each 0 to 1. */
type Colour = readonly [number, number, number, number];

export function contrastOf(element: Element): number {
  const text = coloursIn(getComputedStyle(element).color)[0] ?? [0, 0, 0, 1];
  return Math.min(...behind(element).map((back) => ratio(over(text, back), back)));
}

/** Every colour that may stand behind the element: gradients give several. */
function behind(element: Element | null): readonly Colour[] {
  if (!element) return groundColours();
  const layers = layersOf(getComputedStyle(element));
  const opaque = layers.filter(([, , , alpha]) => alpha === 1);
  if (opaque.length > 0 && opaque.length === layers.length) return opaque;
  const below = behind(element.parentElement);
  return layers.length === 0 ? below : layers.flatMap((layer) => below.map((back) => over(layer, back)));
}

function layersOf(style: CSSStyleDeclaration): readonly Colour[] {
  const plain = coloursIn(style.backgroundColor).filter(([, , , alpha]) => alpha > 0);
  const gradient = style.backgroundImage.includes('gradient') ? coloursIn(style.backgroundImage) : [];
  return gradient.length > 0 ? gradient : plain;
}

/** The page's ground lies beside the screen in the document, not above it. */
function groundColours(): readonly Colour[] {
  const backdrop = document.querySelector('.backdrop');
  const ground = backdrop ? layersOf(getComputedStyle(backdrop)).filter(([, , , alpha]) => alpha === 1) : [];
  return ground.length > 0 ? ground : [[1, 1, 1, 1]];
}

function coloursIn(text: string): readonly Colour[] {
  return [...text.matchAll(/rgba?\(([^)]+)\)/g)].map(([, inside = '']) => {
    const [red = 0, green = 0, blue = 0, alpha = 1] = inside.split(/[\s,/]+/).map(Number);
    return [red / 255, green / 255, blue / 255, alpha];
  });
}

function over([r, g, b, alpha]: Colour, [backR, backG, backB]: Colour): Colour {
  const mix = (front: number, back: number): number => front * alpha + back * (1 - alpha);
  return [mix(r, backR), mix(g, backG), mix(b, backB), 1];
}

function ratio(a: Colour, b: Colour): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((one, other) => other - one) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance([r, g, b]: Colour): number {
  const linear = (part: number): number => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}
