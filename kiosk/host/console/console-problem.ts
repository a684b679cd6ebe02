import type { ListenProblem } from '#kiosk/web/listen.ts';

/** Why there is no console. `certificate`: the file at `path` cannot be used. */
export type ConsoleProblem = ListenProblem | { readonly kind: 'certificate'; readonly path: string };
