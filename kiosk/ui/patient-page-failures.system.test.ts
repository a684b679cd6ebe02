import assert from 'node:assert/strict';
import { test } from 'vitest';
import { closeCodes, heartbeat, pong } from '#kiosk/bridge/words.ts';
import { confirm, describePatientPage, name, say, snapshotOf } from './patient-page-bench.ts';

describePatientPage('when host or page fail', (bench) => {
  test('a host that hangs behind an open socket is noticed: one moment, nothing of the patient, and back when it speaks', async () => {
    await bench.shown(snapshotOf(confirm));
    const answered = bench.nextText();
    say(bench.host, { kind: 'ping' });
    assert.equal(await answered, pong);
    await bench.page.clock.runFor(heartbeat.silentMs - 1);
    assert.ok((await bench.page.content()).includes(name));
    const again = bench.nextConnection();
    await bench.page.clock.runFor(1);
    await bench.page.locator('[data-screen="link-down"]').waitFor();
    assert.ok(!(await bench.page.content()).includes(name));
    await bench.page.clock.runFor(250);
    bench.host = await again;
    await bench.shown(snapshotOf(confirm));
  });

  test('a screen that cannot be drawn: one moment, one word for the host, a fresh document, and no spinning', async () => {
    // A host that says what no host of ours says.
    const impossible = snapshotOf({ ...confirm, person: null } as never);
    const waits: number[] = [];
    for (const backOffMs of [1_000, 2_000]) {
      say(bench.host, { kind: 'snapshot', snapshot: snapshotOf(confirm) });
      await bench.page.locator('[data-screen="confirm-identity"]').waitFor();
      say(bench.host, { kind: 'snapshot', snapshot: impossible });
      await bench.page.locator('[data-screen="failed"]').waitFor();
      assert.ok(!(await bench.page.content()).includes(name));
      assert.ok(await bench.page.getByRole('heading', { level: 1 }).isVisible());
      // What comes now is not drawn any more.
      say(bench.host, { kind: 'snapshot', snapshot: snapshotOf(confirm) });
      await bench.heard(waits.length + 1);
      const again = bench.nextConnection();
      await bench.page.clock.runFor(backOffMs - 1);
      assert.equal(await bench.page.locator('[data-screen="failed"]').count(), 1);
      await bench.page.clock.runFor(1);
      bench.host = await again;
      waits.push(backOffMs);
    }
    assert.deepEqual(
      (await bench.heard(2)).map((said) => [said.command, said.command === 'page-failed' && said.input.what]),
      [
        ['page-failed', 'drawing'],
        ['page-failed', 'drawing'],
      ],
    );
    bench.troubles = [];
  });

  test('a bug outside a drawing is treated the same: a script’s, a promise’s', async () => {
    for (const [at, [bug, what]] of (
      [
        [() => queueMicrotask(() => JSON.parse('')), 'script'],
        [() => void Promise.reject(new Error('nobody listens')), 'promise'],
      ] as const
    ).entries()) {
      await bench.shown(snapshotOf(confirm));
      await bench.page.evaluate(bug);
      await bench.page.clock.runFor(1);
      await bench.page.locator('[data-screen="failed"]').waitFor();
      const said = (await bench.heard(at + 1)).at(-1);
      assert.equal(said?.command === 'page-failed' && said.input.what, what);
      const again = bench.nextConnection();
      await bench.page.clock.runFor(1_000 * 2 ** at);
      bench.host = await again;
    }
    bench.troubles = [];
  });

  test('law 7: when the host goes away, nothing of the patient is left in the page; it comes back by itself', async () => {
    await bench.shown(snapshotOf(confirm));
    assert.ok((await bench.page.content()).includes(name));
    const again = bench.nextConnection();
    bench.host.terminate();
    await bench.page.locator('[data-screen="link-down"]').waitFor();
    const left = await bench.page.content();
    assert.deepEqual(
      [name, '1948', '123'].filter((each) => left.includes(each)),
      [],
    );
    await bench.page.clock.runFor(250);
    bench.host = await again;
    await bench.shown(
      snapshotOf({ show: 'attract', scanner: 'ready', serves: 'check-in', openCall: 'none' }, { session: 'none' }),
    );
    // Chromium reports each lost socket on its console.
    bench.troubles = [];
  });

  test('a page that was replaced by a newer window says so and stays away', async () => {
    await bench.shown(snapshotOf(confirm));
    bench.host.close(closeCodes.takenOver);
    await bench.page.locator('[data-screen="taken-over"]').waitFor();
    assert.ok(!(await bench.page.content()).includes(name));
    await bench.page.clock.runFor(60_000);
    assert.equal(bench.connections(), 0);
  });
});
