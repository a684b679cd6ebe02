import { buildMessage, composite } from '../encoding.ts';
import { type Rendering, timestampIn } from '../hl7v2-site.ts';
import { messageHeader } from '../segments/message-header.ts';

/**
 * NMD^N02 with the kiosk's clock (NCK-1), §14.3.2: "are you there?". It says nothing about any patient, is never stored and
 * never repeated. `at` in epoch ms.
 */
export function heartbeatMessage(rendering: Rendering, at: number): Uint8Array {
  const now = timestampIn(rendering, at);
  const type = { code: 'NMD', trigger: 'N02', structure: 'NMD_N02' };
  const asked =
    rendering.endpoint.acknowledgement === 'enhanced' ? ({ accept: 'AL', application: 'NE' } as const) : undefined;
  return buildMessage(
    [messageHeader(rendering, type, at, asked), { name: 'NCK', fields: { 1: composite({ 1: now }) } }],
    rendering.endpoint.characterSet,
  );
}
