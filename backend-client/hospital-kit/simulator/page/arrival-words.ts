import type { Arrival, ArrivalFacts } from '../words.ts';
import { element } from './elements.ts';

/** How the list and the message beside it say the same things. */

export const protocolNames = { mllp: 'HL7', fhir: 'FHIR', webhook: 'Webhook' } as const;

export function marksOf(answer: Arrival['answer'], receivedTimes: number, test: boolean): HTMLElement {
  const marks = element('div', 'marks', '');
  marks.append(element('span', `mark ${toneOf(answer)}`, answer === 'none' ? 'no answer' : answer));
  if (receivedTimes > 1) {
    const times = receivedTimes === 2 ? 'twice' : `${receivedTimes} times`;
    marks.append(element('span', 'mark warn', `received ${times}`));
  }
  if (test) marks.append(element('span', 'mark', 'test'));
  return marks;
}

function toneOf(answer: Arrival['answer']): '' | 'good' | 'bad' | 'warn' {
  if (answer === 'waiting') return '';
  if (answer === 'none') return 'warn';
  return answer === 'AA' || answer.startsWith('HTTP 2') ? 'good' : 'bad';
}

const grounds: Readonly<Record<string, string>> = {
  AGE75: '75 or older',
  UNDER6: 'under 6',
  EMERGENCY: 'a sign of an emergency',
  CRISIS: 'a dangerous blood pressure, twice',
  PREGNANCY: 'pregnancy',
  DISABILITY: 'severe disability',
  MERIT: 'merit',
};

export function priorityOf({ priorityGround, priorityToCheck }: ArrivalFacts): string {
  const known = Object.hasOwn(grounds, priorityGround) ? grounds[priorityGround] : undefined;
  const ground = known ?? (priorityGround || 'yes');
  return priorityToCheck ? `${ground}, to check` : ground;
}

/** `has-eaten` → `Has eaten`. */
export function answerInWords(name: string): string {
  const words = name.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What it means for whoever sits at the desk; another word as it came. */
export function chipInWords(verdict: string): string {
  const words: Readonly<Record<string, string>> = {
    GENUINE: 'genuine',
    NOT_VERIFIED: 'read, but it could not be verified',
    DOES_NOT_MATCH: 'does not match: look at the card',
  };
  return (
    words[
      verdict
        .toUpperCase()
        .replaceAll('-', '_')
        .replace(/^CHIP_/, '')
    ] ?? verdict
  );
}

/** `19480815` → `15/08/1948`, `194808` → `08/1948`; anything else as it came. */
export function dateOf(text: string): string {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})?$/.exec(text) ?? [];
  return year === undefined ? text : [day, month, year].filter(Boolean).join('/');
}

export function timeOf(at: number): string {
  return new Date(at).toLocaleTimeString('vi-VN');
}
