/**
 * What people of the staff may do, the least first. `counter`: call numbers, at a hub; a kiosk has nothing to give to it. A technician may
 * that, too, and a supervisor may all that a technician may.
 */
export const roles = ['counter', 'technician', 'supervisor'] as const;
export type Role = (typeof roles)[number];

/** By whom each role is filled. */
const filledBy = {
  counter: ['counter', 'technician', 'supervisor'],
  technician: ['technician', 'supervisor'],
  supervisor: ['supervisor'],
} as const satisfies Readonly<Record<Role, readonly Role[]>>;

export function mayAct(held: readonly Role[], needed: Role): boolean {
  return filledBy[needed].some((role) => held.includes(role));
}
