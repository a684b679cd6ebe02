import { createSeededRandom } from '#config/agreements/seeded-random.ts';
import type { CommandName } from '#kiosk/bridge/words.ts';
import { type LobbyKiosk, openLobbyKiosk } from './twins/lobby-kiosk.ts';
import { group, type Visitor } from './twins/people.ts';
import { createWatcher, type LobbyWatcher } from './twins/watch.ts';

export interface TwinsSoakPlan {
  readonly visits: number;
  readonly seed: number;
  readonly say: (line: string) => void;
}

export interface TwinsSoakResult {
  readonly visits: number;
  readonly people: number;
  readonly strangers: number;
  readonly walkedOff: number;
  readonly turns: number;
  readonly numbersOnScreenOnly: number;
  readonly asked: number;
  readonly calls: number;
  readonly calledOff: number;
  readonly kioskHours: number;
  readonly broken: readonly string[];
}

/**
 * One kiosk in a lobby of twins, families, and strangers who scan, tap and walk off at random. Afterwards what the hospital heard is
 * compared with who had scanned, and what was owed with what was shown.
 */
export async function soakTwins({ visits, seed, say }: TwinsSoakPlan): Promise<TwinsSoakResult> {
  const random = createSeededRandom(seed);
  let kiosk: LobbyKiosk | undefined;
  const watcher = createWatcher(() => kiosk?.now() ?? 0);
  kiosk = await openLobbyKiosk({ onSnapshot: watcher.saw, onLine: watcher.heard });
  const lobby: Lobby = { kiosk, watcher, random, people: [], strangers: 0, walkedOff: 0 };
  let told = 0;
  for (let index = 0; watcher.visits.size < visits && watcher.broken.length < 20; index++) {
    const together = group(index, random);
    lobby.people.push(...together);
    for (const visitor of together) await serve(lobby, visitor, together);
    await kiosk.pass(between(random, 0, 40_000));
    if (Math.floor(watcher.visits.size / 200) > told) {
      told = Math.floor(watcher.visits.size / 200);
      say(`seed ${seed}: ${watcher.visits.size} visits, ${lobby.strangers} strangers`);
    }
  }
  // Everybody has gone.
  await kiosk.pass(900_000);
  const rest = kiosk.shown();
  if (rest.screen.show !== 'attract' || rest.overlay) watcher.broken.push(`the kiosk stays at ${rest.screen.show}`);
  await kiosk.his.until((arrivals) => new Set(arrivals.map(({ facts }) => facts.visitId)).size >= watcher.visits.size);
  compare(kiosk, lobby);
  const kioskHours = Math.round(kiosk.now() / 3_600_000);
  await kiosk.close();
  const { strangers, walkedOff } = lobby;
  const { seen, broken } = watcher;
  return {
    visits: watcher.visits.size,
    people: lobby.people.length,
    strangers,
    walkedOff,
    ...seen,
    kioskHours,
    broken,
  };
}

interface Lobby {
  readonly kiosk: LobbyKiosk;
  readonly watcher: LobbyWatcher;
  readonly random: () => number;
  readonly people: Visitor[];
  strangers: number;
  walkedOff: number;
}

/** One person from the queue to the number, or until they have had enough. */
async function serve(lobby: Lobby, visitor: Visitor, together: readonly Visitor[]): Promise<void> {
  const { kiosk, watcher, random } = lobby;
  const mine: { session: string | undefined } = { session: undefined };
  watcher.came(visitor.fullName);
  await kiosk.setPaper(random() < 0.1 ? 'out' : 'ok');
  for (let acts = 0; acts < 60; acts++) {
    if (random() < 0.02) {
      lobby.walkedOff += 1;
      watcher.left(visitor.fullName);
      await kiosk.pass(between(random, 0, 50_000));
      break;
    }
    if (random() < 0.2) {
      const others = random() < 0.6 ? together : lobby.people.slice(-12);
      const stranger = oneOf(random, others);
      if (stranger !== visitor) await interrupt(lobby, stranger);
      watcher.came(visitor.fullName);
    }
    if (random() < 0.01) {
      // Somebody falls, or gives up waiting for whom they have called.
      await tap(lobby, random() < 0.4 ? 'call-emergency' : 'call-for-help', {});
      if (random() < 0.6) {
        watcher.left(visitor.fullName);
        await kiosk.pass(between(random, 70_000, 140_000));
        break;
      }
    }
    if ((await act(lobby, visitor, mine)) === 'done') break;
  }
  watcher.left(visitor.fullName);
}

/** What somebody does who wants a number, from what is on the screen. */
async function act(lobby: Lobby, visitor: Visitor, mine: { session: string | undefined }): Promise<'done' | 'goes-on'> {
  const { kiosk, random } = lobby;
  const { screen, session, overlay } = kiosk.shown();
  const isMine = session === mine.session;
  const scan = () => kiosk.scan(oneOf(random, visitor.cards));
  if (overlay && (overlay.show !== 'help' || overlay.secondsLeft !== undefined)) {
    if (!isMine) await kiosk.pass(between(random, 1_000, 6_000));
    else if (random() < 0.85) await tap(lobby, 'stay', {});
    else await scan();
    return 'goes-on';
  }
  if (overlay) {
    await tap(lobby, random() < 0.5 ? 'close-help' : 'call-off-help', {});
    return 'goes-on';
  }
  switch (screen.show) {
    case 'attract':
    case 'scan-again':
      if (random() < 0.04) {
        await tap(lobby, 'start-without-papers', {});
        mine.session = kiosk.shown().session;
      } else {
        await scan();
      }
      return 'goes-on';
    case 'confirm-identity': {
      if (isMe(screen.person.fullName, visitor)) mine.session = session;
      else if (!isMine) return waits(lobby, scan);
      const draw = random();
      if (draw < 0.3) await scan();
      else if (draw < 0.35) await kiosk.pass(between(random, 5_000, 35_000));
      else await tap(lobby, 'confirm-identity', {});
      return 'goes-on';
    }
    case 'confirm-contact':
      if (!isMine) return waits(lobby, scan);
      await tap(lobby, 'answer', { answer: { isRight: random() < 0.8 } });
      return 'goes-on';
    case 'choose-appointment':
      if (!isMine) return waits(lobby, scan);
      await tap(lobby, 'answer', { answer: { appointmentId: null } });
      return 'goes-on';
    case 'choose-service':
      if (!isMine) return waits(lobby, scan);
      if (random() < 0.1) await tap(lobby, 'go-back', {});
      else await tap(lobby, 'answer', { answer: { serviceCode: oneOf(random, ['noi', 'mat', null]) } });
      return 'goes-on';
    case 'take-ticket':
    case 'go-to-desk':
      return isMine ? takeTicket(lobby, screen.ticket.canChangeService) : waits(lobby, scan);
    default:
      await kiosk.pass(500);
      return 'goes-on';
  }
}

async function takeTicket(lobby: Lobby, canChangeService: boolean): Promise<'done' | 'goes-on'> {
  const { kiosk, random } = lobby;
  if (canChangeService && random() < 0.15) {
    await tap(lobby, 'change-service', {});
    return 'goes-on';
  }
  await kiosk.pass(1_500);
  await kiosk.paperKnown();
  if (random() < 0.1) {
    await tap(lobby, 'print-copy', {});
    await kiosk.paperKnown();
  }
  if (random() < 0.4) await kiosk.pass(between(random, 1_000, 90_000));
  if (random() < 0.6) await tap(lobby, 'finish', {});
  return 'done';
}

/** Somebody else stands there, or has left their screen; the impatient scan, or touch what they see. */
async function waits(lobby: Lobby, scan: () => Promise<void>): Promise<'goes-on'> {
  const { kiosk, random } = lobby;
  const draw = random();
  if (draw < 0.4) await scan();
  else if (draw < 0.55) await tap(lobby, oneOf(random, randomTaps), {});
  await kiosk.pass(between(random, 1_000, 12_000));
  return 'goes-on';
}

const randomTaps = [
  ...(['confirm-identity', 'finish', 'print-copy', 'change-service', 'go-back', 'start-over', 'stay'] as const),
  ...(['call-for-help', 'call-for-help', 'call-off-help', 'call-off-help', 'close-help', 'touched'] as const),
  ...(['start-without-papers', 'call-emergency'] as const),
] satisfies readonly CommandName[];

/** Somebody scans, taps, or both, and walks off. */
async function interrupt(lobby: Lobby, stranger: Visitor): Promise<void> {
  const { kiosk, watcher, random } = lobby;
  lobby.strangers += 1;
  watcher.came(stranger.fullName);
  for (let acts = 1 + Math.floor(random() * 3); acts > 0; acts--) {
    const draw = random();
    if (draw < 0.4) await kiosk.scan(oneOf(random, stranger.cards));
    else if (draw < 0.5) await tap(lobby, 'answer', { answer: { serviceCode: oneOf(random, ['noi', 'mat']) } });
    else if (draw < 0.55) await tap(lobby, 'choose-language', { language: oneOf(random, ['vi', 'en']) });
    else if (draw < 0.9) await tap(lobby, oneOf(random, randomTaps), {});
    else await kiosk.pass(between(random, 1_000, 12_000));
  }
  watcher.left(stranger.fullName);
  // Somebody of the staff comes now and then.
  if (random() < 0.1) for (const { alertId } of kiosk.his.alerts()) kiosk.his.acknowledge(alertId, 'Điều dưỡng Thử');
}

async function tap(lobby: Lobby, ...[command, input]: Parameters<LobbyKiosk['tap']>): Promise<void> {
  lobby.watcher.taps(command);
  await lobby.kiosk.tap(command, input);
  lobby.watcher.tapped();
}

function isMe(shown: string | undefined, { fullName }: Visitor): boolean {
  if (shown === undefined) return false;
  const [mine, theirs] = [fullName, shown].map((name) => name.normalize('NFC').toUpperCase());
  return mine === theirs;
}

/** What the hospital heard of each visit, and who had scanned in the turn in which its number was shown. */
function compare({ his }: LobbyKiosk, { people, watcher }: Lobby): void {
  const { broken, visits, visitsIn, namesIn } = watcher;
  const ownerOf = new Map(people.flatMap((each) => each.numbers.map((number) => [number, each.fullName] as const)));
  const heard = new Map<string, Set<string>>();
  for (const { facts } of his.arrivals()) {
    // A question before the visit stands for itself.
    const about = facts.visitId || facts.controlId || `${facts.event} ${heard.size}`;
    const owners = heard.get(about) ?? new Set();
    heard.set(about, owners);
    for (const number of [facts.citizenNumber, facts.insuranceNumber]) {
      if (number !== '') owners.add(ownerOf.get(number) ?? `nobody's ${number}`);
    }
    const name = people.find((each) => isMe(facts.patientName, each))?.fullName;
    if (name !== undefined) owners.add(name);
  }
  for (const [visit, owners] of heard) {
    if (owners.size > 1) broken.push(`visit ${visit} is ${[...owners].join(' and ')}`);
  }
  const shown = new Set<string>();
  for (const [session, numbers] of visitsIn) {
    if (numbers.size > 1) broken.push(`${[...numbers].join(' and ')} were shown in one turn`);
    for (const visit of numbers) {
      shown.add(visit);
      const [owner] = heard.get(visit) ?? [];
      const names = [...(namesIn.get(session) ?? [])];
      const isOwners =
        owner === undefined ? names.length === 0 : names.some((name) => isMe(name, { fullName: owner } as Visitor));
      if (!isOwners) broken.push(`the number of ${owner ?? 'nobody'} (${visit}) was shown to ${names.join(' and ')}`);
    }
  }
  for (const visit of visits) {
    if (!heard.has(visit)) broken.push(`the hospital never heard of ${visit}`);
    if (!shown.has(visit)) broken.push(`the number of ${visit} was never shown`);
  }
}

function oneOf<Each>(random: () => number, all: readonly Each[]): Each {
  return all[Math.floor(random() * all.length)] as Each;
}

function between(random: () => number, least: number, most: number): number {
  return least + Math.floor(random() * (most - least));
}
