import type { Hl7v2EndpointSettings } from '#config/settings/site-file.ts';
import type { ProtocolConformance } from '../contract/hospital-system.ts';

/** What the conformance kit says of HL7 v2. It cannot ask what was kept: nothing in 2.5.1 reads a visit back. */
export function hl7v2Conformance({ characterSet }: Hl7v2EndpointSettings): ProtocolConformance {
  return {
    name: 'HL7 v2.5.1 (MLLP)',
    guide: 'backend-client/hl7v2/README.md',
    keys: {
      address: 'host, port',
      credentials: 'tls',
      timeout: 'ackTimeoutMs',
    },
    answerForm: {
      vi: 'Trả về một ACK trong khung MLLP: MSA-1 là AA, AE hoặc AR; MSA-2 bằng đúng MSH-10 của tin đã nhận.',
      en: 'Answer with one ACK in an MLLP frame: MSA-1 is AA, AE or AR; MSA-2 is exactly the MSH-10 of the message.',
    },
    contentRefused: { vi: 'So từng trường với tài liệu.', en: 'Compare the fields with the guide.' },
    encoding: characterSet === '8859/1' ? 'latin1' : 'utf-8',
    arrivalNeedsAppointment: false,
  };
}
