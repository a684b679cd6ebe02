import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, test } from 'vitest';
import { type Certificates, makeCertificates } from '#backend-client/connection/certificates.bench.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { type Cluster, createCluster, skipReason } from './cluster.bench.ts';
import { openPostgresqlStore } from './postgresql-store.ts';
import type { PostgresqlSettings } from './target.ts';

describe.skipIf(skipReason)(`PostgreSQL over TLS${skipReason ? ` (skipped: ${skipReason})` : ''}`, () => {
  const cleanUps: (() => Promise<unknown>)[] = [];
  let theirs: Certificates;
  let others: Certificates;
  let byName: Cluster;
  let byAddress: Cluster;
  let expired: Cluster;
  let plain: Cluster;

  beforeAll(async () => {
    theirs = makeCertificates();
    others = makeCertificates();
    [byName, byAddress, expired, plain] = await Promise.all([
      createCluster([], theirs.issue('localhost')),
      createCluster([], theirs.issue('db', { extension: 'subjectAltName=IP:127.0.0.1' })),
      createCluster([], theirs.issue('late', { extension: 'subjectAltName=DNS:localhost', expired: true })),
      createCluster(),
    ]);
  });
  afterEach(async () => {
    for (const cleanUp of cleanUps.splice(0)) await cleanUp();
  });
  afterAll(async () => {
    await Promise.all([byName, byAddress, expired, plain].map((cluster) => cluster.remove()));
    theirs.remove();
    others.remove();
  });

  async function database(cluster: Cluster, host: string, caFile: string): Promise<PostgresqlSettings> {
    const settings = await cluster.createDatabase();
    return { ...settings, caFile, url: settings.url.replace('127.0.0.1', host) };
  }

  async function take(settings: PostgresqlSettings) {
    const store = openPostgresqlStore({ settings, clock: machineClock });
    cleanUps.push(() => store.close());
    const taken = await store.takePlace(new AbortController().signal);
    return taken.ok ? 'decides' : taken.problem.kind;
  }

  test('a hub decides over TLS where the server proves by name or by address who it is, and nothing crosses the line in clear', async () => {
    for (const [cluster, host] of [
      [byName, 'localhost'],
      [byAddress, '127.0.0.1'],
    ] as const) {
      const settings = await database(cluster, host, theirs.ca);
      assert.equal(await take(settings), 'decides', host);
      const store = openPostgresqlStore({ settings, clock: machineClock });
      cleanUps.push(() => store.close());
      assert.ok((await store.enrolment.list()).ok);
      const sessions = await cluster.query(
        settings,
        "select s.ssl from pg_stat_ssl s join pg_stat_activity a using (pid) where a.usename = 'hub' and a.datname = current_database()",
      );
      assert.deepEqual(
        sessions.map(({ ssl }) => ssl),
        [true, true],
        'the one that decides and the one beside it',
      );
    }
  });

  test.for([
    ['whose certificate another authority signed', () => byName, 'localhost', () => others.ca],
    ['whose certificate is of another name', () => byAddress, 'localhost', () => theirs.ca],
    ['whose certificate is of a name and not of the address', () => byName, '127.0.0.1', () => theirs.ca],
    ['whose certificate has expired', () => expired, 'localhost', () => theirs.ca],
    ['that speaks no TLS', () => plain, 'localhost', () => theirs.ca],
    ['where the file of the authority is not there', () => byName, 'localhost', () => join(theirs.folder, 'no.pem')],
    [
      'where the file of the authority is something else',
      () => byName,
      'localhost',
      () => join(theirs.folder, 'ca.key'),
    ],
  ] as const)('a server %s is not trusted and gets no password', async ([, cluster, host, ca]) => {
    const settings = await database(cluster(), host, ca());
    assert.equal(await take(settings), 'not-trusted');
    assert.deepEqual(
      await cluster().query(
        settings,
        "select from pg_stat_activity where usename = 'hub' and datname = current_database()",
      ),
      [],
    );
  });

  test('a certificate that is mended is found without a restart', async () => {
    const caFile = join(others.folder, 'authority.pem');
    copyFileSync(others.ca, caFile);
    const settings = await database(byName, 'localhost', caFile);
    const store = openPostgresqlStore({ settings, clock: machineClock });
    cleanUps.push(() => store.close());
    const take = () => store.takePlace(new AbortController().signal);
    assert.deepEqual(await take(), { ok: false, problem: { kind: 'not-trusted' } });
    copyFileSync(theirs.ca, caFile);
    assert.ok((await take()).ok);
  });
});
