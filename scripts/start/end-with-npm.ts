/** A preload for programs that npm scripts run: whoever ends npm ends the program, by the signal that it handles anyway. */
import { whenParentIsGone } from './parent-gone.ts';

whenParentIsGone(() => process.kill(process.pid, 'SIGTERM'));
