import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type BenchPrinter, type KioskBench, openKioskBench, scanOf } from './bench/kiosk-bench.simulator.ts';
import { checkIn } from './bench/patient.ts';

let bench: KioskBench | undefined;
afterEach(() => bench?.close());

const printers: readonly (readonly [string, BenchPrinter, string])[] = [
  ['prints and never answers', { simulated: { answers: 'nothing' }, settings: { proof: 'bytes-taken' } }, 'sent'],
  [
    'answers DLE EOT 2 alone, by a byte without fixed bits',
    { simulated: { profile: 'hwasung' }, settings: { profile: 'hwasung' } },
    'sent-and-well',
  ],
];

test.each(printers)(
  'a printer that %s: soon a ticket, no alarm, nobody says "printed", and the next paper is a copy',
  async (_habit, printer, evidence) => {
    bench = await openKioskBench(['check-in'], undefined, undefined, undefined, printer);
    const { page, scanners } = bench;
    const scan = () =>
      void scanners[0].act({ do: 'send-bytes', base64: Buffer.from(scanOf('old-person')).toString('base64') });
    const startedAt = performance.now();
    const first = await checkIn({ page: page(), scan, serviceCode: 'noi' });
    expect(first).toMatchObject({ ok: true, value: { number: 'UA001', paper: 'perhaps-printed' } });
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    await bench.logged('ticket-sent');
    const again = await checkIn({ page: page(), scan, serviceCode: 'noi', wantsCopy: true });
    expect(again).toMatchObject({ ok: true, value: { number: 'UA001' } });
    expect(bench.printer.papers()).toHaveLength(2);
    await bench.stop();
    const logs = readdirSync(join(bench.dataDir, 'logs')).map((name) =>
      readFileSync(join(bench?.dataDir ?? '', 'logs', name), 'utf8'),
    );
    const lines = logs.flatMap((text) => text.split('\n').filter(Boolean)).map((line) => JSON.parse(line));
    const ofTickets = lines.filter(({ event }) => String(event).startsWith('ticket-'));
    expect(ofTickets.map(({ event, copy, evidence: found }) => [event, copy, found])).toEqual([
      ['ticket-sent', 0, evidence],
      ['ticket-sent', 1, evidence],
    ]);
  },
  20_000,
);
