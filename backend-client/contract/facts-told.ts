import type { Capability } from '#config/settings/site-file.ts';
import type { FactKind } from './fact.ts';

/** Which capability of a system brings it which facts. */
const capabilityOf: Readonly<Record<FactKind, Capability>> = {
  registration: 'registrations',
  correction: 'registrations',
  cancellation: 'registrations',
  'service-change': 'registrations',
  'given-up': 'registrations',
  arrival: 'arrivals',
  reading: 'readings',
  survey: 'surveys',
};

const everyFact = Object.keys(capabilityOf) as readonly FactKind[];

/**
 * The facts that a system with these capabilities is told. A change of service is one fact, but for the systems that must hear of a
 * cancellation first.
 */
export function factsTold(
  capabilities: readonly Capability[],
  { cancelsFirst = false }: { readonly cancelsFirst?: boolean } = {},
): readonly FactKind[] {
  return everyFact.filter(
    (kind) => capabilities.includes(capabilityOf[kind]) && (kind !== 'cancellation' || cancelsFirst),
  );
}
