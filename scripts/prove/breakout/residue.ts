import { readFileSync } from 'node:fs';
import { setTimeout as pass } from 'node:timers/promises';
import type { SoakPerson } from '../../soak/people.ts';
import { filesBelow, memoryOf, timesIn } from '../residue/search.ts';
import { freshPerson, type KioskOnTrial } from './kiosk-on-trial.ts';
import { attempt, gained, nothingGained, type Tried } from './tried.ts';
import { leave, takeNumber } from './visit-by-hand.ts';

/** How often a patient is still to be found somewhere after they have left. */
export interface Residue {
  readonly where: string;
  readonly name: number;
  readonly number: number;
  readonly address: number;
}

export interface ResidueReport {
  readonly counts: readonly Residue[];
  /** Disk and core dumps: nothing may be there. Memory is counted and printed. */
  readonly tries: readonly Tried[];
  /** Why it could not be looked for to the end. */
  readonly brokenOff?: string;
}

export async function lookForResidue(kiosk: KioskOnTrial): Promise<ResidueReport> {
  if ((await kiosk.restedAfter()) === undefined) await kiosk.restore();
  const person = freshPerson();
  const before = memoryCount('host, before', [kiosk.host().pid], person);
  if (before.name > 0) throw new Error('The person is known before they came');
  await takeNumber(kiosk, person);
  const during = memoryCount('page, with the number on the screen', rendererPids(kiosk), person);
  const links = kiosk.logged('page-connected');
  await leave(kiosk);
  const isFresh = await freshDocument(kiosk, links);
  const browser = kiosk.window().browser()?.pid;
  const counts = [
    during,
    memoryCount(
      `page's process, ${isFresh ? 'after its fresh document' : 'without a fresh document'}`,
      rendererPids(kiosk),
      person,
    ),
    memoryCount("browser's first process", browser === undefined ? [] : [browser], person),
    memoryCount("host's memory", [kiosk.host().pid], person),
  ];
  const disk = [
    { where: "browser's profile and its owner's folder", folder: kiosk.home },
    { where: "kiosk's folder: store, logs", folder: kiosk.site.dataDir },
  ];
  const tries: Tried[] = [];
  for (const { where, folder } of disk) {
    let found: Residue | undefined;
    tries.push(
      await attempt(
        `a patient's traces, ${where}`,
        async () => {
          found = diskCount(where, folder, person);
          counts.push(found);
        },
        () => {
          const sum = found ? found.name + found.number + found.address : 1;
          return sum === 0 ? nothingGained('nothing') : gained(`found ${sum} times`);
        },
      ),
    );
  }
  for (const [name, pid] of [
    ['host', kiosk.host().pid],
    ['browser', browser],
  ] as const) {
    tries.push(
      await attempt(
        `core dumps of the ${name}`,
        async () => undefined,
        () => {
          const limit = coreLimit(pid);
          return limit === '0' || limit === '1' ? nothingGained(`off (limit ${limit})`) : gained(`allowed: ${limit}`);
        },
      ),
    );
  }
  return { counts, tries };
}

/** The page loads itself anew when it has been at rest for a while. */
async function freshDocument(kiosk: KioskOnTrial, links: number): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < freshWithinMs; waitedMs += 200) {
    if (kiosk.logged('page-connected') > links && kiosk.pageIsLinked()) {
      await pass(1_000);
      return true;
    }
    await pass(200);
  }
  return false;
}

const freshWithinMs = 20_000;

export function residueInWords({ where, name, number, address }: Residue): string {
  return `${where}: name ${name}, card number ${number}, address ${address}`;
}

function rendererPids(kiosk: KioskOnTrial): readonly number[] {
  return kiosk
    .window()
    .renderers()
    .map(({ pid }) => pid);
}

type Count = (needle: Buffer) => number;

function countedBy(where: string, person: SoakPerson, count: Count): Residue {
  const of = (text: string) => forms(text).reduce((sum, form) => sum + count(form), 0);
  return { where, name: of(person.fullName), number: of(person.number), address: of(person.address) };
}

/** As JavaScript's two kinds of strings and as UTF-8 keep it. */
function forms(text: string): readonly Buffer[] {
  return [Buffer.from(text, 'utf8'), Buffer.from(text, 'utf16le')];
}

function diskCount(where: string, folder: string, person: SoakPerson): Residue {
  const contents = [...filesBelow(folder)].map(({ content }) => content);
  return countedBy(where, person, (needle) => contents.reduce((sum, content) => sum + timesIn(content, needle), 0));
}

function memoryCount(where: string, pids: readonly number[], person: SoakPerson): Residue {
  const found = new Map<string, number>();
  const needles = [person.fullName, person.number, person.address].flatMap(forms);
  for (const pid of pids) {
    for (const piece of memoryOf(pid)) {
      for (const needle of needles) {
        const key = needle.toString('hex');
        found.set(key, (found.get(key) ?? 0) + timesIn(piece, needle));
      }
    }
  }
  return countedBy(where, person, (needle) => found.get(needle.toString('hex')) ?? 0);
}

/** The soft limit, as the process has it now. A limit of 1 byte also keeps a program that cores are piped to from getting one (core(5)). */
function coreLimit(pid: number | undefined): string {
  if (pid === undefined) return 'no process';
  const [, soft = 'unknown'] = /^Max core file size +(\S+)/m.exec(readFileSync(`/proc/${pid}/limits`, 'utf8')) ?? [];
  return soft;
}
