import type { LocalizedText } from '#config/agreements/language.ts';
import type { ServiceSettings } from '#config/settings/service-settings.ts';
import type { Facts } from './facts.ts';
import { spokenOpening } from './opening.ts';

/** What is said of a service that takes nobody: when, and where else. `undefined`: it is open. */
export function notOpenIn(
  { notOpen, today }: Pick<Facts, 'notOpen' | 'today'>,
  services: readonly ServiceSettings[],
  { code, otherwise }: ServiceSettings,
  nameOf: (name: LocalizedText) => string,
) {
  const why = notOpen?.get(code);
  if (!why) return undefined;
  const other = services.find((each) => each.code === otherwise && !notOpen?.has(each.code));
  return {
    is: why.is,
    opens: why.is === 'closed' && why.opens ? spokenOpening(why.opens, today) : undefined,
    otherwise: other && nameOf(other.name),
  };
}
