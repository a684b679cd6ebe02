/**
 * Who sits at the counter of the demo. The hub of a demo listens on this machine only, knows nobody else, and its every page says that it is
 * a test: whoever starts it reads the PIN in the terminal.
 */
export const demoPerson = { name: 'lan', pin: '274916', role: 'counter' } as const;

/** Its counter, of config/sites/hub-demo.json. */
export const demoCounter = 'p101';
