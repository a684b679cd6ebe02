import * as z from 'zod';
import {
  callEndRequest,
  callRequest,
  callStanding,
  chairAnswer,
  chairRequest,
  contactAnswer,
  contactRequest,
  factsAnswer,
  factsRequest,
  hasNumberAnswer,
  hasNumberRequest,
  leaseAnswer,
  leaseRequest,
  profileHeader,
  refusalAnswer,
  reportLeasesRequest,
  wireVersion,
} from '#backend-client/hub-link/wire.ts';
import {
  systemActRequest,
  systemAnswer,
  systemEvent,
  systemRefusal,
  visitCancelledRequest,
} from './server/system-wire.ts';

/**
 * The hub as an OpenAPI 3.1 document, made from the schemas that it, its kiosks and the systems of the hospital read with. `npm run
 * hub-openapi` writes it down.
 */

/** Every document that programs send and get. */
export const hubDocuments = {
  FactsRequest: factsRequest,
  FactsAnswer: factsAnswer,
  LeaseRequest: leaseRequest,
  LeaseAnswer: leaseAnswer,
  HasNumberRequest: hasNumberRequest,
  HasNumberAnswer: hasNumberAnswer,
  ReportLeasesRequest: reportLeasesRequest,
  ChairRequest: chairRequest,
  ChairAnswer: chairAnswer,
  ContactRequest: contactRequest,
  ContactAnswer: contactAnswer,
  CallRequest: callRequest,
  CallEndRequest: callEndRequest,
  CallStanding: callStanding,
  Refusal: refusalAnswer,
  SystemActRequest: systemActRequest,
  VisitCancelledRequest: visitCancelledRequest,
  SystemAnswer: systemAnswer,
  SystemRefusal: systemRefusal,
  SystemEvent: systemEvent,
} as const;

type DocumentName = keyof typeof hubDocuments;
type Json = Readonly<Record<string, unknown>>;

/** As a reader of the schema expects it: no bounds that every number has. */
const plainly = {
  io: 'input',
  override: ({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }) => {
    if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    if (jsonSchema.type === 'number' && Number.isInteger(jsonSchema.const)) jsonSchema.type = 'integer';
  },
} as const;

/** JSON Schema, draft 2020-12. */
export function jsonSchemaOf(name: DocumentName): Json {
  return z.toJSONSchema(hubDocuments[name], plainly);
}

const refusals = {
  '400': { description: 'Not understood. Nothing was done.' },
  '401': answer('Refusal', 'The key is not known (`key-unknown`) or was revoked (`key-revoked`).'),
  '409': answer(
    'Refusal',
    'The hub speaks another version (`version`), or one of the two is a demo and the other one serves patients (`profile`).',
  ),
  '413': { description: 'Longer than anything that is read.' },
  '429': { description: 'Wrong keys came from this address; ask again after `retry-after` seconds.' },
  '503': answer(
    'Refusal',
    'Nobody decides at the moment (`not-deciding`): ask again. What was done is not done twice under the same `actId`.',
  ),
} as const;

const kioskParameters = [
  {
    name: profileHeader,
    in: 'header',
    required: false,
    description: "`profile` of the kiosk's site file. A hub of the other profile refuses the request.",
    schema: { enum: ['production', 'demo'] },
  },
];

/** What kiosks ask, by path. */
const kioskPaths = {
  '/kiosk/v1/facts': post('What a kiosk has to tell, in order; each is done once, however often it comes.', 'Facts'),
  '/kiosk/v1/lease': post('A block of numbers that this kiosk alone gives.', 'Lease'),
  '/kiosk/v1/has-number': post('Has one of these cards a number today, from any kiosk?', 'HasNumber'),
  '/kiosk/v1/report-leases': question(
    'What this kiosk holds, for a hub that lost its log and asks for it (`wantsLeases`).',
    'ReportLeasesRequest',
    answer('FactsAnswer', 'One outcome.'),
  ),
  '/kiosk/v1/contact': post(
    'How the kiosk does, every half minute; the hub says its day, services and mark.',
    'Contact',
  ),
  '/kiosk/v1/chair': question(
    'A kiosk that measures is free, or somebody sits there.',
    'ChairRequest',
    answer('ChairAnswer', 'Who is expected there, if anybody is.'),
  ),
  '/kiosk/v1/calls': question(
    'Somebody at the kiosk needs a person; again with each escalation.',
    'CallRequest',
    answer('CallStanding', 'Who comes, if anybody does.'),
  ),
  '/kiosk/v1/calls/end': question('The call is over.', 'CallEndRequest', { description: 'Heard.' }),
  '/kiosk/v1/calls/{alertId}': {
    get: {
      summary: 'Does somebody come?',
      security: [{ kioskKey: [] }],
      parameters: [
        ...kioskParameters,
        {
          name: 'alertId',
          in: 'path',
          required: true,
          schema: { type: 'string', pattern: '^[0-9A-HJKMNP-TV-Z]{20}$' },
        },
      ],
      responses: { '200': answer('CallStanding', 'Who comes, if anybody does.'), ...refusals },
    },
  },
};

/** What a system of the hospital asks: it calls, finishes and withdraws as a counter does. */
const systemPaths = {
  '/system/v1/act': asSystem(
    'Do at a counter what its page can do.',
    'Where nobody sits, or where the system has sat down (`sit-down`); at the counter of a person it is refused (`not-your-counter`). The same `actId` again does nothing more and is answered alike: send again what was not answered. A number that the system calls is shown and spoken like every other.',
    'SystemActRequest',
  ),
  '/system/v1/visit-cancelled': asSystem(
    'The hospital has cancelled a visit: its number is withdrawn, wherever it stands.',
    '`visitId` is that of the registration: the visit number of HL7 v2 and FHIR, `visitId` of the webhook.',
    'VisitCancelledRequest',
  ),
};

/** The other way round: the hub asks, the system answers. */
const systemWebhooks = {
  event: {
    post: {
      summary: 'What happened to a number.',
      description:
        'To `systems[].eventsUrl` of hub.json, in order, and each until it is taken: the same event may come twice. Any 2xx takes it. After 5xx, 408, 429 or no answer within five seconds it comes again, and the others wait behind it; any other status leaves it out.',
      parameters: [
        header('Idempotency-Key', 'Equal to `id` in the body. The same for every repetition.', true),
        header(
          'TiepDon-Signature',
          'Where `systems[].secretFile` is set. `t=<seconds since 1970>,v1=<HMAC-SHA256 in lower-case hexadecimal of "<t>.<body>" with the shared secret>`, made at each sending.',
          false,
        ),
      ],
      requestBody: { required: true, ...json({ $ref: '#/components/schemas/SystemEvent' }) },
      responses: { '204': { description: 'Taken. Any other 2xx says the same.' } },
    },
  },
};

const watchPaths = {
  '/healthz': {
    get: {
      summary: 'Does this hub decide?',
      responses: {
        '200': { description: 'It decides.', ...json(healthSchema()) },
        '503': { description: 'It stands by, or waits for its database.', ...json(healthSchema()) },
      },
    },
  },
  '/metrics': {
    get: {
      summary: 'Counters and gauges; no number in a queue and no person.',
      responses: {
        '200': { description: 'Prometheus text.', content: { 'text/plain': { schema: { type: 'string' } } } },
      },
    },
  },
};

export function openApiDocument(): Json {
  const schemas = Object.fromEntries(
    Object.keys(hubDocuments).map((name) => {
      const { $schema: _draft, ...schema } = jsonSchemaOf(name as DocumentName);
      return [name, schema];
    }),
  );
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tiếp Đón hub',
      version: `${wireVersion}.0.0`,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description:
        "What kiosks, systems of the hospital and programs that watch ask a hospital's hub, and what it tells those systems. Within one version fields may be added, never changed or taken away: ignore what you do not know. No name, no document and no measurement has a place here.",
    },
    servers: [{ url: 'http://127.0.0.1:7100', description: '`listen` of hub.json; off loopback it is https.' }],
    paths: { ...kioskPaths, ...systemPaths, ...watchPaths },
    webhooks: systemWebhooks,
    components: {
      schemas,
      securitySchemes: {
        kioskKey: {
          type: 'http',
          scheme: 'bearer',
          description: 'As `npm run hub-key -- --kiosk ID` prints it, once.',
        },
        systemKey: {
          type: 'http',
          scheme: 'bearer',
          description: 'As `npm run hub-key -- --system ID` prints it, once.',
        },
      },
    },
  };
}

function post(summary: string, name: 'Facts' | 'Lease' | 'HasNumber' | 'Contact'): Json {
  return question(summary, `${name}Request`, answer(`${name}Answer`, 'Done, or refused for each.'));
}

function question(summary: string, asked: DocumentName, answered: Json): Json {
  return {
    post: {
      summary,
      security: [{ kioskKey: [] }],
      parameters: kioskParameters,
      requestBody: { required: true, ...json({ $ref: `#/components/schemas/${asked}` }) },
      responses: { '200': answered, ...refusals },
    },
  };
}

function asSystem(summary: string, description: string, asked: DocumentName): Json {
  return {
    post: {
      summary,
      description,
      security: [{ systemKey: [] }],
      requestBody: { required: true, ...json({ $ref: `#/components/schemas/${asked}` }) },
      responses: {
        '200': answer('SystemAnswer', 'Done.'),
        ...refusals,
        '409': answer('SystemRefusal', 'Refused. Nothing was done, and nothing has changed.'),
      },
    },
  };
}

function header(name: string, description: string, required: boolean): Json {
  return { name, in: 'header', required, description, schema: { type: 'string', maxLength: 200 } };
}

function answer(name: DocumentName, description: string): Json {
  return { description, ...json({ $ref: `#/components/schemas/${name}` }) };
}

function json(schema: Json): Json {
  return { content: { 'application/json': { schema } } };
}

function healthSchema(): Json {
  const count = { type: 'integer', minimum: 0 };
  return {
    type: 'object',
    required: ['status', 'version', 'kiosks'],
    properties: {
      status: { enum: ['deciding', 'second', 'waiting'] },
      waitingFor: { type: 'string', description: 'With `waiting`: a closed word, such as `not-reachable`.' },
      version: { type: 'string' },
      day: { type: 'string', description: 'The business day, `yyyy-mm-dd`.' },
      recovering: { type: 'boolean' },
      kiosks: { type: 'object', required: ['enrolled', 'silent'], properties: { enrolled: count, silent: count } },
    },
  };
}
