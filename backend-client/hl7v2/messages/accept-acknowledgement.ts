import { buildMessage } from '../encoding.ts';
import type { Rendering } from '../hl7v2-site.ts';
import { messageHeader } from '../segments/message-header.ts';

/** ACK with CA: the kiosk has an application acknowledgement that asked to be acknowledged. `at` in epoch ms. */
export function acceptAcknowledgement(rendering: Rendering, acknowledgedId: string, at: number): Uint8Array {
  const type = { code: 'ACK', trigger: '', structure: 'ACK' };
  const nothingMore = { accept: 'NE', application: 'NE' } as const;
  return buildMessage(
    [messageHeader(rendering, type, at, nothingMore), { name: 'MSA', fields: { 1: 'CA', 2: acknowledgedId } }],
    rendering.endpoint.characterSet,
  );
}
