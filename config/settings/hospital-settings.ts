import * as z from 'zod';
import { hl7Placement } from './hl7-placement.ts';
import { httpUrl, port, tcpHost } from './site-fields.ts';
import { expecting } from './site-mistakes.ts';
import { filePath, id, visibleText } from './text-fields.ts';

/**
 * The hospital's systems of the site file, one shape per protocol. Each serves some capabilities; secrets stand in files or
 * environment variables, never here. What Vietnam has not settled (assigning authorities, identifier systems) is a setting
 * with a documented default.
 */

/**
 * - `registrations`: visits and corrections of their patients. `readings`: what was measured. `arrivals`: the patient of an
 *   appointment is here. `surveys`: how it went, without a name; HL7 v2 has no word for it.
 * - `patient-look-up`, `appointment-look-up`, `insurance-check`: asked while the patient waits, with a deadline.
 * - `alerts`: calls for a person.
 */
export const capabilities = [
  'registrations',
  'readings',
  'arrivals',
  'surveys',
  'patient-look-up',
  'appointment-look-up',
  'insurance-check',
  'alerts',
] as const;

const capability = (offered: readonly (typeof capabilities)[number][]) =>
  z
    .array(z.enum(offered))
    .min(1)
    .default(['registrations', 'readings', 'arrivals'])
    .describe('What this system is told and asked.');

const path = (what: string) => filePath.describe(`${what}, relative to the file that names it.`);

const endpointBase = {
  id: id.describe('Name of the endpoint in logs, metrics and health reports.'),
  simulated: z.boolean().default(false).describe('True for a simulator. Refused by the production profile.'),
};

/** HL7 HD and application names: visible ASCII without the delimiters | ^ ~ \ & */
const hl7Name = z.string().regex(/^[!-%'-[\]_-{}]{1,180}$/, expecting('hl7-name'));

/** HD as in CX.4: a namespace id, or `namespace&universal id&type`. */
const hl7Authority = z
  .string()
  .regex(/^[!-%'-[\]_-{}]{1,20}(&[!-%'-[\]_-{}]{1,199}&[A-Za-z0-9]{1,6})?$/, expecting('hl7-authority'));

const tls = z
  .strictObject({
    caFile: path('PEM file with the certificate authority of the hospital').optional(),
    certFile: path("PEM file with this kiosk's certificate").optional(),
    keyFile: path("PEM file with this kiosk's private key, readable by the kiosk's user only").optional(),
    serverName: tcpHost.optional().describe("Name in the hospital's certificate, when it is not the host."),
  })
  .refine(({ certFile, keyFile }) => (certFile === undefined) === (keyFile === undefined), {
    message: expecting('certificate-and-key'),
  })
  .describe('TLS 1.2 or newer; with certFile and keyFile the hospital knows the kiosk, too (mutual TLS).');

const deduplicates = z
  .boolean()
  .default(true)
  .describe(
    'True when the hospital drops a second message with the same id. When false, a message that may have arrived waits for a person.',
  );

const probe = (question: string) =>
  z
    .boolean()
    .default(true)
    .describe(
      `Where deduplicates is false: whether ${question} is asked before a patient's message goes, so that a balancer in front of a dead program leaves no message in doubt. False for a program that does not answer it.`,
    );

export const hl7v2Endpoint = z
  .strictObject({
    ...endpointBase,
    protocol: z.literal('hl7v2-mllp'),
    host: tcpHost.describe("Host of the hospital's MLLP listener."),
    port: port.min(1).describe("TCP port of the hospital's MLLP listener."),
    capabilities: capability(['registrations', 'readings', 'arrivals', 'patient-look-up']),
    sendingApplication: hl7Name.default('TIEPDON').describe('MSH-3.'),
    sendingFacility: hl7Name.optional().describe('MSH-4. Without it: the facility code.'),
    receivingApplication: hl7Name.default('HIS').describe('MSH-5.'),
    receivingFacility: hl7Name.optional().describe('MSH-6. Without it: the facility code.'),
    acknowledgement: z
      .enum(['original', 'enhanced'])
      .default('original')
      .describe(
        'original: one AA. enhanced: CA when the message is safe (MSH-15 AL), then AA when it is done (MSH-16 AL); only AA counts as accepted.',
      ),
    ackTimeoutMs: z
      .int()
      .min(100)
      .max(120_000)
      .default(10_000)
      .describe('How long to wait for an acknowledgement, in milliseconds.'),
    deduplicates: deduplicates.describe(
      'True when the hospital drops a second message with the same MSH-10. When false, a message that may have arrived waits for a person.',
    ),
    probe: probe('NMD^N02'),
    messagesPerConnection: z
      .enum(['many', 'one'])
      .default('many')
      .describe('one: a new connection for each message. many: a hospital that ends its connections is found out.'),
    heartbeatSeconds: z
      .int()
      .min(5)
      .max(3600)
      .optional()
      .describe(
        'After so many quiet seconds an NMD^N02 asks whether the hospital still answers. Without it: TCP keep-alive only.',
      ),
    characterSet: z
      .enum(['UNICODE UTF-8', '8859/1', 'ASCII'])
      .default('UNICODE UTF-8')
      .describe('MSH-18. 8859/1 and ASCII lose Vietnamese letters: they are written without their marks.'),
    tls: tls.optional(),
    assigningAuthorities: z
      .strictObject({
        citizenNumber: hl7Authority.default('CCCD').describe('CX.4 of the 12-digit personal number.'),
        oldCitizenNumber: hl7Authority.default('CMND').describe('CX.4 of the identity number before it.'),
        insuranceNumber: hl7Authority.default('BHXH').describe('CX.4 of the insurance number.'),
        patientCode: hl7Authority.default('HIS').describe("CX.4 of the hospital's own patient code."),
        visit: hl7Authority.optional().describe('CX.4 of visit ids and ticket numbers. Without it: MSH-3.'),
      })
      .prefault({})
      .describe('Vietnam has no OIDs for these yet.'),
    placement: hl7Placement.prefault({}).describe('Where facts stand for which HL7 leaves several places.'),
    serviceChange: z
      .enum(['a08', 'a11-a04'])
      .default('a08')
      .describe(
        'How a hospital hears that a patient with a number wants another service. a08: ADT^A08 of the same visit. a11-a04: ADT^A11 cancels the visit, ADT^A04 registers it anew under its old visit number; for programs that do not move a visit by A08.',
      ),
    arrivalEvent: z
      .enum(['S12', 'S14'])
      .default('S14')
      .describe('Trigger of the SIU message of an arrival; SCH-25 says arrivalStatus.'),
    arrivalStatus: z
      .string()
      .regex(/^[A-Za-z]{1,20}$/, expecting('letters-only'))
      .default('ARRIVED')
      .describe('SCH-25.'),
    lookUpPort: port.min(1).optional().describe('MLLP port for QBP^Q22 queries. Without it: port.'),
  })
  .describe('A hospital information system that speaks HL7 v2.5.1 over MLLP.');

const httpTimeoutMs = z
  .int()
  .min(100)
  .max(120_000)
  .default(10_000)
  .describe('How long to wait for an answer, in milliseconds.');

const fhirAuth = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('none') }),
    z.strictObject({
      kind: z.literal('basic'),
      user: visibleText(200).describe('User name that the server knows.'),
      passwordFile: path('File with the password'),
    }),
    z.strictObject({ kind: z.literal('bearer'), tokenFile: path('File with the token; read again when it changes') }),
    z.strictObject({
      kind: z.literal('smart-backend'),
      tokenUrl: httpUrl.describe('Token endpoint; also the audience of the assertion.'),
      clientId: visibleText(200).describe('Name that the server has given to the kiosk.'),
      keyFile: path('PEM file with the private key: P-384 for ES384, RSA for RS384'),
      keyId: visibleText(200).optional().describe('kid of the public key that the server has.'),
      algorithm: z.enum(['ES384', 'RS384']).default('ES384').describe('How the assertion is signed.'),
      scope: visibleText(1000).default('system/*.crus').describe('Scopes to ask for.'),
    }),
  ])
  .default({ kind: 'none' })
  .describe('How the kiosk proves who it is. smart-backend: SMART Backend Services with private_key_jwt.');

const identifierSystem = visibleText(200).refine(URL.canParse, expecting('not-an-identifier'));
const vnCore = 'http://fhir.ehealth.gov.vn/core/sid';

export const fhirEndpoint = z
  .strictObject({
    ...endpointBase,
    protocol: z.literal('fhir-r4'),
    baseUrl: httpUrl.describe(
      'Base address of the FHIR R4 server. Transactions are posted to it as it is written, with or without a slash at its end; what a gateway wants behind a question mark stays behind every address below it. No secrets: addresses are shown.',
    ),
    capabilities: capability([
      'registrations',
      'readings',
      'arrivals',
      'surveys',
      'patient-look-up',
      'appointment-look-up',
    ]),
    auth: fhirAuth,
    timeoutMs: httpTimeoutMs,
    deduplicates: deduplicates.describe(
      'True when the server honours conditional create (If-None-Exist) and PUT by identifier. When false, a bundle that may have arrived waits for a person.',
    ),
    probe: probe('GET metadata'),
    tls: tls.optional(),
    answerRecords: z
      .boolean()
      .default(true)
      .describe(
        'What a patient answered goes along as RelatedPerson, QuestionnaireResponse and Consent. False for a server that has none of these: then it hears only of people, occupation, address and phone, in the Patient.',
      ),
    searchLagSeconds: z
      .int()
      .min(0)
      .max(600)
      .default(0)
      .describe(
        'How long this server may not find what was just written (AWS HealthLake: 60). A message whose answer was lost waits so long before it is sent again, or it could be written twice. 0: its conditions see at once what was written.',
      ),
    corrections: z
      .enum(['update-patient', 'keep-patient'])
      .default('update-patient')
      .describe(
        'What becomes of a patient when a better card is read. update-patient: the card counts for name, numbers, sex, birth date and address, and everything else that the server knows stays. keep-patient: no patient is ever changed, the visit is pointed to the right one.',
      ),
    identifierSystems: z
      .strictObject({
        citizenNumber: identifierSystem
          .default(`${vnCore}/national_id`)
          .describe('System of the 12-digit personal number.'),
        oldCitizenNumber: identifierSystem
          .default(`${vnCore}/citizen_id`)
          .describe('System of the identity number before it.'),
        insuranceNumber: identifierSystem
          .default(`${vnCore}/insurance_number`)
          .describe('System of the insurance number.'),
        patientCode: identifierSystem
          .default(`${vnCore}/patient-internal-id`)
          .describe("System of the hospital's own patient code."),
        visit: identifierSystem.optional().describe('Without it: urn:tiep-don:<facility>:visit.'),
        ticket: identifierSystem.optional().describe('Without it: urn:tiep-don:<facility>:ticket.'),
        reading: identifierSystem.optional().describe('Without it: urn:tiep-don:<facility>:reading.'),
        appointment: identifierSystem
          .optional()
          .describe('Without it appointments are addressed by their resource id.'),
        service: identifierSystem
          .optional()
          .describe('Coding system of hisCode. Without it: urn:tiep-don:<facility>:service.'),
      })
      .prefault({})
      .describe('Identifier systems; the defaults are those of the draft VN Core guide.'),
  })
  .describe('A FHIR R4 server.');

export const webhookEndpoint = z
  .strictObject({
    ...endpointBase,
    protocol: z.literal('webhook'),
    url: httpUrl.describe(
      'Where facts are posted, one JSON document each. What stands behind a question mark stays behind every address below it. No secrets: addresses are shown.',
    ),
    capabilities: capability(capabilities),
    secretFile: path('File with the secret of the HMAC-SHA256 signature, at least 32 characters').optional(),
    secretVariable: z
      .string()
      .regex(/^[A-Z][A-Z0-9_]{0,63}$/, expecting('variable'))
      .optional()
      .describe('Environment variable with the secret, instead of secretFile.'),
    lookUpUrl: httpUrl.optional().describe('Where questions are posted. Without it: url + /look-ups.'),
    alertUrl: httpUrl.optional().describe('Where alerts are posted. Without it: url + /alerts.'),
    timeoutMs: httpTimeoutMs,
    deduplicates: deduplicates.describe(
      'True when the receiver drops a second post with the same Idempotency-Key. When false, a post that may have arrived waits for a person.',
    ),
    probe: probe('a signed GET url/ping'),
    tls: tls.optional(),
  })
  .refine(({ secretFile, secretVariable }) => (secretFile === undefined) !== (secretVariable === undefined), {
    message: expecting('one-secret'),
    path: ['secretFile'],
  })
  .describe('A program of the hospital that takes signed JSON.');

export const hospitalEndpoint = z.discriminatedUnion('protocol', [hl7v2Endpoint, fhirEndpoint, webhookEndpoint]);

export const hospitalProtocols = hospitalEndpoint.options.map(({ shape }) => shape.protocol.value);

export type Capability = (typeof capabilities)[number];
export type HospitalSettings = z.infer<typeof hospitalEndpoint>;
export type Hl7v2EndpointSettings = z.infer<typeof hl7v2Endpoint>;
export type FhirEndpointSettings = z.infer<typeof fhirEndpoint>;
export type WebhookEndpointSettings = z.infer<typeof webhookEndpoint>;
export type TlsSettings = z.infer<typeof tls>;
