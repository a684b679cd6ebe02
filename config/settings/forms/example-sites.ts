import type { JsonObject } from '../json.ts';
import { isObject, type Json, withField } from '../json.ts';
import { type Control, type FormField, fieldsFor } from './form-model.ts';
import { siteForm } from './site-form.ts';

/** For tests: valid sites, made from the forms, that together have every field of every shape. */

/** What stands in fields whose form the schema knows and no default tells. */
const texts: Readonly<Record<string, string>> = {
  $schema: './site.schema.json',
  'site.facilityCode': '27005',
  'kiosk.id': 'kiosk-1',
  'management.allowedHosts[]': 'kiosk-1.vidu.vn',
  'devices[].id': 'device-1',
  'devices[].transport.host': '10.0.0.5',
  'devices[].transport.path': '/dev/ttyUSB0',
  'devices[].transport.vendorId': '04b8',
  'devices[].transport.productId': '0202',
  'services[].code': 'noi',
  'checkIn.waysIn.patientCode.prefix': 'BN',
  'checkIn.consents[].code': 'messages',
  'measuring.order[]': 'device-1',
  'services[].prefix': 'A',
  'services[].priorityPrefix': 'UA',
  'services[].hours[].from': '07:00',
  'services[].hours[].to': '11:30',
  'services[].otherwise': 'tiep-don',
  'site.closedDays[]': '2027-02-05',
  'hospital[].id': 'his',
  'hospital[].host': 'his.vidu.vn',
  'hospital[].baseUrl': 'http://his.vidu.vn/fhir',
  'hospital[].auth.tokenUrl': 'https://his.vidu.vn/token',
  'hospital[].url': 'https://his.vidu.vn/kiosk',
  'hospital[].lookUpUrl': 'https://his.vidu.vn/hoi',
  'hospital[].alertUrl': 'https://his.vidu.vn/goi',
  'hospital[].assigningAuthorities.visit': 'TIEPDON',
  'hub.url': 'https://hub.vidu.vn',
  'hospital[].identifierSystems.visit': 'urn:vidu:visit',
  'hospital[].identifierSystems.ticket': 'urn:vidu:ticket',
  'hospital[].identifierSystems.reading': 'urn:vidu:reading',
  'hospital[].identifierSystems.appointment': 'urn:vidu:appointment',
  'hospital[].identifierSystems.service': 'urn:vidu:service',
};

/** The end of what begins with the least. */
const numbers: Readonly<Record<string, number>> = { 'devices[].cuffCm.to': 32 };

/** Pairs of which a valid shape has one only. */
const contradictions: readonly string[] = [
  'devices[].transport{usb-printer}.path',
  'devices[].transport{hid}.path',
  'hospital[].secretVariable',
  'devices[].proof',
  'devices[].cscaDir',
];

/** What closes needs it beside. */
const desk: JsonObject = {
  code: 'tiep-don',
  prefix: 'T',
  priorityPrefix: 'UT',
  helpChoosing: true,
  hours: [],
};

export interface ExampleSite {
  readonly name: string;
  readonly site: JsonObject;
}

/** One site for each device on each line, and for each system of the hospital with each way to prove oneself. */
export function exampleSites(): readonly ExampleSite[] {
  const form = siteForm();
  const plain = example(form.control);
  const of = (list: string) =>
    variantsIn(form, list).map((entry, at) => ({ name: `${list} ${at}`, site: withField(plain, list, [entry]) }));
  return [{ name: 'plain', site: plain }, ...of('devices'), ...of('hospital')].map(({ name, site }) => ({
    name,
    site: orderedByWhatMeasures(site),
  }));
}

/** Devices are measured with in an order that names none that measures nothing. */
function orderedByWhatMeasures(site: JsonObject): JsonObject {
  const { measuring, devices } = site;
  const kinds = Array.isArray(devices) ? devices.map((device) => (isObject(device) ? device.kind : undefined)) : [];
  const measures = kinds.includes('blood-pressure-monitor') || kinds.includes('vital-signs');
  return measures || !isObject(measuring) ? site : { ...site, measuring: { ...measuring, order: [] } };
}

/** Every shape of the entries of a list; variants within variants are multiplied. */
function variantsIn(form: FormField, list: string): readonly JsonObject[] {
  const field = fieldsFor(form.control, {}).find(({ key }) => key === list);
  if (field?.control.kind !== 'list') return [];
  return shapes(field.control.entry);
}

function shapes({ control }: FormField): readonly JsonObject[] {
  if (control.kind !== 'variants') return [example(control)];
  return decisions(control).flatMap((decided) => {
    const fields = fieldsFor(control, decided).filter(({ key }) => !Object.hasOwn(decided, key));
    const inner = fields.find((each) => each.control.kind === 'variants');
    const whole = withFields(
      decided,
      fields.filter((each) => each !== inner),
    );
    return inner ? shapes(inner).map((shape) => withField(whole, inner.key, shape)) : [whole];
  });
}

/** What the deciding fields can say: `{ kind, driver }`. */
function decisions(control: Control & { readonly kind: 'variants' }, above: JsonObject = {}): readonly JsonObject[] {
  return control.by.control.choices.flatMap(({ value }) => {
    const decided = withField(above, control.by.key, value);
    const shape = control.shapes[String(value)];
    return shape?.kind === 'variants' ? decisions(shape, decided) : [decided];
  });
}

function withFields(object: JsonObject, fields: readonly FormField[]): JsonObject {
  return fields.reduce<JsonObject>((whole, field) => {
    if (field.pattern === 'extends' || contradictions.includes(field.words) || contradictions.includes(field.pattern)) {
      return whole;
    }
    return withField(whole, field.key, exampleOf(field));
  }, object);
}

function example(control: Control): JsonObject {
  return withFields({}, fieldsFor(control, {}));
}

function exampleOf(field: FormField): Json {
  const { control, pattern, preset } = field;
  switch (control.kind) {
    case 'text':
      return texts[pattern] ?? (typeof preset === 'string' ? preset : 'A1');
    case 'path':
      return typeof preset === 'string' ? preset : './a-file';
    case 'number':
      return (
        numbers[pattern] ?? (typeof preset === 'number' ? preset : Math.min(Math.max(control.least, 12), control.most))
      );
    case 'switch':
      return false;
    case 'choice':
      return preset ?? control.choices[0]?.value ?? '';
    case 'by-language':
    case 'group':
      return example(control);
    case 'variants':
      return shapes(field)[0] ?? {};
    case 'list':
      // Devices and systems are put in one by one.
      if (pattern === 'devices' || pattern === 'hospital') return [];
      return pattern === 'services' ? services(exampleOf(control.entry)) : [exampleOf(control.entry)];
  }
}

function services(service: Json): readonly Json[] {
  if (!isObject(service)) return [];
  const { onlyFor = 'results', ...listed } = service;
  const { quota: _quota, otherwise: _otherwise, ...always } = listed;
  return [listed, { ...always, ...desk, onlyFor }];
}

/** The same site without what stands there. */
export function withoutPlace(site: JsonObject, path: readonly (string | number)[]): JsonObject {
  const copy: unknown = structuredClone(site);
  const outer = path
    .slice(0, -1)
    .reduce<unknown>((inner, key) => (inner instanceof Object ? Reflect.get(inner, key) : undefined), copy);
  if (outer instanceof Object) Reflect.deleteProperty(outer, path.at(-1) ?? '');
  return isObject(copy) ? copy : {};
}
