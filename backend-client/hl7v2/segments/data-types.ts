import type { Patient, PatientBirth } from '../../contract/patient.ts';
import { composite, type Hl7Component, type Hl7Composite } from '../encoding.ts';

/** Values of HL7 data types that several segments hold. */

/** HD inside a composite, from the site file: a namespace, or `namespace&universal id&type`. */
export function hierarchicDesignator(authority: string): Hl7Component {
  return authority.includes('&') ? { subcomponents: authority.split('&') } : authority;
}

/** EI: the same designator, in components 2 to 4. */
export function entityIdentifier(id: string, authority: string): Hl7Composite {
  const [namespace, universalId, type] = authority.split('&');
  return composite({ 1: id, 2: namespace, 3: universalId, 4: type });
}

/** Table 0001. */
export function administrativeSex(sex: Patient['sex']): string {
  return { male: 'M', female: 'F', unknown: 'U' }[sex];
}

/** TS as precise as the card: `19480815`, `194808`, `1948`. */
export function birthDate(birth: PatientBirth | undefined): string | undefined {
  if (!birth) return undefined;
  if (birth.precision === 'year') return String(birth.year).padStart(4, '0');
  return dateFrom(birth.precision === 'month' ? birth.month : birth.date);
}

/** `2026-11-22` → `20261122`, `2026-11` → `202611`. */
export function dateFrom(text: string | undefined): string | undefined {
  return text?.replaceAll('-', '');
}
