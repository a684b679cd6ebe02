import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import type { ClientConfig } from 'pg';
import { fileProblemCode } from '#config/agreements/durable-file.ts';
import { readPrivateFile } from '#config/agreements/private-file.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { HubFile } from '#config/settings/hub-file.ts';
import type { LogProblem } from '../log-problem.ts';

export type PostgresqlSettings = Extract<HubFile['database'], { kind: 'postgresql' }>;

/** Where the server is and how it is spoken to. Holds the password, and is never written anywhere. */
export type Target = Pick<
  ClientConfig,
  'host' | 'port' | 'user' | 'database' | 'password' | 'ssl' | 'application_name'
>;

const longestPassword = 1_000;

/** Files are read anew each time, so that a password that was changed is found without a restart. */
export function targetOf({ url, passwordFile, caFile }: PostgresqlSettings): Result<Target, LogProblem> {
  const password = passwordFile === undefined ? ok('') : passwordIn(passwordFile);
  if (!password.ok) return password;
  const ca = caFile === undefined ? ok(undefined) : certificatesIn(caFile);
  if (!ca.ok) return ca;
  const { hostname, port, username, pathname } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  return ok({
    host,
    port: port === '' ? 5432 : Number(port),
    user: decodeURIComponent(username),
    database: decodeURIComponent(pathname.slice(1)),
    // As a function it is taken from nowhere else, neither from the environment nor from a file in somebody's home.
    password: () => password.value,
    ssl: ca.value !== undefined ? { ca: ca.value } : !isLoopback(host),
    application_name: 'tiep-don hub',
  });
}

function passwordIn(path: string): Result<string, LogProblem> {
  const read = readPrivateFile(path, longestPassword);
  return read?.ok ? ok(read.value.toString('utf8').replace(/\r?\n$/, '')) : problem({ kind: 'denied' });
}

function certificatesIn(path: string): Result<string, LogProblem> {
  try {
    return ok(readFileSync(path, 'utf8'));
  } catch (error) {
    fileProblemCode(error);
    return problem({ kind: 'not-trusted' });
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
