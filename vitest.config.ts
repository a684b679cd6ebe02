import { defineConfig } from 'vitest/config';

/** `unit` needs only `npm ci`; `system` needs Debian's packages and is set up by `npm test`. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{config,drivers,backend-client,kiosk,scripts}/**/*.test.ts'],
          exclude: ['**/*.system.test.ts', '**/node_modules/**'],
          environment: 'node',
          // Whole kiosks on real sockets: a loaded machine needs longer than the default of five seconds.
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'system',
          include: ['{drivers,backend-client,kiosk,scripts}/**/*.system.test.ts'],
          environment: 'node',
          // pcscd 1.9.9 polls its readers: on a busy machine a card that is changed in between is never told of.
          retry: process.env.CI ? 1 : 0,
          testTimeout: 120_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
