import { randomBytes } from 'node:crypto';
import { createActId } from '#backend-client/hub-link/act-id.ts';
import { wireVersion } from '#backend-client/hub-link/wire.ts';
import type { LateAct } from './account.ts';
import { spare } from './hospital.ts';
import type { HubProcess } from './hub-process.ts';

/** Somebody at a counter and a kiosk who still have a line to a hub that hangs: what they ask arrives, and is read when it wakes up. */
export interface LateVisitors {
  /** Answered only when the hub wakes up. */
  ask(): Promise<readonly LateAct[]>;
}

const patienceMs = 40_000;

/** While the hub decides: signs in and sits down, past every line. */
export async function comeTo({ url }: HubProcess, kioskKey: string, day: string): Promise<LateVisitors> {
  const { name, pin } = spare.person;
  const signedIn = await post(`${url}/api/sign-in`, { name, pin }, { origin: url });
  const { csrfToken } = (await signedIn.json()) as { csrfToken: string };
  const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const atCounter = { origin: url, cookie, 'x-csrf-token': csrfToken };
  const asKiosk = { authorization: `Bearer ${kioskKey}` };
  const acts = `${url}/api/counter/${spare.counter}/act`;
  await post(acts, actOf({ kind: 'sit-down', force: true }), atCounter);

  return {
    async ask() {
      const issue = actOf({ kind: 'quick-issue', serviceCode: spare.service, as: 'ordinary' });
      const lease = { version: wireVersion, actId: createActId(randomBytes), day, series: 'X', count: 1 };
      const [issued, leased] = await Promise.all([
        wordOf(post(acts, issue, atCounter)),
        wordOf(post(`${url}/kiosk/v1/lease`, lease, asKiosk)),
      ]);
      return [
        { what: 'number by staff', actId: issue.actId, answer: issued },
        { what: 'block for a kiosk', actId: lease.actId, answer: leased },
      ];
    },
  };
}

function actOf(act: object) {
  return { actId: createActId(randomBytes), act, seen: null, agoMs: 0 };
}

function post(url: string, body: object, headers: Readonly<Record<string, string>>): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(patienceMs),
  });
}

/** `none`: the line was torn. */
async function wordOf(asked: Promise<Response>): Promise<string> {
  const answer = await asked.catch(() => undefined);
  if (!answer) return 'none';
  const said = (await answer.json().catch(() => ({}))) as { readonly is?: string; readonly kind?: string };
  return said.is ?? said.kind ?? `status ${answer.status}`;
}
