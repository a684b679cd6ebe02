import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { afterAll, test } from 'vitest';
import { type HubFile, hubFile } from './hub-file.ts';
import { brokenHubRules } from './hub-rules.ts';
import { readHubFile } from './read-hub-file.ts';
import { sayMistakes } from './site-mistakes.ts';
import { hubPathFields } from './site-paths.ts';

const folder = mkdtempSync(join(tmpdir(), 'hub-file-'));
afterAll(() => rmSync(folder, { recursive: true }));

const demoPath = resolve(import.meta.dirname, '../sites/hub-demo.json');
type Draft = Record<string, unknown> & { [List in 'services' | 'places' | 'counters']: Record<string, unknown>[] };

const small = {
  profile: 'production',
  site: { facilityCode: '27005', name: 'Trung tâm Y tế Yên Phong', timeZone: 'Asia/Ho_Chi_Minh' },
  listen: { host: '127.0.0.1', port: 0 },
  dataDir: './data/hub',
  database: { kind: 'postgresql', url: 'postgres://hub@127.0.0.1:5432/hub', passwordFile: './hub.password' },
  services: [{ code: 'noi', hisCode: 'K01', name: { vi: 'Khám Nội' }, prefix: 'A', room: 'P.101' }],
  places: [{ id: 'hall', name: { vi: 'Sảnh' }, services: ['noi'] }],
  counters: [{ id: 'p101', name: { vi: 'Phòng 101' }, place: 'hall', services: ['noi'] }],
};

function write(content: unknown, name = 'hub.json'): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

function said(change: (draft: Draft) => void): string {
  const draft: Draft = structuredClone(small);
  change(draft);
  const path = write(draft);
  const read = readHubFile(path);
  return read.ok ? 'it is read' : sayMistakes('hub.json', read.problem, 'hub');
}

function hub(path: string): HubFile {
  const read = readHubFile(path);
  assert.ok(read.ok, read.ok ? '' : sayMistakes(path, read.problem, 'hub'));
  return read.value;
}

test("the file of a hospital's hub is read, every path absolute, secrets in files of their own", () => {
  const { dataDir, database, lanes, listen } = hub(write(small));
  assert.deepEqual(
    { dataDir, database, lanes, listen },
    {
      dataDir: join(folder, 'data/hub'),
      database: {
        kind: 'postgresql',
        url: 'postgres://hub@127.0.0.1:5432/hub',
        passwordFile: join(folder, 'hub.password'),
      },
      lanes: { priority: 2, ordinary: 1, ceilingMinutes: 60 },
      listen: { host: '127.0.0.1', port: 0 },
    },
  );
});

test('the example hub is read, and has the services of the example kiosk with their letters', () => {
  const { services } = hub(demoPath);
  const kiosk = JSON.parse(readFileSync(resolve(import.meta.dirname, '../sites/demo.json'), 'utf8'));
  assert.deepEqual(
    services.map(({ code, hisCode, prefix, room }) => ({ code, hisCode, prefix, room })),
    kiosk.services.map(({ code, hisCode, prefix, room }: Record<string, string>) => ({ code, hisCode, prefix, room })),
  );
});

test('a hub takes what its region has in common from another file, paths relative to the one that names them', () => {
  write({ ...small, dataDir: './region-data' }, 'region.json');
  const { site, dataDir } = hub(write({ extends: './region.json', site: { name: 'Bệnh viện Hai' } }));
  assert.deepEqual([site.name, site.facilityCode, dataDir], ['Bệnh viện Hai', '27005', join(folder, 'region-data')]);
});

test('every mistake of a wrong hub.json is told at once, with its place and what should stand there', () => {
  const sentences = said((draft) => {
    draft.profile = 'live';
    draft.databases = {};
    draft.counters = [{ id: 'p101', name: { vi: 'Phòng 101' }, place: 'halle', services: ['noi', 'mat'] }];
  });
  assert.equal(
    sentences,
    [
      'The hub file hub.json has 4 mistakes:',
      "  profile: found \"live\", expected 'production' | 'demo'",
      '  databases: found a field that this file does not have, expected a known field (is it misspelt?)',
      '  counters[0].place: found "halle", expected the id of one of the places',
      '  counters[0].services[1]: found "mat", expected the code of one of the services',
    ].join('\n'),
  );
});

test('two services never share letters, an ordinary number and a priority number neither', () => {
  const second = { code: 'mat', hisCode: 'K30', name: { vi: 'Khám Mắt' }, room: 'P.205' };
  const withSecond = (letters: object) => (draft: Draft) => {
    draft.services.push({ ...second, ...letters });
    draft.counters[0] = { ...draft.counters[0], services: ['noi', 'mat'] };
    draft.places[0] = { ...draft.places[0], services: ['noi', 'mat'] };
  };
  assert.match(said(withSecond({ prefix: 'A' })), /services\[1\]\.prefix: .*services\[0\]\.prefix uses A already/);
  assert.match(said(withSecond({ prefix: 'UA' })), /services\[1\]\.prefix: .*services\[0\]\.priorityPrefix uses UA/);
  assert.equal(said(withSecond({ prefix: 'B' })), 'it is read');
});

test('nobody waits where nobody calls: a service has a counter, and a counter calls what its place shows', () => {
  const mat = { code: 'mat', hisCode: 'K30', name: { vi: 'Khám Mắt' }, prefix: 'B', room: 'P.205' };
  assert.match(
    said((draft) => draft.services.push(mat)),
    /services\[1\]\.code: found "mat", expected a counter that calls it/,
  );
  assert.match(
    said((draft) => {
      draft.services.push(mat);
      draft.counters[0] = { ...draft.counters[0], services: ['noi', 'mat'] };
    }),
    /counters\[0\]\.services\[1\]: found "mat", expected a service of places\[0\]/,
  );
});

test('ids are given once, and what stands in a list of names stands there once', () => {
  const sentences = said((draft) => {
    draft.counters.push({ ...draft.counters[0] });
    draft.places[0] = { ...draft.places[0], services: ['noi', 'noi'], languages: ['vi', 'vi'] };
  });
  assert.match(sentences, /3 mistakes/);
  assert.match(sentences, /counters\[1\]\.id: .*counters\[0\] has it already/);
  assert.match(sentences, /places\[0\]\.services\[1\]: .*expected each one once/);
  assert.match(sentences, /places\[0\]\.languages\[1\]: .*expected each one once/);
});

test('a password never stands in the address of the database', () => {
  const sentences = said((draft) => {
    draft.database = { kind: 'postgresql', url: 'postgres://hub:geheim@127.0.0.1:5432/hub' };
  });
  assert.match(sentences, /database\.url: found .*expected postgres:/);
});

test('a hub without a database in its file keeps its days in SQLite', () => {
  const { database: _, ...plain } = small;
  assert.deepEqual(hub(write(plain)).database, { kind: 'sqlite' });
});

test('whatever stands in the file is told as mistakes and never throws', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      brokenHubRules(value);
      readHubFile(write(JSON.stringify(value)));
    }),
    { numRuns: 200 },
  );
});

test('every field of the hub that names a file or a folder is made absolute', () => {
  const named = Object.keys(hubPathFields);
  const text = JSON.stringify(JSON.parse(readFileSync(resolve(import.meta.dirname, 'hub.schema.json'), 'utf8')));
  const fields = [...text.matchAll(/"(\w+(?:File|Dir))":\{"type":"string"/g)].map(([, name]) => name);
  const known = named.map((each) => each.split('.').at(-1));
  assert.deepEqual(
    fields.filter((field) => !known.includes(field)),
    [],
  );
  assert.ok(hubFile.shape.dataDir);
});

test('a kiosk that measures before a service is a counter without people, of one chair, and calls nobody’s service', () => {
  const chair = (more: object = {}) => ({
    ...{ id: 'ghe-1', name: { vi: 'Ghế đo 1' }, place: 'hall', services: ['noi'], kiosk: 'kiosk-3' },
    ...more,
  });
  assert.equal(
    said(({ counters }) => counters.push(chair())),
    'it is read',
  );
  assert.equal(hubFile.parse({ ...small, counters: [...small.counters, chair()] }).counters[1]?.comeWithinSeconds, 120);
  assert.match(
    said(({ counters }) => counters.push(chair(), chair({ id: 'ghe-2' }))),
    /counters\[2\]\.kiosk/,
  );
  assert.match(
    said((draft) => {
      draft.counters = [chair()];
    }),
    /services\[0\]\.code/,
  );
});
