import { machineOwnerName } from '#config/agreements/machine-owner-name.ts';
import { nameKey } from './staff-name.ts';

/**
 * Whoever starts the kiosk's program on this machine, or reads its 0600 socket. Nobody of the staff has this name or this id, so that
 * the audit log says plainly who it was.
 */
export const machineOwner = {
  id: '0000000000000000',
  name: machineOwnerName,
  roles: ['technician', 'supervisor'],
} as const;

export function isOwnersName(name: string): boolean {
  return nameKey(name) === nameKey(machineOwner.name);
}
