import type { Bundle, Resource } from '@medplum/fhirtypes';
import { byInvariants, byJsonSchema, byLantana, byMedplum, type Mistakes } from './outside-validators.ts';
import { byOwnChecks } from './own-checks.ts';

/** The whole chain over a bundle and over each resource in it. Nothing: no validator objects. */
export function mistakesIn(bytes: Uint8Array): Mistakes {
  const bundle = JSON.parse(new TextDecoder().decode(bytes)) as Bundle;
  const resources = (bundle.entry ?? []).map(({ resource }) => resource).filter((resource) => resource !== undefined);
  return [
    ...mistakesOf(bundle),
    ...resources.flatMap(mistakesOf),
    ...byOwnChecks(bundle as unknown as Readonly<Record<string, unknown>>),
  ];
}

/** One resource through every validator that others wrote. */
export function mistakesOf(resource: Resource): Mistakes {
  return [...byJsonSchema(resource), ...byLantana(resource), ...byMedplum(resource), ...byInvariants(resource)];
}
