import type { CommandName, Snapshot } from '#kiosk/bridge/words.ts';
import { noSession } from '#kiosk/bridge/words.ts';
import { readTicketCode } from '#kiosk/host/ticket/ticket-code.ts';
import { type KioskLine, sliceMs } from './lobby-kiosk.ts';

/** Looks over everybody's shoulder: what is on the screen, whose turn it is, whose calls are open. */
export interface LobbyWatcher {
  saw(snapshot: Snapshot): void;
  heard(line: KioskLine): void;
  /** Somebody's tap, before the kiosk hears it. */
  taps(command: CommandName): void;
  /** The kiosk has heard the last tap. */
  tapped(): void;
  came(fullName: string): void;
  /** Now, or already before. */
  left(fullName: string): void;
  /** Who was shown on the screen that asks whether that is them, by session. */
  readonly namesIn: ReadonlyMap<string, ReadonlySet<string>>;
  /** The visits whose numbers were shown, by session. */
  readonly visitsIn: ReadonlyMap<string, ReadonlySet<string>>;
  /** What was stored; `found` again does not count. */
  readonly visits: ReadonlySet<string>;
  readonly seen: { turns: number; numbersOnScreenOnly: number; asked: number; calls: number; calledOff: number };
  readonly broken: string[];
}

/** A name may stay so long after whom it belongs to has gone. */
const nameStaysMs = 30_000;
/** A number that is nowhere else is not taken away before its owner was asked for so long. */
const askedForMs = 20_000;
/** Each hand that ends a turn by itself. */
const ends: readonly CommandName[] = ['finish', 'start-over', 'go-back'];

export function createWatcher(now: () => number): LobbyWatcher {
  const broken: string[] = [];
  const leftAt = new Map<string, number>();
  const namesIn = new Map<string, Set<string>>();
  const visitsIn = new Map<string, Set<string>>();
  const visits = new Set<string>();
  const seen = { turns: 0, numbersOnScreenOnly: 0, asked: 0, calls: 0, calledOff: 0 };
  let before: Snapshot | undefined;
  let askedSince: number | undefined;
  let isEndedByHand = false;
  /** Who has an open call for help; at rest whoever opened the sheet. */
  const callers = new Set<string>();
  let hasJustCalled: string | undefined;
  let isHelpOpen = false;
  let sheetsAtRest = 0;
  let isSheetAtRest = false;

  return { saw, heard, taps, tapped, came, left, namesIn, visitsIn, visits, seen, broken };

  function saw(snapshot: Snapshot): void {
    const { session, screen } = snapshot;
    watchNumber(snapshot);
    watchNames(snapshot);
    if (session !== before?.session) {
      if (session !== noSession) seen.turns += 1;
      isEndedByHand = false;
      isSheetAtRest = false;
    }
    if (session === noSession && snapshot.overlay?.show !== 'help') isSheetAtRest = false;
    if (screen.show === 'confirm-identity' && screen.person.fullName && !screen.person.fullName.includes('•')) {
      add(namesIn, session, screen.person.fullName.normalize('NFC'));
    }
    const code = 'ticket' in screen ? readTicketCode(screen.ticket.code) : undefined;
    if (code) add(visitsIn, session, code.visitId);
    before = snapshot;
  }

  function watchNumber(snapshot: Snapshot): void {
    const wasAtStake = before && numberOnScreenOnly(before);
    if (wasAtStake && before?.session !== snapshot.session && !isEndedByHand) {
      const askedFor = askedSince === undefined ? 0 : now() - askedSince;
      if (askedFor < askedForMs) broken.push(`number ${wasAtStake} was taken away after asking for ${askedFor} ms`);
    }
    if (numberOnScreenOnly(snapshot) && !wasAtStake) seen.numbersOnScreenOnly += 1;
    const { overlay } = snapshot;
    const isAsked = overlay !== undefined && 'secondsLeft' in overlay && overlay.secondsLeft !== undefined;
    if (!isAsked) askedSince = undefined;
    else if (askedSince === undefined || before?.session !== snapshot.session) {
      askedSince = now();
      seen.asked += 1;
    }
  }

  function watchNames(snapshot: Snapshot): void {
    const text = JSON.stringify(snapshot).normalize('NFC');
    for (const [name, at] of leftAt) {
      const gone = now() - at;
      if (gone > nameStaysMs + sliceMs && text.includes(name))
        broken.push(`${name} left ${gone} ms ago and is on the screen`);
      // Nothing brings back whoever was forgotten a quarter of an hour ago.
      if (gone > 900_000) leftAt.delete(name);
    }
  }

  function taps(command: CommandName): void {
    if (ends.includes(command)) isEndedByHand = true;
    if (command === 'call-for-help') {
      hasJustCalled = callerNow();
      seen.calls += 1;
    }
    if (command === 'call-emergency') {
      callerNow();
      seen.calls += 1;
    }
    if (command === 'call-off-help') callers.delete(callerNow());
  }

  /** To whom somebody is coming already nobody is called anew. */
  function tapped(): void {
    if (hasJustCalled !== undefined && isHelpOpen) callers.add(hasJustCalled);
    hasJustCalled = undefined;
  }

  function callerNow(): string {
    const session = before?.session ?? noSession;
    if (session !== noSession) return session;
    if (!isSheetAtRest) sheetsAtRest += 1;
    isSheetAtRest = true;
    return `at rest ${sheetsAtRest}`;
  }

  function heard(line: KioskLine): void {
    if (line.event === 'visit-stored' && line.found === false) visits.add(String(line.visitId));
    if (line.event === 'alert-raised' && line.kind === 'help-wanted') isHelpOpen = true;
    if (line.event !== 'alert-ended') return;
    if (line.ended === 'called-off') {
      seen.calledOff += 1;
      if (line.kind === 'emergency') broken.push('an emergency was called off at the kiosk');
      if (callers.size > 0) broken.push(`${[...callers].join(', ')} had called and did not call off`);
    }
    if (line.kind !== 'help-wanted') return;
    callers.clear();
    isHelpOpen = false;
  }

  function came(fullName: string): void {
    leftAt.delete(fullName.normalize('NFC'));
  }

  function left(fullName: string): void {
    const name = fullName.normalize('NFC');
    if (!leftAt.has(name)) leftAt.set(name, now());
  }
}

function numberOnScreenOnly({ screen }: Snapshot): string | undefined {
  if (!('ticket' in screen)) return undefined;
  const { paper, number } = screen.ticket;
  return paper === 'printing' || paper === 'printed' ? undefined : number;
}

function add(sets: Map<string, Set<string>>, key: string, value: string): void {
  const known = sets.get(key);
  if (known) known.add(value);
  else sets.set(key, new Set([value]));
}
