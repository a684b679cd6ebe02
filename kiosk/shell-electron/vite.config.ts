import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const fromHere = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Bundles Electron's main to plain JavaScript: nothing of it relies on Electron's Node stripping types. */
export default defineConfig({
  root: fromHere('.'),
  publicDir: false,
  build: {
    ssr: true,
    outDir: fromHere('../../dist/shell-electron'),
    emptyOutDir: true,
    target: 'node24',
    minify: false,
    rollupOptions: {
      input: { main: fromHere('./electron-main.ts') },
      external: ['electron'],
      output: { format: 'es', entryFileNames: '[name].js' },
    },
  },
});
