import { unreachable } from '#config/agreements/result.ts';
import type { Hl7v2EndpointSettings } from '#config/settings/site-file.ts';
import type { Fact } from '../contract/fact.ts';
import { factsTold } from '../contract/facts-told.ts';
import type { SendingSite } from '../contract/hospital-system.ts';
import type { MessageRenderer } from '../contract/store.ts';
import { buildMessage, type Hl7SegmentToBuild } from './encoding.ts';
import type { Rendering } from './hl7v2-site.ts';
import { arrivalMessage } from './messages/arrival.ts';
import { cancellationMessage } from './messages/cancellation.ts';
import { readingMessage } from './messages/reading.ts';
import { registrationMessage } from './messages/registration.ts';

/**
 * Facts as HL7 v2.5.1. `README.md` beside this file tells HIS teams all of it, field by field.
 *
 * A fact that is not known is an empty field. Values are escaped, NFC, without control characters, at most 255 characters.
 * A message may arrive more than once, always the same bytes under the same MSH-10.
 */
export function createHl7v2Renderer({
  endpoint,
  site,
}: {
  readonly endpoint: Hl7v2EndpointSettings;
  readonly site: SendingSite;
}): MessageRenderer {
  return {
    endpointId: endpoint.id,
    takes: factsTold(endpoint.capabilities, { cancelsFirst: endpoint.serviceChange === 'a11-a04' }),
    render(fact, controlId) {
      return buildMessage(segmentsOf({ endpoint, site, controlId }, fact), endpoint.characterSet);
    },
  };
}

function segmentsOf(rendering: Rendering, fact: Fact): readonly Hl7SegmentToBuild[] {
  switch (fact.kind) {
    case 'registration':
    case 'correction':
    case 'service-change':
      return registrationMessage(rendering, fact);
    case 'cancellation':
    case 'given-up':
      return cancellationMessage(rendering, fact);
    case 'reading':
      return readingMessage(rendering, fact);
    case 'arrival':
      return arrivalMessage(rendering, fact);
    case 'survey':
      throw new Error('HL7 v2 has no message for an opinion of nobody');
    default:
      return unreachable(fact);
  }
}
