/** `npm run hub -- --site FILE`: builds the pages when it is due, in a process of its own, then becomes the hub. */

import { sayHelp } from '#config/agreements/command-line.ts';
import { usage } from '#kiosk/hub/program/arguments.ts';
import { buildPagesApart } from './start/build-pages-apart.ts';

sayHelp(usage.hub);
buildPagesApart();
await import('#kiosk/hub/main.ts');
