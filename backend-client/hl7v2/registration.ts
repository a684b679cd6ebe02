import type { ControlId } from '#config/agreements/ids.ts';
import type { Hl7v2EndpointSettings, ServiceSettings, SiteFile } from '#config/settings/site-file.ts';
import type { RegistrationFact } from '../contract/fact.ts';
import type { InsuranceDocument, Patient, PatientBirth } from '../contract/patient.ts';
import type { MessageRenderer } from '../contract/store.ts';
import type { StoredVisit } from '../contract/visit.ts';
import { buildMessage, cleanText, composite, type Hl7Field, type Hl7SegmentToBuild, repetitions } from './encoding.ts';
import {
  assigningAuthorities,
  identifierTypes,
  identitySources,
  insurancePlan,
  localCodingSystem,
  priorityGrounds,
  priorityUncertain,
  priorityVisit,
  purposes,
} from './local-codes.ts';
import { personName } from './person-name.ts';
import { hl7Timestamp } from './timestamp.ts';

/** What a renderer knows of the site. `services` gives hisCode, name and room of each service code. */
export interface Hl7v2Site {
  readonly facilityCode: string;
  readonly timeZone: string;
  readonly profile: SiteFile['profile'];
  readonly services: readonly Pick<ServiceSettings, 'code' | 'hisCode' | 'name' | 'room'>[];
}

/** Everything a segment is made from. */
interface Registration extends RegistrationFact {
  readonly controlId: ControlId;
  readonly endpoint: Hl7v2EndpointSettings;
  readonly site: Hl7v2Site;
  readonly service: Hl7v2Site['services'][number];
  /** TS with seconds and offset: `20261122081200+0700`. */
  readonly storedAt: string;
}

/**
 * A registration is ADT^A04^ADT_A01, HL7 v2.5.1, UTF-8. This table is the contract for HIS teams.
 *
 * A fact that is not known is an empty field. Values are escaped, NFC, without control characters, at most 255 characters.
 * A message may arrive more than once, always the same bytes under the same MSH-10.
 *
 * | field | content |
 * | --- | --- |
 * | MSH-3 … MSH-6 | sending and receiving application and facility, from the site file |
 * | MSH-7 | when the visit was stored at the kiosk, `yyyyMMddHHmmss+0700` |
 * | MSH-10 | control id, 20 characters; to be used for dropping repeated messages |
 * | MSH-11 | `P`; `T` from a demo site |
 * | MSH-12, 17, 18 | `2.5.1`, `VNM`, `UNICODE UTF-8` |
 * | EVN-1, EVN-2, EVN-7 | `A04`, as MSH-7, facility code |
 * | PID-3 | repetitions, each with CX.4 authority and CX.5 type: `CCCD`/`NI` (CX.7 issue date), `CMND`/`NI`, `BHXH`/`SB` (CX.7, CX.8 validity). Without any paper: the visit id with MSH-3 and `VN`, a temporary identifier |
 * | PID-5 | name, see `person-name.ts` |
 * | PID-7 | `yyyyMMdd`, `yyyyMM` or `yyyy`, as precise as the card |
 * | PID-8 | `M`, `F`, `U` |
 * | PID-11 | XAD.1 the whole address as one line, XAD.6 `VNM`, XAD.7 `P` permanent residence (from a CCCD) or `H` home |
 * | PID-32 | where the name comes from: `QR_CCCD`, `QR_BHYT`, `CHIP`, `NONE` |
 * | PD1-3 | XON.10 facility of first insurance registration (MA_DKBD), XON.6 `BHXH`, XON.7 `FI`; PD1 is absent without it |
 * | PV1-2 | `O` |
 * | PV1-3 | PL.2 room, PL.4 facility code |
 * | PV1-10 | the hospital's code of the service (`hisCode`) |
 * | PV1-19 | visit id, with MSH-3 and `VN`: the business id, the same in every message of this visit |
 * | PV1-44 | as MSH-7 |
 * | PV1-50 | CX.1 the ticket number as printed (`A012`), CX.4 MSH-3, CX.7 the business day it belongs to |
 * | PV1-51 | `V` |
 * | PV2-3 | purpose of the visit: `EXAMINATION^Khám bệnh^L` |
 * | PV2-7 | ground of a priority: `AGE75` or `UNDER6`; a second repetition `CHECK` when staff must check it |
 * | PV2-23 | XON.1 name of the service |
 * | PV2-25 | `P` in the priority lane |
 * | IN1 | only when an insurance card was read |
 * | IN1-2, 3, 4 | `BHYT^Bảo hiểm y tế^L`, `BHXH`, `Bảo hiểm xã hội Việt Nam` |
 * | IN1-12, IN1-13 | valid from, valid to; IN1-13 is empty on an open-ended card |
 * | IN1-16, 17, 18, 43 | the patient's own name, `SEL^Self^HL70063`, birth date, sex |
 * | IN1-35 | benefit level (mức hưởng) 1 to 5 |
 * | IN1-36 | number on the card |
 */
export function createHl7v2Renderer({
  endpoint,
  site,
}: {
  readonly endpoint: Hl7v2EndpointSettings;
  readonly site: Hl7v2Site;
}): MessageRenderer {
  const services = new Map(site.services.map((service) => [service.code, service]));

  function registration(facts: RegistrationFact, controlId: ControlId): Uint8Array {
    const service = services.get(facts.visit.serviceCode);
    if (!service)
      throw new Error(`A visit was stored for a service that the site does not have: ${facts.visit.serviceCode}`);
    const storedAt = hl7Timestamp(facts.visit.storedAt, site.timeZone);
    const all: Registration = { ...facts, controlId, endpoint, site, service, storedAt };
    const segments = [
      header(all),
      event(all),
      patientIdentification(all),
      patientFacility(all),
      visit(all),
      visitMore(all),
      insurance(all),
    ];
    return buildMessage(segments.filter((segment) => segment !== undefined));
  }

  return {
    endpointId: endpoint.id,
    takes: ['registration'],
    render(fact, controlId) {
      if (fact.kind !== 'registration') throw new Error(`this renderer does not take a ${fact.kind}`);
      return registration(fact, controlId);
    },
  };
}

function header({ endpoint, site, storedAt, controlId }: Registration): Hl7SegmentToBuild {
  return {
    name: 'MSH',
    fields: {
      3: endpoint.sendingApplication,
      4: endpoint.sendingFacility ?? site.facilityCode,
      5: endpoint.receivingApplication,
      6: endpoint.receivingFacility ?? site.facilityCode,
      7: storedAt,
      9: composite({ 1: 'ADT', 2: 'A04', 3: 'ADT_A01' }),
      10: controlId,
      11: site.profile === 'demo' ? 'T' : 'P',
      12: '2.5.1',
      17: 'VNM',
      18: 'UNICODE UTF-8',
    },
  };
}

function event({ site, storedAt }: Registration): Hl7SegmentToBuild {
  return { name: 'EVN', fields: { 1: 'A04', 2: storedAt, 7: site.facilityCode } };
}

function patientIdentification(all: Registration): Hl7SegmentToBuild {
  const { patient } = all;
  return {
    name: 'PID',
    fields: {
      1: '1',
      3: patientIdentifiers(all),
      5: personName(patient.fullName),
      7: birthDate(patient.birth),
      8: administrativeSex(patient.sex),
      11: address(patient),
      32: identitySources[patient.source],
    },
  };
}

function patientIdentifiers({
  patient: { citizen, insurance: card },
  visit: { visitId },
  endpoint,
}: Registration): Hl7Field {
  const { citizenNumber, oldCitizenNumber, insuranceNumber } = assigningAuthorities;
  const { national, insurance: social, visit: visitNumber } = identifierTypes;
  const ids = [
    citizen && composite({ 1: citizen.number, 4: citizenNumber, 5: national, 7: date(citizen.issuedOn) }),
    citizen?.oldNumber === undefined
      ? undefined
      : composite({ 1: citizen.oldNumber, 4: oldCitizenNumber, 5: national }),
    card &&
      composite({ 1: card.number, 4: insuranceNumber, 5: social, 7: date(card.validFrom), 8: date(card.validTo) }),
  ].filter((id) => id !== undefined);
  if (ids.length > 0) return repetitions(ids);
  return composite({ 1: visitId, 4: endpoint.sendingApplication, 5: visitNumber });
}

function address({ address: line, source }: Patient): Hl7Field {
  if (line === undefined || cleanText(line) === '') return undefined;
  return composite({ 1: line, 6: 'VNM', 7: source === 'qr-cccd' ? 'P' : 'H' });
}

function patientFacility({ patient }: Registration): Hl7SegmentToBuild | undefined {
  const facilityCode = patient.insurance?.facilityCode;
  if (facilityCode === undefined) return undefined;
  const { insuranceNumber } = assigningAuthorities;
  return {
    name: 'PD1',
    fields: { 3: composite({ 6: insuranceNumber, 7: identifierTypes.facility, 10: facilityCode }) },
  };
}

function visit({
  visit: { visitId, number, day },
  endpoint,
  site,
  service,
  storedAt,
}: Registration): Hl7SegmentToBuild {
  const authority = endpoint.sendingApplication;
  return {
    name: 'PV1',
    fields: {
      1: '1',
      2: 'O',
      3: composite({ 2: service.room, 4: site.facilityCode }),
      10: service.hisCode,
      19: composite({ 1: visitId, 4: authority, 5: identifierTypes.visit }),
      44: storedAt,
      50: composite({ 1: number.text, 4: authority, 7: date(day) }),
      51: 'V',
    },
  };
}

function visitMore({ visit: { priority }, purpose, service }: Registration): Hl7SegmentToBuild {
  const { code, text } = purposes[purpose];
  return {
    name: 'PV2',
    fields: {
      3: composite({ 1: code, 2: text, 3: localCodingSystem }),
      7: priorityReasons(priority),
      23: service.name.vi,
      25: priority && priorityVisit,
    },
  };
}

function priorityReasons(priority: StoredVisit['priority']): Hl7Field {
  if (!priority) return undefined;
  return repetitions([priorityGrounds[priority.ground], priority.certain ? undefined : priorityUncertain]);
}

function insurance({ patient }: Registration): Hl7SegmentToBuild | undefined {
  if (!patient.insurance) return undefined;
  const card: InsuranceDocument = patient.insurance;
  return {
    name: 'IN1',
    fields: {
      1: '1',
      2: composite({ 1: insurancePlan.plan, 2: insurancePlan.planName, 3: localCodingSystem }),
      3: insurancePlan.company,
      4: insurancePlan.companyName,
      12: date(card.validFrom),
      13: date(card.validTo),
      16: personName(patient.fullName),
      17: composite({ 1: 'SEL', 2: 'Self', 3: 'HL70063' }),
      18: birthDate(patient.birth),
      35: card.benefitLevel,
      36: card.number,
      43: administrativeSex(patient.sex),
    },
  };
}

/** Table 0001. */
function administrativeSex(sex: Patient['sex']): string {
  return { male: 'M', female: 'F', unknown: 'U' }[sex];
}

function birthDate(birth: PatientBirth | undefined): string | undefined {
  if (!birth) return undefined;
  if (birth.precision === 'year') return String(birth.year).padStart(4, '0');
  return date(birth.precision === 'month' ? birth.month : birth.date);
}

/** `2026-11-22` → `20261122`, `2026-11` → `202611`. */
function date(text: string | undefined): string | undefined {
  return text?.replaceAll('-', '');
}
