import * as z from 'zod';
import { documentOf, exampleOf, sampleAnswered, sampleServiceChange } from './examples.ts';
import {
  acknowledgement,
  alert,
  alertEnd,
  checkInsuranceAnswer,
  findAppointmentAnswer,
  findAppointmentsAnswer,
  findPatientAnswer,
  question,
} from './question-words.ts';
import { idempotencyHeader, signatureHeader, signatureToleranceSeconds } from './signature.ts';
import { fact, webhookVersion } from './words.ts';

/**
 * The webhook as an OpenAPI 3.1 document, made from the same schemas that the kiosk reads and writes with. The hospital's program is the server; the kiosk calls it.
 */

/** Every document of the wire. */
export const wireDocuments = {
  fact,
  question,
  'find-patient-answer': findPatientAnswer,
  'find-appointments-answer': findAppointmentsAnswer,
  'find-appointment-answer': findAppointmentAnswer,
  'check-insurance-answer': checkInsuranceAnswer,
  alert,
  'alert-end': alertEnd,
  acknowledgement,
} as const;

type Json = Readonly<Record<string, unknown>>;

/** As a reader of the schema expects it: a format without zod's pattern for it, and no bounds that every number has. */
const plainly = {
  io: 'input',
  override: ({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }) => {
    if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
    if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    // zod calls each number a number; client generators make a decimal of it, and a constant of a decimal does not compile.
    if (jsonSchema.type === 'number' && Number.isInteger(jsonSchema.const)) jsonSchema.type = 'integer';
  },
} as const;

/** JSON Schema, draft 2020-12. */
export function jsonSchemaOf(name: keyof typeof wireDocuments): Json {
  return z.toJSONSchema(wireDocuments[name], plainly);
}

export function openApiDocument(): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tiếp Đón webhook',
      version: `${webhookVersion}.0.0`,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description:
        'What a Tiếp Đón kiosk tells a program of the hospital, and asks it. The program is the server. Within one version fields may be added, never changed or taken away: ignore what you do not know.',
    },
    servers: [
      {
        url: '{receiver}',
        description: 'The url of the site file without its last part.',
        variables: { receiver: { default: 'https://his.hospital.example' } },
      },
    ],
    security: [{ signature: [] }],
    paths: {
      '/tiep-don': { post: takeFact },
      '/tiep-don/ping': { get: ping },
      '/tiep-don/look-ups': { post: answerQuestion },
      '/tiep-don/alerts': { post: takeAlert },
      '/tiep-don/alerts/{alertId}': { get: whoIsComing },
      '/tiep-don/alerts/{alertId}/end': { post: endAlert },
    },
    components: {
      schemas: sharedSchemas(),
      securitySchemes: {
        signature: {
          type: 'apiKey',
          in: 'header',
          name: signatureHeader,
          description: `t=<seconds since 1970>,v1=<HMAC-SHA256 in lower-case hexadecimal of "<t>.<body>" with the shared secret>. Made at each sending. A GET has no body: there it is "<t>." and the last part of the path: "<t>.<alertId>", "<t>.ping". Refuse what is more than ${signatureToleranceSeconds} seconds off, and compare in constant time.`,
        },
      },
    },
  };
}

const schemaRef = (id: string): Json => ({ $ref: `#/components/schemas/${id}` });
const jsonBody = (id: string, more: Json = {}): Json => ({ 'application/json': { schema: schemaRef(id), ...more } });

const idempotencyKey = (description: string): Json => ({
  name: idempotencyHeader,
  in: 'header',
  required: true,
  description,
  schema: { type: 'string', maxLength: 40 },
});

/** What the kiosk makes of a status that is not success. */
const failures: Json = {
  401: {
    description: 'Signature missing or wrong. The kiosk holds everything for this receiver and calls a technician.',
  },
  429: {
    description: 'Not now. Retried, not before Retry-After (at most an hour is believed).',
    headers: { 'Retry-After': { schema: { type: 'string' }, description: 'Seconds or an HTTP date.' } },
  },
  default: {
    description:
      '503, 507, 409, 412: not taken, retried under the same key. 500, 502, 504, other 5xx, no answer in time: may have been taken, retried under the same key (with "deduplicates": false a person decides). When several different facts in a row get such an answer, the kiosk asks about once a minute until one is taken, however long that is; a fact that is not taken while others are is for a person. 404, 405, 410, 421, 501 and redirects: held, a technician is called. Other 4xx: refused for good, a person must act.',
  },
};

const takeFact: Json = {
  operationId: 'takeFact',
  summary: 'Take a registration, a correction, an arrival, a reading or an opinion.',
  description:
    'Answer 2xx when the fact is stored: it is not sent again after that. It may arrive more than once, always the same bytes under the same key: answer 2xx to repetitions, too.',
  parameters: [idempotencyKey('Equal to controlId in the body. The same for every repetition.')],
  requestBody: {
    required: true,
    content: jsonBody('Fact', {
      examples: Object.fromEntries([
        ...(['registration', 'correction', 'arrival', 'reading', 'survey'] as const).map(
          (kind) => [kind, { value: exampleOf(kind) }] as const,
        ),
        ['change of service', { value: documentOf(sampleServiceChange) }] as const,
        ['with answers', { value: documentOf(sampleAnswered) }] as const,
      ]),
    }),
  },
  responses: {
    204: {
      description:
        'Stored. Any other 2xx says the same, whatever its body says; but a page of HTML is taken for the answer of a proxy, and the fact is sent again.',
    },
    ...failures,
  },
};

const ping: Json = {
  operationId: 'ping',
  summary: 'Are you there?',
  description:
    'Asked before a fact goes where "deduplicates" is false, so that a balancer or proxy in front of a dead program leaves no fact in doubt. Says nothing about anybody; store nothing. Signed over "ping".',
  responses: {
    204: { description: 'Yes. Any other status below 500 says the same, but 408 and 429; a page of HTML does not.' },
    default: { description: 'No: nothing is posted, and the kiosk asks again.' },
  },
};

const answerQuestion: Json = {
  operationId: 'answerQuestion',
  summary: 'Answer a question while the patient waits.',
  description:
    'The kiosk waits three seconds (lookUps.deadlineMs of the site file) and then goes on without an answer: the patient always gets a number. The answer to find-patient is a FindPatientAnswer, and so on.',
  requestBody: { required: true, content: jsonBody('Question') },
  responses: {
    200: {
      description: 'The answer to the kind of question that was asked.',
      content: {
        'application/json': {
          schema: {
            anyOf: ['FindPatientAnswer', 'FindAppointmentsAnswer', 'FindAppointmentAnswer', 'CheckInsuranceAnswer'].map(
              schemaRef,
            ),
          },
          examples: {
            'find-patient': { value: { result: 'found', patientCode: 'BN-000123', phone: '0912345678' } },
            'find-appointments': {
              value: {
                appointments: [
                  {
                    appointmentId: 'LH-2026-0042',
                    kind: 'appointment',
                    serviceHisCode: 'K01',
                    startsAt: '2026-11-22T09:00:00+07:00',
                    description: 'BS. Trần Văn B, phòng P.101',
                  },
                ],
              },
            },
            'find-appointment': { value: { appointment: null } },
            'check-insurance': {
              value: {
                maKetQua: '000',
                maThe: 'DN4010199999999',
                gtTheTu: '01/01/2026',
                gtTheDen: '31/12/2026',
                maDKBD: '01001',
                maTheMoi: null,
              },
            },
          },
        },
      },
    },
    default: { description: 'No answer: the patient goes on as "not verified".' },
  },
};

const alertIdInPath: Json = {
  name: 'alertId',
  in: 'path',
  required: true,
  description: 'Random; says nothing about anybody.',
  schema: { type: 'string', maxLength: 20 },
};

const takeAlert: Json = {
  operationId: 'takeAlert',
  summary: 'Somebody at a kiosk needs a person.',
  description: 'Sent again with the next escalation after each 60 seconds in which nobody acknowledged.',
  parameters: [idempotencyKey('alertId, a hyphen and the escalation.')],
  requestBody: { required: true, content: jsonBody('Alert') },
  responses: { 204: { description: 'Somebody will see it. Any other 2xx says the same.' }, ...failures },
};

const whoIsComing: Json = {
  operationId: 'whoIsComing',
  summary: 'Who has acknowledged an alert?',
  parameters: [alertIdInPath],
  responses: {
    200: {
      description: 'Who is coming, or that nobody is yet.',
      content: jsonBody('Acknowledgement', { examples: { somebody: { value: { acknowledgedBy: 'ĐD. Trần Thị B' } } } }),
    },
    204: { description: 'Nobody yet.' },
    default: failures.default,
  },
};

const endAlert: Json = {
  operationId: 'endAlert',
  summary: 'A call for a person is over.',
  description:
    'Called off, answered at the kiosk or elsewhere, or given up after a day. Not sent to whoever named the person who comes. Repeated until it is answered, with growing pauses, for a day.',
  parameters: [alertIdInPath, idempotencyKey('alertId and "-end".')],
  requestBody: { required: true, content: jsonBody('AlertEnd') },
  responses: {
    204: { description: 'Taken off the list. Any other 2xx says the same.' },
    404: { description: 'This receiver keeps no list, or not this alert. Not sent again.' },
    ...failures,
  },
};

/** Every schema with an id once, the way OpenAPI wants them addressed. */
function sharedSchemas(): Json {
  const { $defs } = z.toJSONSchema(z.object(wireDocuments), plainly);
  return JSON.parse(JSON.stringify($defs).replaceAll('"#/$defs/', '"#/components/schemas/'));
}
