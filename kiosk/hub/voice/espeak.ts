import { spawn } from 'node:child_process';
import type { Clock } from '#config/agreements/clock.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { mostWavBytes, readWav, type Sound } from '#kiosk/bridge/hub/sound/wav.ts';
import type { Utterance } from './spoken-words.ts';

/**
 * - `not-there`: Debian's package `espeak-ng` is not installed. `failed`: it ended with an error (a voice that it does not have).
 * - `too-slow`, `too-much`: it was ended. `no-sound`: what it wrote is no WAV.
 */
export type EspeakProblem = 'not-there' | 'failed' | 'too-slow' | 'too-much' | 'no-sound';

export type SayText = (utterance: Utterance) => Promise<Result<Sound, EspeakProblem>>;

/** A sentence takes some 30 ms; a machine that is busy with something else gets time. */
const longestMs = 10_000;
const wordsPerMinute = 145;

/** Of what is made, in the names of the kept clips: other arguments make other clips. */
export const espeakVersion = `espeak-ng ${wordsPerMinute}`;

/**
 * espeak-ng (GPL-3) as a process of its own, never a library. The text goes in by stdin, no shell reads it, and none of its arguments comes
 * from anybody but us.
 */
export function createEspeak(clock: Pick<Clock, 'after'>, program = 'espeak-ng'): SayText {
  return ({ voice, text }) =>
    new Promise((resolve) => {
      // -b 1: UTF-8 whatever the locale; -z: no pause behind the sentence.
      const args = ['-v', voice, '-s', String(wordsPerMinute), '-b', '1', '-z', '--stdin', '--stdout'];
      const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'ignore'], env: { PATH: process.env.PATH } });
      const chunks: Buffer[] = [];
      let size = 0;
      const settle = (result: Result<Sound, EspeakProblem>) => {
        callOff();
        child.kill('SIGKILL');
        resolve(result);
      };
      const callOff = clock.after(longestMs, () => settle(problem('too-slow')));
      child.on('error', (error) =>
        settle(problem('code' in error && error.code === 'ENOENT' ? 'not-there' : 'failed')),
      );
      child.stdout.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > mostWavBytes) settle(problem('too-much'));
        else chunks.push(chunk);
      });
      child.on('close', (code) => {
        if (code !== 0) return settle(problem('failed'));
        const read = readWav(Buffer.concat(chunks), { isStream: true });
        settle(read.ok ? ok(read.value) : problem('no-sound'));
      });
      // It may have ended before it has read; and a line that breaks behind its last byte is no end of the hub: `close` says how it ended.
      for (const line of [child.stdin, child.stdout]) line.on('error', () => undefined);
      child.stdin.end(`${text}\n`);
    });
}
