import { unreachable } from '#config/agreements/result.ts';
import type { Capability, Hl7v2EndpointSettings } from '#config/settings/site-file.ts';
import type { Fact, FactKind } from '../contract/fact.ts';
import type { MessageRenderer } from '../contract/store.ts';
import { buildMessage, type Hl7SegmentToBuild } from './encoding.ts';
import type { Hl7v2Site, Rendering } from './hl7v2-site.ts';
import { arrivalMessage } from './messages/arrival.ts';
import { cancellationMessage } from './messages/cancellation.ts';
import { readingMessage } from './messages/reading.ts';
import { registrationMessage } from './messages/registration.ts';

/**
 * Facts as HL7 v2.5.1. `README.md` beside this file is the contract for HIS teams, field by field.
 *
 * A fact that is not known is an empty field. Values are escaped, NFC, without control characters, at most 255 characters.
 * A message may arrive more than once, always the same bytes under the same MSH-10.
 */
export function createHl7v2Renderer({
  endpoint,
  site,
}: {
  readonly endpoint: Hl7v2EndpointSettings;
  readonly site: Hl7v2Site;
}): MessageRenderer {
  return {
    endpointId: endpoint.id,
    takes: endpoint.capabilities
      .flatMap((capability) => factsOf[capability] ?? [])
      .filter((kind) => kind !== 'cancellation' || endpoint.serviceChange === 'a11-a04'),
    render(fact, controlId) {
      return buildMessage(segmentsOf({ endpoint, site, controlId }, fact), endpoint.characterSet);
    },
  };
}

const factsOf: Readonly<Partial<Record<Capability, readonly FactKind[]>>> = {
  registrations: ['registration', 'correction', 'cancellation', 'service-change'],
  readings: ['reading'],
  arrivals: ['arrival'],
};

function segmentsOf(rendering: Rendering, fact: Fact): readonly Hl7SegmentToBuild[] {
  switch (fact.kind) {
    case 'registration':
    case 'correction':
    case 'service-change':
      return registrationMessage(rendering, fact);
    case 'cancellation':
      return cancellationMessage(rendering, fact);
    case 'reading':
      return readingMessage(rendering, fact);
    case 'arrival':
      return arrivalMessage(rendering, fact);
    default:
      return unreachable(fact);
  }
}
