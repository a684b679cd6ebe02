import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { wholePageScript } from '../../config/agreements/whole-page.ts';

const fromHere = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Of staff and of the hall; the patient's page has an owner that brings it back (kiosk/shell-chromium). */
const withoutOwner = /\/(console|counter|board|board-voice|sign-in|fleet)\/index[.]html$/;

const staysWhole: Plugin = {
  name: 'stays-whole',
  transformIndexHtml: (_html, { filename }) =>
    withoutOwner.test(filename) ? [{ tag: 'script', children: wholePageScript, injectTo: 'head-prepend' }] : [],
};

/** Builds the patient page, the console and the pages of a hub into `dist/ui`, and in the mode `gallery` the gallery with them. Every asset is a file of its own: the CSP is `'self'`, and one script by its hash. */
export default defineConfig(({ mode }) => ({
  root: fromHere('.'),
  base: './',
  publicDir: false,
  plugins: [staysWhole],
  build: {
    outDir: fromHere('../../dist/ui'),
    emptyOutDir: true,
    target: 'chrome130',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rollupOptions: {
      input: {
        patient: fromHere('./index.html'),
        console: fromHere('./console/index.html'),
        counter: fromHere('./counter/index.html'),
        board: fromHere('./board/index.html'),
        boardVoice: fromHere('./board-voice/index.html'),
        mirror: fromHere('./mirror/index.html'),
        signIn: fromHere('./sign-in/index.html'),
        fleet: fromHere('./fleet/index.html'),
        ...(mode === 'gallery' ? { gallery: fromHere('./gallery/index.html') } : {}),
      },
    },
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
}));
