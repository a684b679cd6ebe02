/** For tests: the built pages and the gallery, served as the host serves them, under its strict CSP. */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { build } from 'vite';
import { listenOnLoopback } from '#config/agreements/listen-on-loopback.ts';

const executablePath = '/usr/bin/chromium';

/** `undefined` when Chromium is there, or in CI, where its absence is a failure; else why the tests are skipped. */
export const skipReason =
  existsSync(executablePath) || process.env.CI ? undefined : `no ${executablePath}: install Debian's chromium`;

export function openBrowser(switches: readonly string[] = []): Promise<Browser> {
  // Chromium's sandbox refuses root.
  return chromium.launch({
    executablePath,
    args: [...switches, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  });
}

export interface BuiltPage {
  readonly server: Server;
  /** `http://127.0.0.1:40123/` */
  readonly url: string;
  close(): Promise<void>;
}

/** Into a folder of its own, which the caller removes; `production`: without the gallery, as a kiosk has them. */
export async function buildPages(mode: 'production' | 'gallery' = 'production'): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'tiep-don-ui-'));
  const configFile = fileURLToPath(new URL('./vite.config.ts', import.meta.url));
  await build({ configFile, logLevel: 'error', mode, build: { outDir: directory } });
  return directory;
}

export async function openBuiltPage(): Promise<BuiltPage> {
  const directory = await buildPages('gallery');
  const server = serve(directory);
  const { port, close } = await listenOnLoopback(server);
  return {
    server,
    url: `http://127.0.0.1:${port}/`,
    async close() {
      await close();
      await rm(directory, { recursive: true });
    },
  };
}

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

function serve(directory: string): Server {
  return createServer((request, response) => {
    const asked = normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
    const path = asked.endsWith('/') ? join(asked, 'index.html') : asked;
    readFile(join(directory, path)).then(
      (body) => {
        response.writeHead(200, {
          'content-type': contentTypes[extname(path)] ?? 'application/octet-stream',
          'content-security-policy': "default-src 'self'; style-src 'self'; object-src 'none'; base-uri 'none'",
          // Of all that a page of a kiosk asks for nothing of, what the bell could need.
          'permissions-policy': 'autoplay=()',
        });
        response.end(body);
      },
      () => response.writeHead(404).end(),
    );
  });
}
