/** A guide, taken apart for whoever checks it. */
export interface Guide {
  /** `#` to `###`, in order; what they say is each language's own. */
  readonly headings: readonly number[];
  readonly steps: readonly Step[];
  /** Blocks and inline, in order. */
  readonly code: readonly string[];
  readonly shellLines: readonly string[];
  /** Words of the screen: whatever is bold and no label of a step. */
  readonly screenWords: readonly string[];
  /** Rows of all tables. */
  readonly rows: number;
  readonly pictures: readonly string[];
  /** Other guides. */
  readonly links: readonly string[];
}

export interface Step {
  readonly number: number;
  readonly saysWhatOneSees: boolean;
  readonly saysWhatElse: boolean;
}

/** What stands before the result of a step, and before the way out. */
export const stepLabels = { en: ['You see:', 'If not:'], vi: ['Thấy:', 'Nếu không:'] } as const;
export type GuideLanguage = keyof typeof stepLabels;

export function readGuide(text: string, language: GuideLanguage): Guide {
  const [sees, otherwise] = stepLabels[language].map((label) => `**${label}**`) as [string, string];
  const blocks = [...text.matchAll(/^ *```(\w+)\n([\s\S]*?)^ *```$/gm)].map(([, kind = '', body = '']) => ({
    kind,
    lines: body.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()])),
  }));
  const prose = text.replace(/^ *```[\s\S]*?^ *```$/gm, '');
  const inline = [...prose.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
  const plain = prose.replace(/`[^`\n]+`/g, '');
  return {
    headings: [...prose.matchAll(/^(#+) /gm)].map(([, marks = '']) => marks.length),
    steps: prose
      .split(/^(?=\d+\. )/m)
      .slice(1)
      .map((step) => ({
        number: Number.parseInt(step, 10),
        saysWhatOneSees: step.includes(sees),
        saysWhatElse: step.includes(otherwise),
      })),
    code: [...blocks.flatMap(({ lines }) => lines), ...inline],
    shellLines: blocks.filter(({ kind }) => kind === 'sh').flatMap(({ lines }) => lines),
    screenWords: [...plain.matchAll(/\*\*([^*\n]+)\*\*/g)]
      .map(([, words = '']) => words)
      .filter((words) => !stepLabels[language].some((label) => label === words)),
    rows: (prose.match(/^\|/gm) ?? []).length,
    pictures: [...prose.matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map(([, path = '']) => path),
    links: [...prose.matchAll(/(?<!!)\[[^\]]+\]\(([^)]+)\)/g)].map(([, path = '']) => path),
  };
}
