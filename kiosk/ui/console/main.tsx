/** The console: people who look after a kiosk sign in, see, prove and repair. */
import { render } from 'preact';
import { Console } from './console.tsx';
import { openConsoleLink } from './console-link.ts';

const root = document.getElementById('console');
if (root) render(<Console link={openConsoleLink()} />, root);
