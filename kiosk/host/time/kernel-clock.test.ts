import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asked, createKernelClock } from './kernel-clock.ts';

const nobody = async () => undefined;
const noon = Date.UTC(2026, 10, 21, 5);

/** A machine on which these programs print this. */
function machine(printed: Readonly<Record<string, string>>, touchedAt?: number) {
  return createKernelClock(
    async (program) => printed[program],
    async () => touchedAt,
    () => noon,
  );
}

test.each([
  ['systemd says yes', { timedatectl: 'yes\n' }, true],
  ['systemd says no', { timedatectl: 'no\n' }, false],
  [
    'chrony without rtcsync, of which the kernel knows nothing',
    { timedatectl: 'no\n', chronyc: 'Reference ID    : C0A80101\nLeap status     : Normal\n' },
    true,
  ],
  ['chrony that has lost its servers', { chronyc: 'Stratum         : 0\nLeap status     : Not synchronised\n' }, false],
  ['adjtimex, synchronised', { adjtimex: '         mode: 0\n       status: 8193\n' }, true],
  ['adjtimex, STA_UNSYNC', { adjtimex: '         mode: 0\n       status: 64\n' }, false],
  [
    'words that nobody knows',
    { timedatectl: 'vielleicht', chronyc: '506 Cannot talk to daemon', adjtimex: '' },
    undefined,
  ],
  ['a machine that cannot tell', {}, undefined],
] as const)('%s', async (_, printed, expected) => {
  expect(await machine(printed)()).toBe(expected);
});

test.each([
  [noon - 60_000, true],
  [noon - 10 * 3_600_000, undefined],
  // The clock was set back since.
  [noon + 60_000, undefined],
])('where no program tells, a fresh mark of timesyncd does: touched at %d', async (touchedAt, expected) => {
  expect(await machine({}, touchedAt)()).toBe(expected);
});

test('whatever the programs print, reading it never throws', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string(), async (text) => {
      await createKernelClock(async () => text, nobody)();
      for (const { read } of asked) expect([true, false, undefined]).toContain(read(text));
    }),
  );
});
