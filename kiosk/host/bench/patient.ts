import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { Snapshot, TicketOnScreen } from '#kiosk/bridge/words.ts';
import type { PageDriver, PageProblem } from './page-driver.ts';

/** What a patient went away with. */
export interface Outcome {
  readonly number: string;
  readonly paper: TicketOnScreen['paper'];
}

export interface CheckInParts {
  readonly page: PageDriver;
  readonly scan: () => void;
  readonly serviceCode: string;
  /** Asks for the paper once more before leaving. */
  readonly wantsCopy?: boolean;
  /** Tells each step as it is reached, and the number as soon as the screen shows it. */
  readonly reached?: (
    step: 'scanned' | 'confirming' | 'choosing' | 'chosen' | 'numbered' | 'paper-known',
    number?: string,
  ) => void;
}

/** One check-in from attract to attract, as fast as the kiosk allows. */
export async function checkIn({
  page,
  scan,
  serviceCode,
  wantsCopy = false,
  reached = () => {},
}: CheckInParts): Promise<Result<Outcome, PageProblem>> {
  const rest = await leaveTicketScreen(page);
  if (!rest.ok) return rest;
  scan();
  reached('scanned');
  const confirming = await page.until(({ screen }) => screen.show === 'confirm-identity');
  if (!confirming.ok) return confirming;
  reached('confirming');
  await page.tap('confirm-identity', {});
  const choosing = await page.until(({ screen }) => screen.show === 'choose-service');
  if (!choosing.ok) return choosing;
  reached('choosing');
  await page.tap('answer', { answer: { serviceCode } });
  reached('chosen');
  const shown = await page.until((snapshot) => ticketOf(snapshot) !== undefined);
  if (!shown.ok) return shown;
  reached('numbered', ticketOf(shown.value)?.number);
  let settled = await page.until(isPaperKnown);
  if (!settled.ok) return settled;
  if (wantsCopy && (await page.tap('print-copy', {})).ok) settled = await page.until(isPaperKnown);
  if (!settled.ok) return settled;
  const ticket = ticketOf(settled.value);
  if (!ticket) return problem({ kind: 'nothing-came', lastScreen: settled.value.screen.show });
  reached('paper-known');
  await page.tap('finish', {});
  const end = await page.until(({ screen }) => screen.show === 'attract');
  return end.ok ? ok({ number: ticket.number, paper: ticket.paper }) : end;
}

function isPaperKnown(snapshot: Snapshot): boolean {
  return ticketOf(snapshot)?.paper !== 'printing';
}

/** A screen left behind by a patient whose check-in was cut off. One that asks to scan again is nobody's. */
async function leaveTicketScreen(page: PageDriver): Promise<Result<Snapshot, PageProblem>> {
  const any = await page.until(() => true);
  if (!any.ok || ['attract', 'scan-again'].includes(any.value.screen.show)) return any;
  await page.tap(ticketOf(any.value) ? 'finish' : 'start-over', {});
  return page.until(({ screen }) => screen.show === 'attract');
}

export function ticketOf({ screen }: Snapshot): TicketOnScreen | undefined {
  return 'ticket' in screen ? screen.ticket : undefined;
}
