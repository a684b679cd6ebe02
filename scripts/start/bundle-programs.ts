import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { build, type Plugin } from 'vite';
import { inAscii } from './in-ascii.ts';

/** One folder of plain JavaScript under `dist/`, and the programs in it. */
interface Bundle {
  readonly folder: string;
  readonly programs: Readonly<Record<string, string>>;
}

/** Beside whatever opens chip readers or HID scanners: it starts them by their names (`programBeside`). */
const children = {
  'pcsc-child': 'drivers/transport/pcsc-child.ts',
  'hid-child': 'drivers/transport/hid-child.ts',
};

export const bundles: readonly Bundle[] = [
  { folder: 'dist/host', programs: { main: 'kiosk/host/main.ts', ...children } },
  {
    folder: 'dist/hub',
    programs: { main: 'kiosk/hub/main.ts', 'hub-key': 'scripts/hub-key.ts', 'hub-person': 'scripts/hub-person.ts' },
  },
  {
    folder: 'dist/tools',
    programs: {
      conformance: 'scripts/conformance.ts',
      devices: 'scripts/devices.ts',
      'export-check-in': 'scripts/export-check-in.ts',
      poke: 'scripts/poke.ts',
      record: 'scripts/record.ts',
      replay: 'scripts/replay.ts',
      'rotate-store-key': 'scripts/rotate-store-key.ts',
      'verify-audit': 'scripts/verify-audit.ts',
      'verify-readiness': 'scripts/verify-readiness.ts',
      'technician-url': 'scripts/technician-url.ts',
      window: 'kiosk/shell-chromium/main.ts',
      ...children,
    },
  },
];

/**
 * What stays in `node_modules`: packages with native code, the fonts, which are found on disk, and escpos, which is looked up at run
 * time. Everything else is in the bundle.
 */
export const onDisk = [
  '@fontsource/be-vietnam-pro',
  '@napi-rs/canvas',
  'better-sqlite3',
  'escpos',
  'node-hid',
  'pcsc-mini',
  // It looks for a native twin that nobody installs; loaded by a hub in front of PostgreSQL alone.
  'pg',
  'serialport',
  // Fastify would ask for them, and nobody has a JSON schema or a made-up request (`serverOptions`): a fifth of the text to be read.
  '@fastify/ajv-compiler',
  '@fastify/fast-json-stringify-compiler',
  'light-my-request',
];

/**
 * An `import` of `node:http` makes a copy of all of its exports and with them loads undici, for a WebSocket that nobody uses: 17 ms
 * and some megabytes. What `process.getBuiltinModule` gives is the module itself.
 */
const builtinsWithoutFacade: Plugin = {
  name: 'builtins-without-facade',
  enforce: 'pre',
  resolveId: (id) => (isBuiltin(id) && id !== 'node:module' ? `\0builtin:${id}` : undefined),
  load(id) {
    const name = id.startsWith('\0builtin:') ? id.slice('\0builtin:'.length) : undefined;
    if (name === undefined) return undefined;
    return { code: `module.exports = process.getBuiltinModule('${name}');`, moduleSideEffects: false };
  },
};

/** What libraries ask for at the start and we never call: a tenth of the text. Whoever calls it after all is told so. */
const uncalled = [
  // Lists of files that `@fastify/static` makes for whoever sets `wildcard: false`.
  'glob',
  // Made-up WebSocket connections of `@fastify/websocket`.
  'duplexify',
  // QR codes as files; ours are drawn.
  'pngjs',
  // Another driver beneath `pg`, and passwords in somebody's home.
  'pg-native',
  'pgpass',
  // Exemplars of `prom-client`.
  '@opentelemetry/api',
];

const withoutUncalled: Plugin = {
  name: 'without-uncalled',
  enforce: 'pre',
  resolveId: (id) => (uncalled.includes(id) ? `\0uncalled:${id}` : undefined),
  load(id) {
    const name = id.startsWith('\0uncalled:') ? id.slice('\0uncalled:'.length) : undefined;
    if (name === undefined) return undefined;
    const tells = `() => { throw new Error('${name} is not in the bundle: see bundle-programs.ts') }`;
    return `module.exports = new Proxy({}, { get: () => ${tells} });`;
  },
};

/**
 * Node holds a program's whole text in memory, and one letter beyond Latin-1 makes every character of it two bytes: the Vietnamese
 * words of the screens cost 3 MB that way.
 */
function writeInAscii(folder: string): void {
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.js'))) {
    const [code, map] = [join(folder, name), join(folder, `${name}.map`)];
    // A file that holds nothing but what comes with the bundler has no map.
    const known = existsSync(map) ? JSON.parse(readFileSync(map, 'utf8')) : undefined;
    const ascii = inAscii(readFileSync(code, 'utf8'), known ?? { mappings: '' });
    writeFileSync(code, ascii.code);
    if (known) writeFileSync(map, JSON.stringify(ascii.map));
  }
}

/** Makes the programs that a kiosk or a hub runs from plain JavaScript: no types to strip, one file instead of hundreds. */
export async function bundlePrograms(
  root: string,
  say: (name: string, did: string) => void,
  into = root,
): Promise<void> {
  for (const { folder, programs } of bundles) {
    const startedAt = performance.now();
    await build({
      configFile: false,
      root,
      publicDir: false,
      plugins: [builtinsWithoutFacade, withoutUncalled],
      logLevel: 'error',
      ssr: { noExternal: true },
      build: {
        ssr: true,
        outDir: join(into, folder),
        emptyOutDir: true,
        target: 'node24',
        // Half of the text is comments, and all of it is read at each start. Its map leads back to the sources.
        minify: 'oxc',
        sourcemap: true,
        rollupOptions: {
          input: Object.fromEntries(Object.entries(programs).map(([name, source]) => [name, join(root, source)])),
          // The bundle's own head asks for `node:module` before anything else is there.
          external: (id) => id === 'node:module' || onDisk.some((name) => id === name || id.startsWith(`${name}/`)),
          // All in one folder: a program finds what stands beside it whichever file its code has come to lie in.
          output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
        },
      },
    });
    writeInAscii(join(into, folder));
    say(folder, `is bundled, after ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  }
}
