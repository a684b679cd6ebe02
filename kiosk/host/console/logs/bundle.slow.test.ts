import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, test } from 'vitest';
import { syntheticSite } from '#config/settings/synthetic-site.ts';
import { syntheticCards } from '#drivers/identity-documents/synthetic-cards.simulator.ts';
import { type KioskBench, openKioskBench } from '../../bench/kiosk-bench.simulator.ts';
import { checkIn } from '../../bench/patient.ts';
import { makeBundle, withoutSecrets } from './bundle.ts';

/** A whole kiosk with patients, and everything that leaves it for support. */

let bench: KioskBench;
let folder: string;
beforeEach(async () => {
  bench = await openKioskBench();
  folder = mkdtempSync(join(tmpdir(), 'tiep-don-bundle-'));
});
afterEach(async () => {
  await bench.close();
  rmSync(folder, { recursive: true });
});

async function unpacked(): Promise<ReadonlyMap<string, Buffer>> {
  const bytes = await makeBundle({
    ...{ rooms: bench.kiosk().rooms, dataDir: bench.dataDir, version: '1.2.3', now: Date.now() },
    ...{ metrics: { until: 0, series: {} as never }, reports: [], availability: [] },
  });
  writeFileSync(join(folder, 'bundle.tar.gz'), bytes);
  const into = join(folder, 'out');
  mkdirSync(into, { recursive: true });
  // As whoever gets it unpacks it.
  execFileSync('tar', ['-xzf', join(folder, 'bundle.tar.gz'), '-C', into]);
  const files = readdirSync(into, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
  const found = new Map(files.map((each) => [each.name, readFileSync(join(each.parentPath, each.name))]));
  found.set('the archive itself', gunzipSync(bytes));
  return found;
}

/** Every way in which our programs, or a careless one, write a word. */
function waysToWrite(word: string): readonly string[] {
  const plain = word.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/g, 'd').replace(/Đ/g, 'D');
  const forms = [word, word.normalize('NFD'), plain, plain.replace(/\s+/g, ''), plain.replace(/\s+/g, '^')];
  const written = new Set<string>();
  for (const form of forms)
    for (const each of [form, form.toUpperCase(), form.toLowerCase()]) {
      written.add(each).add(encodeURIComponent(each)).add(JSON.stringify(each).slice(1, -1));
      const bytes = Buffer.from(each);
      written.add(bytes.toString('hex')).add(bytes.toString('hex').toUpperCase());
      // Wherever in a longer text it stands: base64 knows three beginnings.
      for (const before of [0, 1, 2]) {
        const text = Buffer.concat([Buffer.alloc(before, 0x20), bytes])
          .toString('base64')
          .replace(/=+$/, '');
        const whole = text.slice(before === 0 ? 0 : before + 1, -1);
        if (whole.length >= 6) written.add(whole).add(whole.replaceAll('+', '-').replaceAll('/', '_'));
      }
    }
  return [...written].filter((each) => each.length >= 6);
}

test('patients have come and gone, and no file of the bundle knows a name, number or birth of any of them in any writing', async () => {
  const ids = ['old-person', 'new-card', 'insured-cccd', 'long-name', 'insured-bhyt'];
  const cards = syntheticCards(new Date().getFullYear()).filter(({ id }) => ids.includes(id));
  assert.equal(cards.length, ids.length);
  const tickets: string[] = [];
  for (const { id } of cards) {
    const gone = await checkIn({ page: bench.page(), scan: () => void bench.scan(id), serviceCode: 'noi' });
    if (gone.ok) tickets.push(gone.value.number);
  }
  assert.equal(tickets.length, cards.length);
  const words = cards
    .flatMap(({ bytes }) => new TextDecoder().decode(bytes).split(/[|$]/))
    .filter((word) => word.length >= 6);
  assert.ok(words.some((word) => /^\d{12}$/.test(word)) && words.some((word) => /\p{L}+ \p{L}+/u.test(word)));
  const files = await unpacked();
  assert.ok(['versions.json', 'health.json', 'metrics.txt', 'site.json', 'kiosk.log'].every((name) => files.has(name)));
  assert.ok(files.get('kiosk.log')?.includes('"ticket-printed"'));
  const found: string[] = [];
  for (const [name, content] of files)
    for (const word of words)
      for (const way of waysToWrite(word)) if (content.includes(way)) found.push(`${name}: ${word} as ${way}`);
  assert.deepEqual(found, []);
});

test('a line of the log that the catalogue did not write, and who of the staff asked, stay at the hospital', async () => {
  writeFileSync(
    join(bench.dataDir, 'logs', 'kiosk.log.1'),
    'Nguyễn Văn Mẫu\n{"level":"warn","time":"2026-11-21T00:00:00.000Z","kiosk":"k","event":"check-in-asked","day":"2026-11-21","by":"Trần Thị Thử","msg":"x"}\n',
  );
  const files = await unpacked();
  assert.equal(
    files.get('kiosk.log.1')?.toString(),
    '{"time":"2026-11-21T00:00:00.000Z","level":"warn","event":"check-in-asked","day":"2026-11-21"}\n',
  );
});

test('what somebody wrote into an address of the site file is not in the bundle', () => {
  const site = {
    ...syntheticSite,
    hospital: [
      { baseUrl: 'https://admin:hunter2@his.example/fhir?key=abcdef', password: 'hunter2', secretFile: 'his.key' },
    ],
  };
  const text = JSON.stringify(withoutSecrets(site as never));
  assert.doesNotMatch(text, /hunter2|abcdef/);
  assert.match(text, /his\.key/);
});
