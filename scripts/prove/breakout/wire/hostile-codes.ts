import { setTimeout as pass } from 'node:timers/promises';
import { freshPerson } from '../kiosk-on-trial.ts';
import { attempt, gained, type Sight, type Tries, tryEach } from '../tried.ts';
import { answers, type HostOnTrial, servesOn } from './host-on-trial.ts';

const citizen = (name: string, address = 'Thôn Thử') => `027048000123||${name}|15081948|Nữ|${address}|25052021`;

/** Twenty kinds of codes that somebody could print and hold before the scanner. */
const codes: readonly [HostileCode, ...HostileCode[]] = [
  { is: 'an address of the web', text: 'https://evil.example/' },
  { is: 'a script as an address', text: 'javascript:alert(1)' },
  { is: 'an address of this machine', text: 'file:///etc/passwd' },
  { is: 'a Wi-Fi network', text: 'WIFI:T:WPA;S:lobby;P:secret;;' },
  { is: 'a business card', text: 'BEGIN:VCARD\nVERSION:3.0\nFN:X\nEND:VCARD' },
  { is: 'HTML in the name', text: citizen('<img src=x onerror=alert(1)>') },
  { is: 'a script in the address', text: citizen('Nguyễn Thị Thử', '<script>alert(1)</script>') },
  { is: 'HL7 in the name', text: citizen('Thử^A&B~C\\X0D\\') },
  { is: 'HL7 segments in the name', text: citizen('Thử\u000bMSH^~&EVT') },
  { is: 'printer commands in the name', text: citizen('Thử\u001bp\u0000\u0019\u001d(L') },
  { is: 'SQL in the name', text: citizen("Thử'; DROP TABLE visits;--") },
  { is: 'letters that turn the line round', text: citizen('Thử \u202eNHÂN\u2066\u200f') },
  { is: '300 stacked accents', text: citizen(`A${'\u0301'.repeat(300)}`) },
  { is: 'no letters at all', text: citizen('\u200b\u200c\u200d\ufeff') },
  { is: 'a name of 3,000 letters', text: citizen('A'.repeat(3_000)) },
  { is: '100,000 letters without an end', text: 'A'.repeat(100_000) },
  { is: '10,000 bars', text: '|'.repeat(10_000) },
  { is: 'NULs and control characters', text: '\u0000\u0001\u0002\u001b[2J\u0007\u009b' },
  { is: 'bytes that are no UTF-8', bytes: Uint8Array.of(0xff, 0xfe, 0xc0, 0xaf, 0xed, 0xa0, 0x80, 0xf8) },
  { is: 'a forged ticket', text: 'TIEPDON:1:27005:20261129:ZZ99999:0123456789ABCDEFGHJK' },
  { is: 'a birth in 2099', text: '027048000123||Nguyễn Thị Thử|15082099|Nữ|Thôn Thử|25052021' },
  { is: 'a scanner setting', text: '\u0016M\r]Q1\u001dSET^RESET' },
];

interface HostileCode {
  readonly is: string;
  readonly text?: string;
  readonly bytes?: Uint8Array;
}

/** Row 35. Whatever it is, nothing of it reaches hospital or paper but what was shown as a card, and the next one is served. */
export async function hostileCodes(trial: HostOnTrial, isShort: boolean): Promise<Tries> {
  return tryEach(codes, (code) => {
    const { is, text = '', bytes = new TextEncoder().encode(text) } = code;
    // The short form serves a patient after some of them and after the last.
    const isLooked = !isShort || (codes.indexOf(code) + 1) % 11 === 0;
    return attempt(
      is,
      async () => {
        await trial.page();
        await trial.scan(Uint8Array.of(...bytes, 0x0d));
        // The longest code takes so long at the speed of the line.
        await pass(60);
      },
      () => (isLooked ? servesOn(trial, freshPerson()) : answers(trial)),
    );
  });
}

/** Row 36. One card is one person's; the others were never seen, and the next patient is served. */
export async function manyCards(trial: HostOnTrial): Promise<Tries> {
  const count = 400;
  const before = { arrivals: trial.site.his.arrivals().length };
  const tried = await attempt(
    `${count} people's cards in 1.9 s`,
    async () => {
      await trial.page();
      for (let at = 0; at < count; at += 1) {
        await trial.scan(freshPerson().scan);
        await pass(1_900 / count);
      }
    },
    async () => (await nobodyRegistered(trial, before.arrivals)) ?? servesOn(trial, freshPerson()),
  );
  const glued = await attempt(
    `${count} cards in one piece`,
    async () => {
      await trial.page();
      await trial.scan(Buffer.concat(Array.from({ length: count }, () => freshPerson().scan)));
      await pass(300);
    },
    () => servesOn(trial, freshPerson()),
  );
  return [tried, glued];
}

async function nobodyRegistered({ site }: HostOnTrial, before: number): Promise<Sight | undefined> {
  const arrived = site.his.arrivals().length - before;
  return arrived > 0 ? gained(`${arrived} people were registered whom nobody asked`) : undefined;
}
