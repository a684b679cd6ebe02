/**
 * Why the owner of the kiosk's window opens it. It tells the host so on the launch socket, in one line before it reads the
 * address: `window page-crashed`.
 *
 * - `started`: the owner itself has started.
 * - `browser-ended`: closed (Alt+F4), crashed or killed.
 * - `browser-hung`: it has answered its owner nothing for 10 s.
 * - `page-crashed`: the process that draws the page has ended.
 * - `page-silent`: the host says that no page has answered for 10 s.
 * - `page-refused`: the address opened an error, or was used up.
 * - `page-left`: the page was closed, or went elsewhere.
 */
export const windowOpenings = [
  'started',
  'browser-ended',
  'browser-hung',
  'page-crashed',
  'page-silent',
  'page-refused',
  'page-left',
] as const;

export type WindowOpening = (typeof windowOpenings)[number];
