import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { createSeededRandom } from '#config/agreements/seeded-random.ts';
import { openChaosProxy } from './chaos-proxy.ts';
import { type Heard, openRecordingHospital } from './recording-hospital.ts';

export interface HospitalSoakPlan {
  readonly registrations: number;
  readonly kills: number;
  readonly seed: number;
  readonly say: (line: string) => void;
}

export interface HospitalSoakResult {
  readonly kills: number;
  readonly visits: number;
  readonly messages: Readonly<Record<string, number>>;
  /** Frames beyond the first under a control id. */
  readonly repeats: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly broken: readonly string[];
}

/** Of the writes to the hospital. */
const faultShare = 0.02;
const sender = fileURLToPath(new URL('./hospital-sender.ts', import.meta.url));

/**
 * A kiosk registers a morning's patients over a line that resets, halves, stalls and drops, and is SIGKILLed at random
 * moments. Afterwards what the kiosk had stored and what the hospital heard are compared, message by message.
 */
export async function soakHospital({ registrations, kills, seed, say }: HospitalSoakPlan): Promise<HospitalSoakResult> {
  const random = createSeededRandom(seed);
  const directory = mkdtempSync(join(tmpdir(), 'tiep-don-soak-'));
  const path = join(directory, 'store.sqlite');
  let child: ChildProcess | undefined;
  let killed = 0;
  const killAt = Array.from({ length: kills }, () => 1 + Math.floor(random() * registrations)).toSorted(
    (a, b) => a - b,
  );

  const hospital = await openRecordingHospital((count) => {
    if (count % 1000 === 0) say(`seed ${seed}: ${count} messages heard, ${killed} kills`);
    const doom = killAt[killed];
    if (doom === undefined || count < doom || child?.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
  });
  const proxy = await openChaosProxy({ to: hospital.port, share: faultShare, random });
  const broken: string[] = [];

  for (;;) {
    child = spawn(process.execPath, [sender, path, String(proxy.port), String(registrations)], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const [code, signal] = await once(child, 'exit');
    if (signal === 'SIGKILL') {
      killed += 1;
      continue;
    }
    if (code !== 0) broken.push(`the kiosk ended by itself with code ${code}`);
    break;
  }
  if (killed < kills) broken.push(`only ${killed} of ${kills} kills found the kiosk at work`);
  await proxy.close();
  await hospital.close();

  const { rows, visits } = storedIn(path);
  broken.push(...compare(rows, hospital.heard));
  if (visits !== registrations) broken.push(`${visits} visits are stored instead of ${registrations}`);
  rmSync(directory, { recursive: true });
  const messages: Record<string, number> = {};
  for (const { kind } of rows) messages[kind] = (messages[kind] ?? 0) + 1;
  return {
    kills: killed,
    visits,
    messages,
    repeats: hospital.frames() - hospital.heard.size,
    faults: proxy.played,
    broken,
  };
}

interface StoredMessage {
  readonly control_id: string;
  readonly visit_id: string;
  readonly kind: string;
  readonly state: string;
}

function storedIn(path: string): { readonly rows: readonly StoredMessage[]; readonly visits: number } {
  const db = new Database(path, { readonly: true });
  const rows = db
    .prepare<[], StoredMessage>('select control_id, visit_id, kind, state from message order by message_id')
    .all();
  const visits = db.prepare<[], number>('select count(*) from visit').pluck().get() ?? 0;
  db.close();
  return { rows, visits };
}

/** Every promise to the hospital, as sentences about those that were broken. */
function compare(rows: readonly StoredMessage[], heard: ReadonlyMap<string, Heard>): readonly string[] {
  const broken: string[] = [];
  const stored = new Set(rows.map(({ control_id }) => control_id));
  const lastOfVisit = new Map<string, number>();
  const registrations = new Map<string, number>();
  for (const { control_id, visit_id, kind, state } of rows) {
    const arrived = heard.get(control_id);
    if (!arrived) {
      broken.push(`lost: ${kind} ${control_id}`);
      continue;
    }
    if (state !== 'accepted') broken.push(`${kind} ${control_id} is ${state} here and was accepted there`);
    if (arrived.visitId !== visit_id) broken.push(`${kind} ${control_id} arrived for another visit`);
    if (arrived.changed) broken.push(`${kind} ${control_id} was repeated with other bytes`);
    if (arrived.order < (lastOfVisit.get(visit_id) ?? -1)) broken.push(`out of order: ${kind} of visit ${visit_id}`);
    lastOfVisit.set(visit_id, arrived.order);
    if (kind === 'registration') registrations.set(visit_id, (registrations.get(visit_id) ?? 0) + 1);
  }
  for (const controlId of heard.keys()) if (!stored.has(controlId)) broken.push(`nobody stored ${controlId}`);
  for (const [visitId, count] of registrations)
    if (count > 1) broken.push(`visit ${visitId} was registered under ${count} control ids`);
  return broken;
}
