import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const rooms = '{config,drivers,backend-client,kiosk,scripts}';

/** Needs only `npm ci`. Files share a worker's modules: every test makes and ends its own servers, stores and clocks. */
const anywhere = {
  environment: 'node',
  isolate: false,
  // Whole kiosks on real sockets: a loaded machine needs longer than the default of five seconds.
  testTimeout: 20_000,
  // Once in some ten thousand tests a loaded machine lets a socket wait too long. What held only at the second try is said at the end.
  retry: process.env.CI ? 1 : 0,
} as const;

/** Needs Debian's packages, which `npm test` sets up. */
const system = {
  environment: 'node',
  // pcscd 1.9.9 polls its readers: on a busy machine a card that is changed in between is never told of.
  retry: process.env.CI ? 1 : 0,
  testTimeout: 120_000,
  hookTimeout: 300_000,
  globalSetup: 'scripts/test/built-pages.ts',
} as const;

/** Tests that nothing may run beside. */
const alone = [
  // One pcscd to a machine, and it has its readers polled.
  'drivers/card-reader/pcsc-emrtd',
  'kiosk/host/{chip-card,two-card-readers}',
  'scripts/poke/chip-card',
  'scripts/start',
  // One window has the keyboard.
  'kiosk/shell-chromium/*',
  'scripts/prove/breakout/*',
  // They measure time or memory, or ask for all that the machine has.
  'scripts/prove/{hospital,residue}/*',
  'scripts/soak/*',
  'scripts/start/bundle-programs',
  'kiosk/hub/deciding/take-over',
].map((name) => `${name}.system.test.ts`);

export default defineConfig({
  test: {
    // One more than processors: while one test waits for a socket, another one works.
    maxWorkers: availableParallelism() + 1,
    projects: [
      {
        test: {
          ...anywhere,
          name: 'unit',
          include: [`${rooms}/**/*.test.ts`],
          exclude: ['**/*.{slow,system}.test.ts', '**/node_modules/**'],
        },
      },
      {
        // What takes more than about four seconds by itself: it waits in real time, or starts many programs.
        test: { ...anywhere, name: 'slow', include: [`${rooms}/**/*.slow.test.ts`], testTimeout: 60_000 },
      },
      {
        test: {
          ...system,
          name: 'system',
          include: [`${rooms}/**/*.system.test.ts`],
          exclude: [...alone, '**/node_modules/**'],
          // Mostly they wait for Chromium, which has processors of its own to ask for.
          maxWorkers: availableParallelism(),
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: { ...system, name: 'system-alone', include: alone, fileParallelism: false, sequence: { groupOrder: 2 } },
      },
    ],
  },
});
