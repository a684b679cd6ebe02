import { setImmediate as otherWork } from 'node:timers/promises';
import { checkInFrom } from '#backend-client/check-in-columns/check-in.ts';
import type { ReadingValues } from '#backend-client/contract/reading.ts';
import type { UndeliveredVisit } from '#backend-client/contract/undelivered-visit.ts';
import { averageQuantities } from '#backend-client/store/reading-values.ts';
import type { Store } from '#backend-client/store/store.ts';
import { onDisk } from '#backend-client/store/store-problem.ts';
import { ok, problem, type Result, unreachable } from '#config/agreements/result.ts';
import type { SiteFile } from '#config/settings/site-file.ts';
import type { DeskFacts, DeskList, DeskQuantity, DeskVisit } from '#kiosk/bridge/console/hospital-words.ts';

interface Needs {
  readonly store: Pick<Store, 'undelivered'>;
  readonly site: Pick<SiteFile, 'site' | 'kiosk'>;
  readonly now: () => number;
}

/** Opened between what patients do. */
const visitsAtOnce = 20;

/** Everything that the hospital does not have, as the desk types it in. */
export async function deskList({
  store,
  site: { site, kiosk },
  now,
}: Needs): Promise<Result<DeskList, { readonly kind: 'store-failed' }>> {
  const walk = store.undelivered.walk()[Symbol.iterator]();
  const visits: DeskVisit[] = [];
  for (;;) {
    const next = onDisk(() => walk.next());
    if (!next.ok) return problem({ kind: 'store-failed' });
    if (next.value.done) return ok({ facility: site.name, kioskId: kiosk.id, at: now(), visits });
    visits.push(deskVisit(next.value.value, site));
    if (visits.length % visitsAtOnce === 0) await otherWork();
  }
}

function deskVisit(visit: UndeliveredVisit, site: SiteFile['site']): DeskVisit {
  const { ticketNumber, day, messages, readings } = visit;
  return {
    ...{ ticketNumber, day, messages },
    known: visit.facts && deskFacts(visit.facts, site),
    readings: readings.map(({ takenAt, values }) => ({ at: takenAt, quantities: quantitiesOf(values) })),
  };
}

function deskFacts(facts: NonNullable<UndeliveredVisit['facts']>, site: SiteFile['site']): DeskFacts {
  const { columns } = checkInFrom(facts, site);
  const { visit, patient, contact, appointment } = facts;
  const { hisCode, name, room } = visit.service;
  return {
    name: columns.HO_TEN,
    citizenNumber: columns.SO_CCCD,
    birth: asWritten(columns.NGAY_SINH),
    sex: patient.sex,
    address: patient.address ?? '',
    phone: contact?.phone ?? '',
    patientCode: columns.MA_BN,
    insuranceNumber: columns.MA_THE_BHYT,
    insuranceFacility: columns.MA_DKBD,
    insuranceFrom: asWritten(columns.GT_THE_TU),
    insuranceTo: asWritten(columns.GT_THE_DEN),
    objectCode: columns.MA_DOITUONG_KCB,
    service: `${hisCode} ${name.vi}, ${room}`,
    priority: visit.priority !== undefined,
    appointmentId: appointment?.appointmentId ?? '',
    cameAt: visit.storedAt,
  };
}

/** `yyyyMMdd…` → `dd/MM/yyyy`, `MM/yyyy` or `yyyy`, as far as it is known. */
function asWritten(column: string): string {
  const [, year = '', month = '00', day = '00'] = /^(\d{4})(\d\d)?(\d\d)?/.exec(column) ?? [];
  return [day, month, year].filter((part) => part !== '00').join('/');
}

function quantitiesOf(values: ReadingValues): readonly DeskQuantity[] {
  switch (values.kind) {
    case 'quantities':
      return values.quantities;
    case 'blood-pressure-average':
      return averageQuantities(values);
    case 'blood-pressure':
      return [
        { of: 'systolic', value: values.systolic, unit: 'mm[Hg]' },
        { of: 'diastolic', value: values.diastolic, unit: 'mm[Hg]' },
        { of: 'pulse', value: values.pulse, unit: '/min' },
      ];
    default:
      return unreachable(values);
  }
}
