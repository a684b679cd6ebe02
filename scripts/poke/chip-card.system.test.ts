import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'vitest';
import { openVirtualReader } from '#drivers/card-reader/virtual-reader.simulator.ts';
import { startSimulatedVpcdCards } from '#drivers/card-reader/vpcd-card.simulator.ts';
import { siteWith, startTool } from './tool-process.ts';

const opened = await openVirtualReader();

if (opened.ok) {
  test('a technician reads a chip card through pcscd: genuine, and nobody to be recognised', async () => {
    const bench = siteWith([{ id: 'cccd', kind: 'card-reader', driver: 'pcsc-emrtd', cscaDir: './csca' }]);
    mkdirSync(join(bench.directory, 'csca'));
    const cscaFile = join(bench.directory, 'csca/synthetic.cer');
    const cards = await startSimulatedVpcdCards({ vpcdPort: opened.value.port, controlPort: 0, cscaFile });
    const card = cards.cards[0];
    assert.ok(card);

    const poke = startTool('poke', 'cccd', 'read', '--can', card.can, '--site', bench.site, '--json');
    await poke.until({ event: 'condition', condition: 'ready' });
    await cards.act({ do: 'insert', cardId: card.id });
    const { source, access, genuineness, masked, document } = await poke.until({ event: 'document' });
    assert.deepEqual(
      { source, access, genuineness, masked },
      {
        source: 'chip',
        access: 'pace',
        genuineness: { verdict: 'genuine', chip: 'chip-authentication' },
        masked: true,
      },
    );
    assert.match(JSON.stringify(document), /"number":"••••••••••\d\d"/);
    assert.equal((await poke.ended()).code, 0);

    const listed = startTool('devices', '--json');
    await listed.ended();
    assert.match(
      JSON.stringify(listed.events()),
      /"driver":"pcsc-emrtd","transport":\{"kind":"pcsc","reader":"Virtual PCD/,
    );
    await cards.close();
    await opened.value.close();
    bench.remove();
  });
} else {
  test.skip(`a technician reads a chip card through pcscd: ${opened.problem.reason}`, () => {});
}
