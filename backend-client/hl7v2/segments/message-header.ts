import { composite, type Hl7SegmentToBuild } from '../encoding.ts';
import { type Rendering, timestampIn } from '../hl7v2-site.ts';

/** MSH-9: code, trigger and structure. */
export interface MessageType {
  readonly code: string;
  readonly trigger: string;
  readonly structure: string;
}

/** MSH-15 and MSH-16, table 0155; both empty is original mode. */
export interface AcknowledgementsAsked {
  readonly accept: 'AL' | 'NE' | undefined;
  readonly application: 'AL' | 'NE' | undefined;
}

/** The MSH of every message that the kiosk sends; MSH-1 and MSH-2 are the encoder's. `at` in epoch ms. */
export function messageHeader(
  rendering: Rendering,
  { code, trigger, structure }: MessageType,
  at: number,
  asked: AcknowledgementsAsked = acknowledgementsOf(rendering),
): Hl7SegmentToBuild {
  const { endpoint, site, controlId } = rendering;
  return {
    name: 'MSH',
    fields: {
      3: endpoint.sendingApplication,
      4: endpoint.sendingFacility ?? site.facilityCode,
      5: endpoint.receivingApplication,
      6: endpoint.receivingFacility ?? site.facilityCode,
      7: timestampIn(rendering, at),
      9: composite({ 1: code, 2: trigger, 3: structure }),
      10: controlId,
      11: site.profile === 'demo' ? 'T' : 'P',
      12: '2.5.1',
      15: asked.accept,
      16: asked.application,
      17: 'VNM',
      18: endpoint.characterSet,
    },
  };
}

function acknowledgementsOf({ endpoint }: Rendering): AcknowledgementsAsked {
  const asked = endpoint.acknowledgement === 'enhanced' ? 'AL' : undefined;
  return { accept: asked, application: asked };
}
