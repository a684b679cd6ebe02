/**
 * Which pictures are looked at in every run: each prepared state once, and each screen in every language, on every glass and with every
 * option, in as few pages as that takes. Pure, and the same for the same states.
 */

export interface PreparedState {
  readonly name: string;
  /** States of one screen stand in for each other: what lies over it counts with it. */
  readonly screen: string;
}

export interface GalleryPage<Language extends string, Glass extends string, Option extends string> {
  readonly state: string;
  readonly language: Language;
  readonly glass: Glass;
  readonly option: Option;
}

interface Choices<Language extends string, Glass extends string, Option extends string> {
  readonly languages: readonly Language[];
  readonly glasses: readonly Glass[];
  readonly options: readonly Option[];
}

export function pairwisePages<Language extends string, Glass extends string, Option extends string>(
  states: readonly PreparedState[],
  { languages, glasses, options }: Choices<Language, Glass, Option>,
): readonly GalleryPage<Language, Glass, Option>[] {
  const looks = languages.flatMap((language) =>
    glasses.flatMap((glass) => options.map((option) => ({ language, glass, option }))),
  );
  const seen = new Set<string>();
  const used = new Map<string, number>();
  const pages: GalleryPage<Language, Glass, Option>[] = [];

  function take({ name, screen }: PreparedState, look: (typeof looks)[number]): void {
    for (const pair of pairsOf(screen, look)) seen.add(pair);
    for (const value of Object.values(look)) used.set(value, (used.get(value) ?? 0) + 1);
    pages.push({ state: name, ...look });
  }

  /** The look with most that nobody has seen; of equals the one whose parts were seen least. */
  function bestLook(screen: string): (typeof looks)[number] | undefined {
    const worth = (look: (typeof looks)[number]) => {
      const fresh = pairsOf(screen, look).filter((pair) => !seen.has(pair)).length;
      const often = Object.values(look).reduce((sum, value) => sum + (used.get(value) ?? 0), 0);
      return fresh - often / (1 + 3 * pages.length + looks.length);
    };
    return looks.toSorted((one, other) => worth(other) - worth(one))[0];
  }

  for (const state of states) {
    const look = bestLook(state.screen);
    if (look) take(state, look);
  }
  for (const [screen, ofScreen] of statesByScreen(states)) {
    for (let turn = 0; looks.some((look) => pairsOf(screen, look).some((pair) => !seen.has(pair))); turn += 1) {
      const [look, state] = [bestLook(screen), ofScreen[turn % ofScreen.length]];
      if (look && state) take(state, look);
    }
  }
  return pages;
}

/** Every two of a page's properties; the state counts by its screen. */
export function pairsOf(screen: string, look: object): readonly string[] {
  const values = [['screen', screen], ...Object.entries(look)].map((each) => each.join('='));
  return values.flatMap((one, at) => values.slice(at + 1).map((other) => `${one} ${other}`));
}

function statesByScreen(states: readonly PreparedState[]): ReadonlyMap<string, readonly PreparedState[]> {
  const byScreen = new Map<string, PreparedState[]>();
  for (const state of states) byScreen.set(state.screen, [...(byScreen.get(state.screen) ?? []), state]);
  return byScreen;
}
