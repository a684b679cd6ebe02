import { createSeededRandom } from '#config/agreements/seeded-random.ts';
import { helpCalled, type KioskInCrisis, openKioskInCrisis, rightPin } from './kiosk-in-crisis.ts';

const minuteMs = 60_000;

/** What staff do. `never`: the crisis is left after some minutes, as it is, and must still ring. */
const staffs = ['at-once', 'late', 'twice', 'at-the-kiosk', 'in-the-console', 'never'] as const;
type Staff = (typeof staffs)[number];

/** What goes wrong meanwhile, and what people do at the screen. */
const happenings = [
  'channel down',
  'channel refuses',
  'clock back an hour',
  'next day',
  'host restarted',
  'next patient’s card',
  'patient taps everything',
  'patient calls help and calls it off',
  'emergency beside it',
  'gesture without the PIN',
  'an answer without a name',
  'longest turn over',
] as const;
type HappeningName = (typeof happenings)[number];

export interface CrisesProved {
  readonly crises: number;
  /** Ended with somebody's name, by how staff behaved. */
  readonly named: Readonly<Record<Staff, number>>;
  /** Nobody came, and the kiosk was ringing at full volume when it was left. */
  readonly ringing: number;
  /** How often each thing happened in an open crisis. */
  readonly happened: Readonly<Record<HappeningName, number>>;
  /** Simulated minutes from the call to a name or to the end of the watch: the median and the longest. */
  readonly minutes: { readonly median: number; readonly longest: number };
  /** What was broken, in words. */
  readonly open: readonly string[];
}

/** Crises one after the other at one kiosk, over one store and one channel; the same seed is the same crises. */
export async function proveCrises({
  crises,
  seed,
  say = () => {},
}: {
  readonly crises: number;
  readonly seed: number;
  readonly say?: (line: string) => void;
}): Promise<CrisesProved> {
  const random = createSeededRandom(seed);
  const kiosk = await openKioskInCrisis();
  const named = Object.fromEntries(staffs.map((each) => [each, 0])) as Record<Staff, number>;
  const happened = Object.fromEntries(happenings.map((each) => [each, 0])) as Record<HappeningName, number>;
  const open: string[] = [];
  const lasted: number[] = [];
  let ringing = 0;
  try {
    for (let count = 0; count < crises; count += 1) {
      const staff = staffs[Math.floor(random() * staffs.length)] ?? 'never';
      const crisis = await liveThrough({ kiosk, staff, random, happened });
      open.push(...crisis.broken.map((each) => `crisis ${count + 1} (${staff}): ${each}`));
      lasted.push(crisis.minutes);
      if (crisis.by === undefined) ringing += 1;
      else named[staff] += 1;
      if ((count + 1) % 100 === 0) say(`${count + 1} crises, ${open.length} open`);
    }
  } finally {
    await kiosk.close();
  }
  const inOrder = lasted.toSorted((one, other) => one - other);
  return {
    crises,
    named,
    ringing,
    happened,
    minutes: { median: inOrder[Math.floor(inOrder.length / 2)] ?? 0, longest: inOrder.at(-1) ?? 0 },
    open,
  };
}

interface Lived {
  /** Who came, before it was left. */
  readonly by: string | undefined;
  readonly minutes: number;
  readonly broken: readonly string[];
}

async function liveThrough({
  kiosk,
  staff,
  random,
  happened,
}: {
  readonly kiosk: KioskInCrisis;
  readonly staff: Staff;
  readonly random: () => number;
  readonly happened: Record<HappeningName, number>;
}): Promise<Lived> {
  const broken: string[] = [];
  const number = await kiosk.measureInDanger();
  const startedAt = kiosk.clock.monotonic();
  const watch = watchOver(kiosk, number, broken);
  watch('begun');
  const minutesAlone = staff === 'at-once' ? 0 : 2 + Math.floor(random() * 5);
  for (let minute = 0; minute < minutesAlone; minute += 1) {
    const what = happenings[Math.floor(random() * happenings.length)];
    if (what && random() < 0.8) {
      happened[what] += 1;
      await happens[what](kiosk, number);
      watch(what);
    }
    await kiosk.pass(minuteMs);
    watch(`minute ${minute + 1}`);
  }
  const alone = (kiosk.clock.monotonic() - startedAt) / minuteMs;
  if (staff === 'never') {
    if (kiosk.ring() !== 3) broken.push(`nobody came, and it rings ${kiosk.ring()}`);
    kiosk.setChannel('up');
    // So that the next one can be measured; it was still ringing.
    if (!kiosk.answerInConsole(number, 'ĐD. Dọn Dẹp')) broken.push('it could not be ended afterwards');
    await clear(kiosk);
    return { by: undefined, minutes: alone, broken };
  }
  kiosk.setChannel('up');
  await comes[staff](kiosk, number);
  const call = kiosk.callOf(number);
  const by = call?.acknowledgedBy?.trim();
  if (call?.isOpen || !by || call?.ended !== 'answered') broken.push(`ended as ${call?.ended} by ${by}`);
  if (kiosk.ring() !== undefined) broken.push('it rings after somebody has come');
  await clear(kiosk);
  return { by, minutes: (kiosk.clock.monotonic() - startedAt) / minuteMs, broken };
}

/** Looks at an open crisis: the call is open, the screen is the patient's, nobody is asked to go, and it rings no softer than before. */
function watchOver(kiosk: KioskInCrisis, number: string, broken: string[]): (when: string) => void {
  let loudest = 0;
  return (when) => {
    const state = kiosk.state();
    const call = kiosk.callOf(number);
    const ring = kiosk.ring() ?? 0;
    if (!call?.isOpen) broken.push(`${when}: the call is ${call?.ended ?? 'nowhere'}`);
    if (state.at !== 'in-crisis') broken.push(`${when}: the screen is at ${state.at}`);
    else if (state.number !== number || state.isAnswered) broken.push(`${when}: the screen is another one's`);
    else if (state.turn.asked !== undefined || state.turn.next) broken.push(`${when}: the patient is asked to go`);
    if (ring < loudest || ring === 0) broken.push(`${when}: it rings ${ring} after ${loudest}`);
    loudest = Math.max(loudest, ring);
  };
}

const happens: Readonly<Record<HappeningName, (kiosk: KioskInCrisis, number: string) => unknown>> = {
  'channel down': (kiosk) => kiosk.setChannel('down'),
  'channel refuses': (kiosk) => kiosk.setChannel('refusing'),
  'clock back an hour': ({ clock }) => clock.leap(-60 * minuteMs),
  'next day': ({ clock }) => clock.leap(24 * 60 * minuteMs),
  'host restarted': (kiosk) => kiosk.restart(),
  'next patient’s card': async (kiosk) => {
    kiosk.nextPatient();
    await kiosk.pass(30_000);
    kiosk.nextPatient();
  },
  'patient taps everything': (kiosk) => {
    for (const type of ['touched', 'stayed', 'finished', 'went-back', 'started-over', 'number-wanted'] as const)
      for (let taps = 0; taps < 60; taps += 1) kiosk.happens({ type });
    kiosk.happens({ type: 'language-chosen', language: 'en' });
    kiosk.happens({ type: 'crisis-ended' });
  },
  'patient calls help and calls it off': (kiosk) => {
    kiosk.happens(helpCalled('help-called'));
    kiosk.happens({ type: 'help-called-off' });
    kiosk.happens({ type: 'help-closed' });
  },
  'emergency beside it': (kiosk) => {
    kiosk.happens(helpCalled('emergency-called'));
    kiosk.happens({ type: 'help-closed' });
  },
  'gesture without the PIN': (kiosk) => kiosk.answerHere('000000', 'Không Ai'),
  'an answer without a name': async (kiosk, number) => {
    kiosk.hospitalSays(number, ' \u200b ');
    await kiosk.answerHere(rightPin, '  ');
    kiosk.answerInConsole(number, ' ');
  },
  'longest turn over': (kiosk) => kiosk.pass(21 * minuteMs),
};

const comes: Readonly<Record<Exclude<Staff, 'never'>, (kiosk: KioskInCrisis, number: string) => unknown>> = {
  async 'at-once'(kiosk, number) {
    kiosk.hospitalSays(number, 'BS. Trần Thị Thử');
    await kiosk.pass(6_000);
  },
  async late(kiosk, number) {
    kiosk.hospitalSays(number, 'ĐD. Lê Văn Thử');
    await kiosk.pass(6_000);
  },
  /** Two people answer one call: the first one counts, and the second one changes nothing. */
  async twice(kiosk, number) {
    kiosk.hospitalSays(number, 'ĐD. Lê Văn Thử');
    await kiosk.pass(6_000);
    kiosk.answerInConsole(number, 'BS. Trần Thị Thử');
    await kiosk.answerHere(rightPin, 'BS. Phạm Văn Thử');
  },
  'at-the-kiosk': (kiosk) => kiosk.answerHere(rightPin, 'ĐD. Vũ Thị Thử'),
  'in-the-console': (kiosk, number) => kiosk.answerInConsole(number, 'KTV. Đỗ Văn Thử'),
};

/** Whoever came sees the patient off, and the kiosk is the next one's. */
async function clear(kiosk: KioskInCrisis): Promise<void> {
  if (kiosk.state().at === 'in-crisis') await kiosk.answerHere(rightPin, 'ĐD. Vũ Thị Thử');
  await kiosk.pass(3_000);
}
