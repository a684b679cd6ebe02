import type { Patient } from '../contract/patient.ts';
import { createUnlessFound, type Rendering } from './bundle.ts';
import {
  assembler,
  chipVerdictSystem,
  chipVerdicts,
  dataOperation,
  identitySourceSystem,
  identitySources as sourceNames,
} from './codes.ts';
import { fhirDateTime } from './date-time.ts';
import type { BundleEntry, Reference } from './fhir-types.ts';
import { tagIs } from './search.ts';

interface Act {
  readonly did: 'CREATE' | 'UPDATE';
  readonly targets: readonly Reference[];
  /** Epoch ms. */
  readonly at: number;
  /** What it was written from. */
  readonly from: readonly Reference[];
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
      entity: from.map((what) => ({ role: 'source', what })),
    },
    tagIs({ system: systems.message, value: controlId }),
    rendering,
  );
}

/** Where the identity was read and, when the chip of the citizen card was, what that proved. */
export function identitySources({ source, chip }: Patient): readonly Reference[] {
  const read = { identifier: { system: identitySourceSystem, value: source }, display: sourceNames[source] };
  if (chip === undefined) return [read];
  return [read, { identifier: { system: chipVerdictSystem, value: chip }, display: chipVerdicts[chip] }];
}
