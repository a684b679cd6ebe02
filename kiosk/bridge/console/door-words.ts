/** Why nobody was let in, as the routes of `kiosk/web` answer it: by name and PIN, or by the code on a screen that is set up. */
export const doorProblems = [
  'wrong',
  'code-needed',
  'locked-out',
  'busy',
  'not-writable',
  'used',
  'expired',
  'used-up',
] as const;
export type DoorProblem = (typeof doorProblems)[number];
