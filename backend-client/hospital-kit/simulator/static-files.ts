import { readFileSync } from 'node:fs';
import { createRequire, stripTypeScriptTypes } from 'node:module';

export interface StaticFile {
  readonly contentType: string;
  readonly body: string | Uint8Array;
}

const { resolve } = createRequire(import.meta.url);

/** The page's files by path. Nothing else is served from disk, so a path in a request never becomes a path on disk. */
export function readStaticFiles(): ReadonlyMap<string, StaticFile> {
  return new Map<string, StaticFile>([
    ['/', { contentType: 'text/html; charset=utf-8', body: pageFile('page.html') }],
    ['/page.css', { contentType: 'text/css; charset=utf-8', body: pageFile('page.css') }],
    ['/arrivals.css', { contentType: 'text/css; charset=utf-8', body: pageFile('arrivals.css') }],
    ...modules.map((name) => [`/${name}`, moduleFile(name)] as const),
    ['/mark.svg', { contentType: 'image/svg+xml', body: pageFile('mark.svg') }],
    ...fonts.map(({ path, file }) => [path, { contentType: 'font/woff2', body: readFileSync(resolve(file)) }] as const),
  ]);
}

const modules = ['page.ts', 'alerts.ts', 'arrival-words.ts', 'detail.ts', 'elements.ts', 'list.ts', 'modes.ts'];

const fonts = ['latin', 'vietnamese'].flatMap((subset) =>
  [400, 600].map((weight) => ({
    path: `/fonts/${subset}-${weight}.woff2`,
    file: `@fontsource/be-vietnam-pro/files/be-vietnam-pro-${subset}-${weight}-normal.woff2`,
  })),
);

/** No build step: the types are stripped here, as Node does for the rest of this program. */
function moduleFile(name: string): StaticFile {
  return { contentType: 'text/javascript; charset=utf-8', body: stripTypeScriptTypes(pageFile(name)) };
}

function pageFile(name: string): string {
  return readFileSync(new URL(`./page/${name}`, import.meta.url), 'utf8');
}
