import * as z from 'zod';
import { languages } from '#config/agreements/language.ts';
import { businessDayFrom } from '#config/agreements/local-time.ts';
import { checkIn } from './check-in-settings.ts';
import { device } from './device-settings.ts';
import { hospitalEndpoint } from './hospital-settings.ts';
import { hubLink } from './hub-link-settings.ts';
import { measuring } from './measuring-settings.ts';
import { type ServiceSettings, service } from './service-settings.ts';
import { listenAddress, loopback, port } from './site-fields.ts';
import { expecting } from './site-mistakes.ts';
import { filePath, id, line, localized, timeOfDay } from './text-fields.ts';

/**
 * The site file: everything that makes this program one hospital's kiosk (design §8).
 *
 * One schema gives the types, the JSON Schema for editors and every message of the reader. Secrets never stand here.
 */

export const usualPagePort = 7070;
/** Where a kiosk's console is while it is set up, and stays unless somebody says otherwise. */
export const usualConsolePort = 7071;

/** What `extends` does; it is read before the rest and stands in no site that has been read. */
export const extendsSentence =
  'Path of a site file that this one completes, relative to this file. Objects are merged, lists replaced.';

export const siteFile = z.strictObject({
  $schema: filePath.optional().describe('For editors.'),
  profile: z
    .enum(['production', 'demo'])
    .describe('demo marks every ticket and message as a test; production refuses simulators.'),
  site: z
    .strictObject({
      facilityCode: z
        .string()
        .regex(/^[A-Za-z0-9]{1,20}$/, expecting('facility-code'))
        .describe('Code of the health facility (MA_CSKCB).'),
      name: line(120).describe('Name of the hospital, on screens and tickets.'),
      timeZone: z
        .string()
        .default('Asia/Ho_Chi_Minh')
        .refine(isTimeZone, expecting('time-zone'))
        .describe('Time zone of the facility; decides the business day.'),
      kioskPlace: line(80)
        .optional()
        .describe('Where this kiosk stands, for whoever is called: "Sảnh A, cạnh cửa chính".'),
      closedDays: z
        .array(z.string().refine((text) => businessDayFrom(text) !== undefined, expecting('calendar-day')))
        .max(60)
        .default([])
        .describe('Holidays, as year-month-day: services with opening hours do not open on them.'),
      desk: localized(80)
        .default({ vi: 'quầy Tiếp đón', en: 'the reception desk' })
        .describe('Where people help, as in "please go to …".'),
      ticketKeyFile: filePath
        .optional()
        .describe(
          'File with a secret of at least 32 characters, the same on all kiosks of the hospital and readable by their user only, relative to the file that names it. With it a kiosk knows the tickets of the others; without it a kiosk that only measures cannot tell a made-up ticket.',
        ),
    })
    .describe('The hospital that this kiosk serves.'),
  kiosk: z
    .strictObject({
      id: id.describe('Name of this kiosk.'),
      stations: z
        .array(z.enum(['check-in', 'vitals']))
        .min(1)
        .default(['check-in'])
        .describe('What this kiosk offers.'),
      listen: z
        .strictObject({
          host: loopback.default('127.0.0.1').describe('Loopback address of the patient page.'),
          port: port.default(usualPagePort).describe('Port of the patient page; 0 for any free one.'),
        })
        .describe('Where the patient page is served.'),
      dataDir: filePath.describe('Directory of the store, relative to the file that names it.'),
      languages: z
        .array(z.enum(languages))
        .min(1)
        .default(['vi', 'en'])
        .describe('Languages offered, the first one at rest.'),
      selfTestAt: timeOfDay
        .default('06:00')
        .describe('When the kiosk tests itself, every day: before the first patient, in the time of the facility.'),
      ticketSlot: z
        .enum(['below', 'left', 'right'])
        .default('below')
        .describe('Where the paper comes out, seen from the screen.'),
    })
    .describe('This kiosk itself: its name, its work, the patient page and where data are kept.'),
  management: z
    .strictObject({
      listen: z
        .strictObject({
          host: listenAddress
            .default('127.0.0.1')
            .describe(
              'Address of the console: loopback for this machine only, an address of this machine for one network, 0.0.0.0 or :: for all. Off loopback it speaks TLS only.',
            ),
          port: port.default(0).describe('Port of the console; 0 for any free one.'),
        })
        .prefault({})
        .describe('Where the console listens.'),
      tls: z
        .strictObject({
          certFile: filePath.describe(
            'PEM file with the certificate and what leads to it, relative to the file that names it.',
          ),
          keyFile: filePath.describe(
            "PEM file with its private key, readable by the kiosk's user only, relative to the file that names it.",
          ),
        })
        .optional()
        .describe(
          'A certificate of the hospital for the console. Without it, off loopback, the kiosk signs one by itself, and its fingerprint stands on the set-up screen.',
        ),
      allowedHosts: z
        .array(z.string().regex(/^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/, expecting('host-name')))
        .max(16)
        .default([])
        .describe(
          'Names under which browsers may call the console, beside localhost and the addresses of this machine; any other is refused.',
        ),
    })
    .prefault({})
    .describe("The technician's console has a listener, a certificate and a sign-in of its own."),
  devices: z.array(device).max(16).default([]).describe('Devices of this kiosk.'),
  services: z.array(service).min(1).max(24).describe('What patients can choose.'),
  checkIn,
  measuring,
  hospital: z
    .array(hospitalEndpoint)
    .max(8)
    .default([])
    .describe('Systems of the hospital: who is told, and who is asked.'),
  hub: hubLink,
  lookUps: z
    .strictObject({
      deadlineMs: z
        .int()
        .min(200)
        .max(10_000)
        .default(3_000)
        .describe('How long a patient waits for the hospital before going on as "not verified".'),
    })
    .prefault({})
    .describe('Questions to the hospital while the patient waits.'),
  standingAfterMinutes: z
    .int()
    .min(1)
    .max(1440)
    .default(15)
    .describe(
      'A system of the hospital that accepts nothing for so long while something waits raises an alert; it ends by itself.',
    ),
});

export type {
  BarcodeScannerSettings,
  BloodPressureMonitorSettings,
  CardReaderSettings,
  DeviceSettings,
  TicketPrinterSettings,
  VitalSignsSettings,
} from './device-settings.ts';
export type {
  Capability,
  FhirEndpointSettings,
  Hl7v2EndpointSettings,
  HospitalSettings,
  TlsSettings,
  WebhookEndpointSettings,
} from './hospital-settings.ts';
export type { HubLinkSettings } from './hub-link-settings.ts';
export type {
  HidTransportSettings,
  PrinterTransportSettings,
  TransportSettings,
} from './transport-settings.ts';
export type SiteFile = z.infer<typeof siteFile>;
export type { ServiceSettings } from './service-settings.ts';
/** Letters before a priority number of this service. */
export function priorityPrefixOf(service: Pick<ServiceSettings, 'prefix' | 'priorityPrefix'>): string {
  return service.priorityPrefix ?? `U${service.prefix}`;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
