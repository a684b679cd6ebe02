import type { JSX } from 'preact';
import { type ConsoleTools, useTopic } from '../tools.ts';
import { keyLost, peopleLost } from './damage-words.ts';

/** What of the staff's own files did not prove itself, and what to do. */
export function DamageStrips({ tools }: { readonly tools: ConsoleTools }): JSX.Element {
  const { say, isSupervisor, go } = tools;
  const damage = useTopic(tools, 'staff').value?.damage;
  return (
    <>
      {damage?.audit && (
        <p class="strip bad" data-damage="audit">
          {say('console.damage.audit')}{' '}
          {isSupervisor && (
            <button type="button" onClick={() => go('people')}>
              {say('console.damage.see')}
            </button>
          )}
        </p>
      )}
      {damage?.people && (
        <p class="strip bad" data-damage="people">
          {say(peopleLost(damage.people), { file: damage.people.file ?? 'people.json' })}
        </p>
      )}
      {damage?.key && (
        <p class="strip careful" data-damage="key">
          {say(keyLost[damage.key])}
        </p>
      )}
      {damage?.lockOut && (
        <p class="strip careful" data-damage="lock-out">
          {say('console.damage.lockOut')}
        </p>
      )}
    </>
  );
}
