/** What people of the staff may do. A supervisor may all that a technician may. */
export const roles = ['technician', 'supervisor'] as const;
export type Role = (typeof roles)[number];

/** By whom each role is filled. */
const filledBy = {
  technician: ['technician', 'supervisor'],
  supervisor: ['supervisor'],
} as const satisfies Readonly<Record<Role, readonly Role[]>>;

export function mayAct(held: readonly Role[], needed: Role): boolean {
  return filledBy[needed].some((role) => held.includes(role));
}
