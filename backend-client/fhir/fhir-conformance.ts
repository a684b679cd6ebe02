import type { FhirEndpointSettings } from '#config/settings/site-file.ts';
import type { ProtocolConformance, SendingSite } from '../contract/hospital-system.ts';
import { createFhirReadBack } from './read-back.ts';
import type { FhirServer } from './server.ts';

/** What the conformance kit says of FHIR, and how it looks at what was kept. */
export function fhirConformance(
  settings: FhirEndpointSettings,
  site: SendingSite,
  server: Pick<FhirServer, 'search'>,
): ProtocolConformance {
  return {
    name: 'FHIR R4',
    guide: 'backend-client/fhir/README.md',
    keys: {
      address: 'baseUrl',
      credentials: 'auth',
      timeout: 'timeoutMs',
    },
    answerForm: {
      vi: 'Trả 200 với Bundle kiểu transaction-response, mỗi mục gửi đi có một mục trả lời với status.',
      en: 'Answer 200 with a Bundle of type transaction-response: one entry with a status for each entry sent.',
    },
    contentRefused: {
      vi: 'Xem OperationOutcome trong câu trả lời: mã lỗi và đường dẫn phần tử cho biết trường nào.',
      en: 'Look at the OperationOutcome of the answer: code and element path say which field.',
    },
    encoding: 'utf-8',
    ...(settings.auth.kind === 'smart-backend' ? { secretAddress: settings.auth.tokenUrl } : {}),
    arrivalNeedsAppointment: true,
    records: {
      isPatient: (answer) => /"resourceType"\s*:\s*"Patient"/.test(answer),
      patientCodeKey: 'identifierSystems.patientCode',
    },
    readBack: createFhirReadBack(server, settings, site),
  };
}
