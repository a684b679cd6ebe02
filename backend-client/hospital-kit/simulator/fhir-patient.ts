import { type FhirResource, listOf, textOf } from './fhir-search.ts';
import { type KnownPerson, type PersonFacts, spellingsOf } from './known-person.ts';

type Json = Readonly<Record<string, unknown>>;

const vnCore = 'http://fhir.ehealth.gov.vn/core/sid';
const codeName = 'patient-internal-id';
const citizenName = 'national_id';
const insuranceName = 'insurance_number';

/** What a Patient says of a person. */
export function factsOfPatient(patient: Json): PersonFacts {
  const phones = listOf(patient.telecom).filter(({ system, use }) => system === 'phone' && use !== 'old');
  return {
    patientName: textOf(listOf(patient.name)[0]?.text),
    birth: textOf(patient.birthDate).replaceAll('-', ''),
    sex: sexOf(textOf(patient.gender)),
    address: textOf(listOf(patient.address).find(({ type }) => type !== 'physical')?.text),
    citizenNumber: textOf(numberedBy(patient, `/${citizenName}`)?.value),
    insuranceNumber: textOf(numberedBy(patient, `/${insuranceName}`)?.value),
    patientCode: textOf(numberedBy(patient, `/${codeName}`)?.value),
    phone: textOf(phones[0]?.value),
  };
}

/** The identifier in force whose system ends so; else one that is out of force, as old card numbers are. */
export function numberedBy(resource: Json, ending: string): Json | undefined {
  const all = listOf(resource.identifier).filter(({ system }) => textOf(system).endsWith(ending));
  return all.find(({ use }) => use !== 'old') ?? all[0];
}

/** As it was sent, but with what the hospital knows of them, and with no number that is not theirs. */
export function patientWith(sent: FhirResource, person: KnownPerson | undefined): FhirResource {
  const theirs = person ? identifiersOf(person) : [];
  const all = listOf(sent.identifier);
  const asSent = theirs.map(
    (each) => all.find(({ system, value }) => system === each.system && value === each.value) ?? each,
  );
  const others = all.filter(({ system, value }) => {
    const name = textOf(system).split('/').at(-1);
    if (name !== codeName && name !== citizenName && name !== insuranceName) return true;
    return theirs.some((each) => each.value === value && each.system !== system && each.system.endsWith(`/${name}`));
  });
  const { identifier: _sent, ...rest } = sent;
  const numbered = { ...rest, ...(asSent.length + others.length > 0 ? { identifier: [...asSent, ...others] } : {}) };
  if (!person) return numbered;
  const { fullName, birth, sex, address, phone } = person;
  const [family, ...given] = fullName.split(' ');
  const isNamed = fullName === '' || factsOfPatient(sent).patientName === fullName;
  const places = placesOf(sent, address);
  const isReached = phone === '' || listOf(sent.telecom).some(({ value }) => value === phone);
  return {
    active: true,
    ...numbered,
    address: places.length > 0 ? places : undefined,
    ...(isNamed ? {} : { name: [{ text: fullName, family, given }] }),
    gender: sex,
    ...(birth === '' ? {} : { birthDate: birth }),
    ...(isReached ? {} : { telecom: [{ system: 'phone', use: 'mobile', value: phone }] }),
  };
}

/** The known address as it was sent, where somebody lives now, and those that are no line of text. */
function placesOf(sent: FhirResource, address: string): readonly Json[] {
  const places = listOf(sent.address).filter(
    ({ text, type }) => text === undefined || text === address || type === 'physical',
  );
  const isThere = address === '' || places.some(({ text }) => text === address);
  return isThere ? places : [{ use: 'home', text: address, country: 'VN' }, ...places];
}

function identifiersOf({ patientCode, citizenNumber, insuranceNumber }: KnownPerson) {
  const numbers = [
    [codeName, patientCode],
    [citizenName, citizenNumber],
    ...spellingsOf(insuranceNumber).map((value) => [insuranceName, value] as const),
  ] as const;
  return numbers.filter(([, value]) => value !== '').map(([name, value]) => ({ system: `${vnCore}/${name}`, value }));
}

export function sexOf(word: string): string {
  return { male: 'M', female: 'F', unknown: 'U' }[word] ?? '';
}
