import { setFlagsFromString } from 'node:v8';

/*
 * Imported before everything else. A kiosk waits nearly all of the time: V8 is to keep its heap small rather than to gain the last
 * millisecond. Some 25 MB less after a morning of visits (`npm run bench -- start`).
 */
setFlagsFromString('--optimize-for-size');
setFlagsFromString('--heap-growing-percent=15');
