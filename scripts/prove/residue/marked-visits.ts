import { setTimeout as pass } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { SoakSite } from '../../soak/soak-site.ts';
import { type MarkedPatient, markedPatient } from './marks.ts';

/** Marked patients at a real page, by every way in, through every question, with an answer of chance to each. */
export interface MarkedVisits {
  /** Comes, and stands before what the kiosk knows of them. */
  arrive(patient: MarkedPatient, way: WayIn): Promise<void>;
  /** From there to the kiosk at rest; whether they left with a number. */
  visit(patient: MarkedPatient, index: number): Promise<boolean>;
}

export const waysIn = [
  'citizen card',
  'typed name',
  'insurance card',
  'typed number',
  'typed phone',
  'passport',
  'typed passport',
  'card on a phone',
] as const;
export type WayIn = (typeof waysIn)[number];

/** Whoever is still here after so many screens is stuck. */
const mostScreens = 60;
/** 20 ms each. */
const mostLooks = 700;

/** Relatives whose cards are shown, and whoever else of a family comes next: nobody has them for a patient. */
const relativesFrom = 5_000;
const familyFrom = 7_500;

/** What stands on the screen: its name, what tells it from the next, and what can be done. */
interface Seen {
  readonly screen: string;
  readonly question: string;
  readonly choices: readonly string[];
  readonly hasKeys: boolean;
  readonly hasNumber: boolean;
}

interface Parts {
  readonly page: Page;
  readonly site: SoakSite;
  readonly random: () => number;
}

export function markedVisits({ page, site, random }: Parts): MarkedVisits {
  const scan = (bytes: Uint8Array) =>
    site.scanner.act({ do: 'send-bytes', base64: Buffer.from(bytes).toString('base64') });
  const shows = (screen: string) => page.locator(`[data-screen="${screen}"]`).waitFor();
  const screenNow = async () => (await page.locator('[data-screen]').getAttribute('data-screen')) ?? '';
  const chance = (share: number) => random() < share;

  /** A script's click has no place on the glass: nothing is deaf after it, and no key bounces. */
  function press(selector: string): Promise<boolean> {
    return page.evaluate(`(() => {
      const all = [...document.querySelectorAll(${JSON.stringify(selector)})];
      const button = all.find((each) => !each.closest('[inert]') && !each.hasAttribute('disabled'));
      button?.click();
      return button !== undefined;
    })()`);
  }

  async function mustPress(selector: string): Promise<void> {
    if (!(await press(selector))) throw new Error(`${selector} is not at ${await screenNow()}`);
  }

  async function type(text: string): Promise<void> {
    const keys = [...text].map((letter) => (letter === ' ' ? 'space' : letter));
    for (const key of keys) {
      const named = [key, key.toLowerCase()].map((each) => `.keys [data-key="${each}"]`).join();
      await mustPress(named);
    }
  }

  /** What these keys are for is told by what they are. */
  async function typeHere(patient: MarkedPatient): Promise<void> {
    const keys = (await page.locator('main .keys').getAttribute('class')) ?? '';
    const screen = await screenNow();
    if (keys.includes('vietnamese')) await type(patient.typed);
    else if (keys.includes('latin')) await type(patient.passportName);
    else if (keys.includes('letterpad')) await type(patient.passportNumber);
    else if (screen === 'when-born') await type('1949');
    else await type(screen === 'type-number' ? patient.number : patient.phone);
    await page.evaluate('new Promise(requestAnimationFrame)');
  }

  async function arrive(patient: MarkedPatient, way: WayIn): Promise<void> {
    await shows('attract');
    if (way === 'citizen card' || way === 'insurance card' || way === 'passport') {
      await scan(scanOf(patient, way));
      return shows('confirm-identity');
    }
    await mustPress('[data-choice="other-ways"], [data-choice="no-papers"]');
    await shows('choose-way-in');
    const first = {
      'typed name': 'name',
      'typed phone': 'name',
      'typed number': 'number',
      'typed passport': 'passport',
    };
    await mustPress(`[data-choice="${way === 'card on a phone' ? 'phone' : first[way]}"]`);
    if (way === 'card on a phone') {
      await shows('show-to-scanner');
      await scan(patient.citizenScan);
      return shows('confirm-identity');
    }
    if (way === 'typed phone') {
      await shows('who-are-you');
      await mustPress('[data-choice="phone"]');
      return shows('phone-number');
    }
    if (way === 'typed passport') {
      await shows('show-to-scanner');
      await mustPress('[data-choice="does-not-read"]');
    }
    if (way !== 'typed name') return shows('type-number');
    await shows('who-are-you');
    await typeHere(patient);
    await onward('[data-primary]');
    await shows('when-born');
  }

  async function visit(patient: MarkedPatient, index: number): Promise<boolean> {
    if (index % 7 === 3) {
      await mustPress('.way.help');
      await page.locator('.overlay').waitFor();
      await mustPress('[data-choice="close-help"]');
      await page.locator('.overlay').waitFor({ state: 'detached' });
    }
    if (index % 16 === 8) {
      await scan(patient.insuranceScan);
      await page.locator('.notice .note').waitFor();
    }
    let leftWithNumber = false;
    const done = new Set<string>();
    for (let screens = 0; screens < mostScreens; screens += 1) {
      const seen = await look();
      if (seen.screen === 'attract') return leftWithNumber;
      if (index % 5 === 4 && screens === 2 && (await press('.way-place:nth-child(2) button'))) {
        await shows('attract');
        return false;
      }
      leftWithNumber ||= seen.hasNumber;
      await goOn(seen, patient, index, done);
    }
    throw new Error(`Patient ${index} is still at ${await screenNow()}`);
  }

  async function goOn(seen: Seen, patient: MarkedPatient, index: number, done: Set<string>): Promise<void> {
    const { screen, question, choices, hasKeys } = seen;
    if (!hasKeys && choices.length === 0) return changesFrom(question);
    if (choices.includes('without-card') && chance(0.7)) {
      await scan(markedPatient(relativesFrom + index).citizenScan);
      return changesFrom(question);
    }
    if (screen === 'scan-card-too') {
      await scan(markedPatient(familyFrom + index).citizenScan);
      return changesFrom(question);
    }
    if (hasKeys && (choices.length === 0 || chance(0.9))) {
      await typeHere(patient);
      // The way on comes with the last key.
      return onward('main [data-primary], main [data-choice="done"]');
    }
    if (screen === 'screening' && chance(0.2)) {
      await mustPress('[data-choice="cough"]');
      await page.locator('[data-choice="done"]').waitFor();
      return onward('[data-choice="done"]');
    }
    // With nothing typed there is another way, and no way on.
    const ways = hasKeys ? choices.filter((each) => each !== '' && each !== 'done') : choices;
    const choice = chosen(screen, ways, done);
    return onward(choice === '' ? 'main [data-primary]' : `main [data-choice="${choice}"]`, question);
  }

  /** By chance, but nobody goes in circles, few are emergencies, and most go when they have their number. */
  function chosen(screen: string, choices: readonly string[], done: Set<string>): string {
    const rare = ['family', 'change-service', 'take-by-phone', 'show-number', ...'12345'];
    const free = choices.filter((each) => !rare.includes(each) || (!done.has(each) && chance(0.15)));
    const harmless = ['emergency-signs', 'screening'].includes(screen) && chance(0.95) ? ['none'] : free;
    const from = harmless.length > 0 ? harmless : choices;
    const choice = from[Math.floor(random() * from.length)] ?? '';
    done.add(choice);
    return choice;
  }

  /** Everything at one moment. `choices`: by `data-choice`; '' is the way on that has none. */
  function look(): Promise<Seen> {
    return page.evaluate(`(() => {
      const shown = document.querySelector('[data-screen]');
      const all = [...document.querySelectorAll('main [data-choice], main [data-primary]')];
      const open = all.filter((each) => !each.closest('[inert]') && !each.hasAttribute('aria-disabled'));
      const choices = [...new Set(open.map(({ dataset }) => dataset.choice ?? ''))];
      return {
        screen: shown?.dataset.screen ?? '',
        question: [shown?.dataset.screen, shown?.querySelector('h1')?.textContent, ...choices].join(' '),
        choices,
        hasKeys: shown?.querySelector('main .keys') != null,
        hasNumber: shown?.querySelector('[data-ticket-number]') != null,
      };
    })()`);
  }

  async function onward(selector: string, before?: string): Promise<void> {
    const asked = before ?? (await look()).question;
    await mustPress(selector);
    await changesFrom(asked, selector);
  }

  /** One screen may ask one thing after the other. */
  async function changesFrom(before: string, pressed?: string): Promise<void> {
    for (let looks = 1; looks <= mostLooks; looks += 1) {
      if ((await look()).question !== before) return;
      await pass(20);
      // The page sends one answer at a time; a script is quicker than any finger, and the one before may still be on its way.
      if (pressed !== undefined && looks % 50 === 0) await press(pressed);
    }
    throw new Error(`nothing comes after ${before}`);
  }

  return { arrive, visit };
}

function scanOf(patient: MarkedPatient, way: 'citizen card' | 'insurance card' | 'passport'): Uint8Array {
  if (way === 'passport') return patient.passportScan;
  return way === 'citizen card' ? patient.citizenScan : patient.insuranceScan;
}
