import { seededPeople } from './seeded-people.ts';
import type { ArrivalFacts } from './words.ts';

/** Somebody as the hospital knows them; '' is what it does not know. `birth` as `yyyy-mm-dd`, `yyyy-mm` or `yyyy`. */
export interface KnownPerson {
  readonly patientCode: string;
  readonly fullName: string;
  readonly birth: string;
  readonly sex: 'male' | 'female' | 'unknown';
  readonly citizenNumber: string;
  readonly insuranceNumber: string;
  readonly phone: string;
  /** What the gateway says about their insurance: maKetQua. */
  readonly insuranceResult: string;
  readonly appointment: KnownAppointment | undefined;
}

/** Always of today. `hour` is local; `undefined`: the day alone is set. */
export interface KnownAppointment {
  readonly appointmentId: string;
  readonly kind: 'appointment' | 'follow-up-slip';
  readonly serviceHisCode: string;
  readonly hour: number | undefined;
  readonly description: string;
}

/** Everybody whom look-ups find: those who were always there, and whoever was registered. In memory only. */
export interface People {
  /** By any of these numbers: patient code, citizen or insurance number. */
  find(numbers: readonly string[]): readonly KnownPerson[];
  findAppointment(appointmentId: string): KnownAppointment | undefined;
  /** Knows this person from now on, unless one of the numbers is known. */
  register(facts: ArrivalFacts): void;
  list(): readonly KnownPerson[];
  /** What the last question was told, for the page: `BN0001` or `unknown`. */
  lastAnswer(): string;
}

const mostRegistered = 2000;

export function createPeople(currentYear: number): People {
  const seeded = seededPeople(currentYear);
  const registered = new Map<string, KnownPerson>();
  let last = '';
  let lastCode = 0;
  const list = () => [...seeded, ...registered.values()];

  function find(numbers: readonly string[]): readonly KnownPerson[] {
    const sought = numbers.filter((number) => number !== '').flatMap(spellingsOf);
    const found = list().filter((person) =>
      [person.patientCode, person.citizenNumber, ...spellingsOf(person.insuranceNumber)].some((number) =>
        sought.includes(number),
      ),
    );
    last = found.map(({ patientCode }) => patientCode).join(', ') || 'unknown';
    return found;
  }

  function register(facts: ArrivalFacts): void {
    const numbers = [facts.citizenNumber, facts.insuranceNumber].filter((number) => number !== '');
    const said = last;
    if (numbers.length === 0 || find(numbers).length > 0) {
      last = said;
      return;
    }
    last = said;
    lastCode += 1;
    const patientCode = `BN27${String(lastCode).padStart(6, '0')}`;
    const [oldest] = registered.keys();
    if (oldest !== undefined && registered.size >= mostRegistered) registered.delete(oldest);
    registered.set(patientCode, {
      patientCode,
      fullName: facts.patientName,
      birth: facts.birth.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3'),
      sex: facts.sex === 'M' ? 'male' : facts.sex === 'F' ? 'female' : 'unknown',
      citizenNumber: facts.citizenNumber,
      insuranceNumber: facts.insuranceNumber,
      phone: '',
      insuranceResult: '000',
      appointment: undefined,
    });
  }

  return {
    find,
    findAppointment: (id) =>
      seeded.map(({ appointment }) => appointment).find((each) => each !== undefined && each.appointmentId === id),
    register,
    list,
    lastAnswer: () => last,
  };
}

/** A card of 15 characters ends in the ten digits that newer cards show alone. */
function spellingsOf(number: string): readonly string[] {
  return /^[A-Z]{2}\d{13}$/.test(number) ? [number, number.slice(-10)] : [number];
}

/** What a hospital with a too narrow column gives back of twelve digits. */
export function cutNumber(number: string, digits: number | undefined): string {
  return digits !== undefined && /^\d{12}$/.test(number) ? number.slice(0, digits) : number;
}
