import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const programs = [
  'start.ts',
  'host.ts',
  'devices.ts',
  'poke.ts',
  'record.ts',
  'replay.ts',
  'bench.ts',
  'soak.ts',
  'conformance.ts',
  'rotate-store-key.ts',
  'export-check-in.ts',
  'technician-url.ts',
  'verify-audit.ts',
  'document-key.ts',
  '../backend-client/hospital-kit/simulator/main.ts',
];

// Each starts Node twice.
test.for(programs)(
  '%s says how it is called, to whoever asks and to whoever mistypes',
  { timeout: 60_000 },
  async (program) => {
    const [help, mistyped] = await Promise.all([run(program, '--help'), run(program, '--hlep')]);
    expect(help).toEqual({ code: 0, stdout: expect.stringMatching(/^Usage: npm /), stderr: '' });
    expect(mistyped).toMatchObject({ code: 2, stdout: '' });
    expect(mistyped.stderr).toContain(help.stdout.trim());
    expect(mistyped.stderr).not.toContain('    at ');
  },
);

function run(program: string, option: string): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const path = fileURLToPath(new URL(program, import.meta.url));
  return new Promise((resolve) => {
    execFile(process.execPath, [path, option], (error, stdout, stderr) =>
      resolve({ code: error ? error.code : 0, stdout, stderr }),
    );
  });
}
