import {
  isAbout,
  type KnownAppointment,
  type KnownPerson,
  nobody,
  numbersOf,
  type PersonFacts,
  spellingsOf,
  updated,
} from './known-person.ts';
import { seededPeople } from './seeded-people.ts';

/** Everybody whom look-ups find: those who were always there, and whoever was registered. In memory only. */
export interface People {
  /** By any of these numbers: patient code, citizen or insurance number. In the order of the numbers. */
  find(numbers: readonly string[]): readonly KnownPerson[];
  findAppointment(appointmentId: string): KnownAppointment | undefined;
  /** Whose facts these are. */
  whoIs(facts: PersonFacts): KnownPerson | undefined;
  /**
   * Knows this person from now on, or knows more about them. A number that is somebody else's stays theirs; `undefined` for
   * whoever has no other.
   */
  register(facts: PersonFacts): KnownPerson | undefined;
  list(): readonly KnownPerson[];
  /** What the last question was told, for the page: `BN0001` or `unknown`. */
  lastAnswer(): string;
}

const mostRegistered = 2000;

/** `forgot`: the registered person of whom nothing was heard longest, when there are too many. */
export function createPeople(currentYear: number, forgot: (person: KnownPerson) => void): People {
  const byCode = new Map<string, KnownPerson>();
  const codeOf = new Map<string, string>();
  /** Codes; whoever was heard of last is last. */
  const registered = new Set<string>();
  let last = '';
  let lastCode = 0;
  for (const person of seededPeople(currentYear)) put(person);

  function put(person: KnownPerson): void {
    remove(person.patientCode);
    byCode.set(person.patientCode, person);
    for (const number of numbersOf(person)) codeOf.set(number, person.patientCode);
  }

  function remove(patientCode: string): void {
    const person = byCode.get(patientCode);
    if (person) for (const number of numbersOf(person)) codeOf.delete(number);
  }

  function personWith(number: string): KnownPerson | undefined {
    return byCode.get(codeOf.get(number) ?? '');
  }

  function find(numbers: readonly string[]): readonly KnownPerson[] {
    const found = new Set(
      numbers
        .flatMap(spellingsOf)
        .map(personWith)
        .filter((person) => person !== undefined),
    );
    last = [...found].map(({ patientCode }) => patientCode).join(', ') || 'unknown';
    return [...found];
  }

  function whoIs(facts: PersonFacts): KnownPerson | undefined {
    return claimed(facts)
      .flatMap(spellingsOf)
      .map(personWith)
      .find((person) => person !== undefined && isAbout(facts, person));
  }

  function register(facts: PersonFacts): KnownPerson | undefined {
    const known = whoIs(facts);
    const isFree = (number: string) =>
      spellingsOf(number).every((each) => (personWith(each) ?? known)?.patientCode === known?.patientCode);
    if (!known && !claimed(facts).some(isFree)) return undefined;
    const person = updated(known ?? { ...nobody, patientCode: codeFor(facts) }, facts, isFree);
    put(person);
    if (!known || registered.delete(person.patientCode)) registered.add(person.patientCode);
    if (registered.size > mostRegistered) forgetOldest();
    return person;
  }

  /** The code that the kiosk was told, perhaps before this program was started anew; else the next one. */
  function codeFor({ patientCode }: PersonFacts): string {
    if (/^[!-~]{1,64}$/.test(patientCode) && personWith(patientCode) === undefined) return patientCode;
    do lastCode += 1;
    while (personWith(nextCode()) !== undefined);
    return nextCode();
  }

  function nextCode(): string {
    return `BN27${String(lastCode).padStart(6, '0')}`;
  }

  function forgetOldest(): void {
    const [oldest = ''] = registered;
    const person = byCode.get(oldest);
    registered.delete(oldest);
    remove(oldest);
    byCode.delete(oldest);
    if (person) forgot(person);
  }

  return {
    find,
    findAppointment: (id) =>
      [...byCode.values()].find(({ appointment }) => appointment?.appointmentId === id)?.appointment,
    whoIs,
    register,
    list: () => [...byCode.values()],
    lastAnswer: () => last,
  };
}

/** Strongest first, as kiosks look for somebody. */
function claimed({ patientCode, citizenNumber, insuranceNumber }: PersonFacts): readonly string[] {
  return [patientCode, citizenNumber, insuranceNumber].filter((number) => number !== '');
}
