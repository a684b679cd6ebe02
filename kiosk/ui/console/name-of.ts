import { machineOwnerName } from '#config/agreements/machine-owner-name.ts';
import type { Say } from '#config/strings/messages.ts';

/** A person is called what they are called; the machine's owner is no name but a word. */
export function nameOf(name: string, say: Say): string {
  return name === machineOwnerName ? say('console.machineOwner') : name;
}
