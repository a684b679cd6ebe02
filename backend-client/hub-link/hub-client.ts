import type * as z from 'zod';
import type { Clock } from '#config/agreements/clock.ts';
import { parsedJson } from '#config/agreements/parsed-json.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { HubLinkSettings } from '#config/settings/hub-link-settings.ts';
import type { SiteFile } from '#config/settings/site-file.ts';
import { below } from '../connection/address.ts';
import { createHttpClient, type HttpAnswer, type HttpClient, type HttpProblem } from '../connection/http-client.ts';
import { readSecretFile, readTlsFiles } from '../connection/tls-files.ts';
import type { SecretFileProblem } from '../contract/secret-problem.ts';
import { profileHeader, refusalAnswer } from './wire.ts';

/**
 * Questions to the hospital's hub, each with this kiosk's key. What time it is there is heard from the answers' `Date`
 * (`connection/hospital-time.ts`).
 */
export interface HubClient {
  /** `path` is below `/kiosk/v1/`. Without a body it is a GET. */
  ask<Answer>(asked: HubQuestion<Answer>): Promise<Result<Answer, HubProblem>>;
  /** Reads the files of the site file again: somebody may have mended them. */
  readFiles(): SecretFileProblem | undefined;
  close(): Promise<void>;
}

export interface HubQuestion<Answer> {
  readonly path: string;
  readonly body?: unknown;
  readonly answer: z.ZodType<Answer>;
  /** Instead of the usual ten seconds. */
  readonly timeoutMs?: number;
}

/**
 * - `file`: a file of the site file cannot be used; nothing was sent. `key-unknown`, `key-revoked`, `version`, `profile`,
 *   `not-deciding`: the hub says so.
 * - `line`: no answer, or half of one. `status`: any other answer than a good one. `not-understood`: an answer that cannot be read.
 */
export type HubProblem =
  | { readonly kind: 'file'; readonly file: SecretFileProblem }
  | { readonly kind: 'key-unknown' | 'key-revoked' | 'version' | 'profile' | 'not-deciding' | 'not-understood' }
  | { readonly kind: 'line'; readonly line: HttpProblem }
  | { readonly kind: 'status'; readonly answer: HttpAnswer };

/** As `npm run hub-key` prints them. */
const shortestKey = 32;
const timeoutMs = 10_000;
/** Five hundred outcomes, a hundred services. */
const largestAnswerBytes = 512 * 1024;

interface Needs {
  readonly settings: HubLinkSettings;
  /** Of the site file. */
  readonly profile: SiteFile['profile'];
  readonly clock: Clock;
}

export function createHubClient({ settings, profile, clock }: Needs): HubClient {
  let key = '';
  let http: HttpClient | undefined;
  let trouble: SecretFileProblem | undefined;
  let isClosed = false;
  readFiles();

  return { ask, readFiles, close };

  function readFiles(): SecretFileProblem | undefined {
    const read = readKey(settings.keyFile);
    const tls = readTlsFiles(settings.caFile === undefined ? undefined : { caFile: settings.caFile });
    if (read.ok) key = read.value;
    if (tls.ok) http ??= createHttpClient({ timeoutMs, tls: tls.value, clock, largestAnswerBytes });
    trouble = read.ok ? (tls.ok ? undefined : tls.problem) : read.problem;
    return trouble;
  }

  async function ask<Answer>(asked: HubQuestion<Answer>): Promise<Result<Answer, HubProblem>> {
    if (isClosed) return problem({ kind: 'line', line: { kind: 'stopped' } });
    if (trouble) return problem({ kind: 'file', file: trouble });
    if (!http) throw new Error('the files were read, and nobody was made to ask');
    const { path, body, answer: schema, timeoutMs } = asked;
    const answered = await http.request({
      method: body === undefined ? 'GET' : 'POST',
      url: below(settings.url, `kiosk/v1/${path}`),
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${key}`,
        [profileHeader]: profile,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    });
    if (!answered.ok) return problem({ kind: 'line', line: answered.problem });
    const { status } = answered.value;
    const json = parsedJson(new TextDecoder().decode(answered.value.body));
    if (status >= 200 && status < 300) {
      const read = schema.safeParse(json);
      return read.success ? ok(read.data) : problem({ kind: 'not-understood' });
    }
    const refused = refusalAnswer.safeParse(json);
    return problem(refused.success ? refused.data : { kind: 'status', answer: answered.value });
  }

  async function close(): Promise<void> {
    isClosed = true;
    await http?.close();
  }
}

function readKey(path: string): Result<string, SecretFileProblem> {
  const read = readSecretFile(path, shortestKey);
  return read.ok && !/^[!-~]+$/.test(read.value) ? problem({ kind: 'not-a-token', path }) : read;
}
