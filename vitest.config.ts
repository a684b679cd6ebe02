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
        },
      },
      {
        test: {
          name: 'system',
          include: ['{drivers,backend-client,kiosk,scripts}/**/*.system.test.ts'],
          environment: 'node',
          testTimeout: 300_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
