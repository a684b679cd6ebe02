import type { IdentitySourceName } from '../contract/visit.ts';
import { createUnlessFound, type Rendering } from './bundle.ts';
import { assembler, dataOperation, identitySourceSystem, identitySources } from './codes.ts';
import { fhirDateTime } from './date-time.ts';
import type { BundleEntry, Reference } from './fhir-types.ts';
import { tagIs } from './search.ts';

interface Act {
  readonly did: 'CREATE' | 'UPDATE';
  readonly targets: readonly Reference[];
  /** Epoch ms. */
  readonly at: number;
  readonly from: Reference;
}

/**
 * Who wrote the other entries, when, and from what. Provenance has no identifier to be found by, so it carries the control
 * id as a tag: a repeated message leaves one.
 */
export function provenanceEntry({ did, targets, at, from }: Act, rendering: Rendering): BundleEntry {
  const { site, systems, controlId } = rendering;
  const when = fhirDateTime(at, site.timeZone);
  const tag = { system: systems.message, code: controlId };
  return createUnlessFound(
    'provenance',
    {
      resourceType: 'Provenance',
      meta: { tag: [tag] },
      target: targets,
      occurredDateTime: when,
      recorded: when,
      activity: dataOperation(did),
      agent: [
        {
          type: assembler,
          who: {
            type: 'Device',
            identifier: { system: systems.kiosk, value: site.kioskId },
            display: `Kiosk ${site.kioskId}`,
          },
        },
      ],
      entity: [{ role: 'source', what: from }],
    },
    tagIs({ system: systems.message, value: controlId }),
    rendering,
  );
}

export function identitySource(source: IdentitySourceName): Reference {
  return { identifier: { system: identitySourceSystem, value: source }, display: identitySources[source] };
}
