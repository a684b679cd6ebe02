import * as z from 'zod';
import { languages } from '#config/agreements/language.ts';
import { businessDayFrom } from '#config/agreements/local-time.ts';
import { service } from './service-settings.ts';
import { httpUrl, listenAddress, port } from './site-fields.ts';
import { expecting } from './site-mistakes.ts';
import { filePath, id, line, localized, timeOfDay } from './text-fields.ts';

/**
 * `hub.json`: everything that makes this program one hospital's hub (design §14). Same reader, merging and messages as the site file.
 * Secrets never stand here.
 */
export const usualHubPort = 7100;

const database = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('sqlite').describe('One file in dataDir, for one hub on one machine.'),
  }),
  z.strictObject({
    kind: z.literal('postgresql').describe('A server of the hospital; two hubs may share it.'),
    url: z
      .string()
      .max(400)
      .regex(/^postgres(ql)?:\/\/[^\s:@/]+@[^\s@/]+\/[^\s/]+$/, expecting('postgresql-url'))
      .describe('postgres://user@host:5432/database, without a password.'),
    passwordFile: filePath
      .optional()
      .describe("File with the password, readable by the hub's user only, relative to the file that names it."),
    caFile: filePath
      .optional()
      .describe('PEM file with who signed the certificate of the server. With it, and off loopback, TLS is spoken.'),
  }),
]);

/** Of a hospital's numbers: how many of which lane are called. */
const lanes = z
  .strictObject({
    priority: z.int().min(1).max(20).default(2).describe('So many of the priority lane are called,'),
    ordinary: z.int().min(1).max(20).default(1).describe('then so many ordinary ones, while both wait.'),
    ceilingMinutes: z
      .int()
      .min(5)
      .max(600)
      .default(60)
      .describe('Whoever has waited longer in the ordinary lane is next, whatever the ratio says.'),
  })
  .prefault({});

const hubService = service.pick({
  name: true,
  hisCode: true,
  code: true,
  prefix: true,
  priorityPrefix: true,
  room: true,
  floor: true,
  directions: true,
  hours: true,
  quota: true,
});

const place = z.strictObject({
  id: id.describe('Our short name of the place; the board is at /board/<id>.'),
  name: localized(80).describe('As on the board: hall, cashier, samples.'),
  services: z.array(id).min(1).max(100).describe('Our short names of the services that are called there.'),
  languages: z.array(z.enum(languages)).min(1).default(['vi']).describe('In which calls are spoken, in this order.'),
  voice: z
    .strictObject({
      dialect: z.enum(['north', 'central', 'south']).default('north').describe('Of the Vietnamese voice.'),
      volume: z.int().min(0).max(100).default(80).describe('Of speech and chime, in per cent.'),
      quiet: z
        .array(z.strictObject({ from: timeOfDay, to: timeOfDay }))
        .max(4)
        .default([])
        .describe('When nothing sounds, in the time of the facility; the board flashes.'),
      packDir: filePath
        .optional()
        .describe('Folder with recordings of the hospital or a voice pack, relative to the file that names it.'),
    })
    .prefault({})
    .describe('How calls sound.'),
  notices: z.array(localized(200)).max(12).default([]).describe('Lines below the calls, one after the other.'),
  picturesDir: filePath.optional().describe('Folder with pictures of the hospital that the board shows by turns.'),
});

const counter = z.strictObject({
  id: id.describe('Our short name of the counter; its page is at /counter/<id>.'),
  name: localized(80).describe('As it is called: "Phòng 101", "quầy 3".'),
  place: id.describe('Where its calls are shown and spoken.'),
  services: z.array(id).min(1).max(100).describe('Our short names of the services that it calls.'),
  kiosk: id
    .optional()
    .describe(
      'The counter is the chair of this kiosk, which only measures (kiosk.id of its site file): it asks whoever waits for these services to be measured first. Nobody signs in there.',
    ),
  comeWithinSeconds: z
    .int()
    .min(30)
    .max(900)
    .default(120)
    .describe('For so long the chair of a kiosk waits for whom it has asked; then it asks the next one.'),
});

const hubKiosk = z.strictObject({
  id: id.describe('kiosk.id of its site file.'),
  place: id.optional().describe('Whose counters ring when somebody there calls for a person. Without it: all.'),
});

const hubSystem = z.strictObject({
  id: id.describe('Our short name of the system; npm run hub-key -- --system <id> makes its key.'),
  eventsUrl: httpUrl.optional().describe('Where it is told of calls and of what becomes of them. Without it: nowhere.'),
  secretFile: filePath
    .optional()
    .describe("File with the secret that signs what it is told, readable by the hub's user only."),
});

export const hubFile = z.strictObject({
  $schema: filePath.optional().describe('For editors.'),
  profile: z.enum(['production', 'demo']).describe('demo marks every page as a test.'),
  site: z
    .strictObject({
      facilityCode: z
        .string()
        .regex(/^[A-Za-z0-9]{1,20}$/, expecting('facility-code'))
        .describe('Code of the health facility (MA_CSKCB).'),
      name: line(120).describe('Name of the hospital, on boards and pages.'),
      timeZone: z
        .string()
        .default('Asia/Ho_Chi_Minh')
        .refine(isTimeZone, expecting('time-zone'))
        .describe('Time zone of the facility; decides the business day.'),
      closedDays: z
        .array(z.string().refine((text) => businessDayFrom(text) !== undefined, expecting('calendar-day')))
        .max(60)
        .default([])
        .describe('Holidays, as year-month-day.'),
    })
    .describe('The hospital.'),
  listen: z
    .strictObject({
      host: listenAddress
        .default('127.0.0.1')
        .describe('Address of the pages and of the kiosks. Off loopback it speaks TLS only.'),
      port: port.default(usualHubPort).describe('Port; 0 for any free one.'),
    })
    .prefault({})
    .describe('Where the hub listens.'),
  tls: z
    .strictObject({
      certFile: filePath.describe('PEM file with the certificate and what leads to it.'),
      keyFile: filePath.describe("PEM file with its private key, readable by the hub's user only."),
    })
    .optional()
    .describe('A certificate of the hospital. Without it, off loopback, the hub signs one by itself.'),
  allowedHosts: z
    .array(z.string().regex(/^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/, expecting('host-name')))
    .max(16)
    .default([])
    .describe('Names under which browsers and kiosks may call the hub, beside localhost and its addresses.'),
  dataDir: filePath.describe(
    'Directory of people, keys, logs and the SQLite file, relative to the file that names it.',
  ),
  database: database.prefault({ kind: 'sqlite' }).describe('Where the days are kept.'),
  services: z.array(hubService).min(1).max(100).describe('What patients wait for.'),
  lanes: lanes.describe('How lanes are mixed.'),
  lateTolerance: z
    .int()
    .min(0)
    .max(50)
    .default(3)
    .describe('Whoever comes back from absence is called after so many others.'),
  places: z.array(place).min(1).max(100).describe('Where numbers are called.'),
  counters: z.array(counter).min(1).max(300).describe('Who calls.'),
  systems: z
    .array(hubSystem)
    .max(16)
    .default([])
    .describe('Systems of the hospital that call, finish and withdraw numbers as a counter does.'),
  kiosks: z
    .array(hubKiosk)
    .max(200)
    .default([])
    .describe('Places of kiosks; a kiosk that is not here rings everywhere.'),
});

export type HubFile = z.infer<typeof hubFile>;
export type HubService = HubFile['services'][number];
export type HubPlace = HubFile['places'][number];
export type HubCounter = HubFile['counters'][number];

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
