import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'vitest';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { levelOf } from '#kiosk/bridge/hub/sound/loudness.ts';
import { lengthMs, readWav, writeWav } from '#kiosk/bridge/hub/sound/wav.ts';
import { boardSettings } from '../server/boards.bench.ts';
import { createClipLibrary } from './clip-library.ts';
import { createEspeak, type SayText } from './espeak.ts';

const program = '/usr/bin/espeak-ng';
const skipReason = existsSync(program) || process.env.CI ? undefined : "install Debian's espeak-ng";

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'tiep-don-voice-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const call = { number: 'A-K2-07', counter: 'p101', count: 2 };

describe.skipIf(skipReason)(`the voice, by espeak-ng${skipReason ? ` (skipped: ${skipReason})` : ''}`, () => {
  const sayText = createEspeak(machineClock);

  test.each(['vi', 'vi-vn-x-central', 'vi-vn-x-south', 'en'] as const)(
    '%s says a word that is heard',
    async (voice) => {
      const said = await sayText({ voice, text: voice === 'en' ? 'please go to' : 'Mời số' });
      assert.ok(said.ok);
      assert.ok(lengthMs(said.value) > 250 && lengthMs(said.value) < 2_500, `${lengthMs(said.value)} ms`);
      assert.ok(levelOf(said.value).speechDb > -30, `${levelOf(said.value).speechDb} dB`);
    },
  );

  test('nothing in a text is an argument, and none of it reaches a shell', async () => {
    const said = await sayText({
      voice: 'vi',
      text: `--version; touch ${join(dataDir, 'x')} $(touch ${join(dataDir, 'y')})`,
    });
    assert.ok(said.ok);
    assert.deepEqual(readdirSync(dataDir), []);
  });

  test('every word of a hospital is made once, is heard, and is there at once at the next start', async () => {
    let made = 0;
    const counting: SayText = (utterance) => {
      made += 1;
      return sayText(utterance);
    };
    const settings = boardSettings({ dataDir }, { languages: ['vi', 'en'], voice: { dialect: 'south' } });
    const first = createClipLibrary({ settings, sayText: counting });
    assert.equal(first.speech(call, 'hall'), undefined);
    await first.prepare();
    assert.equal(first.standing(), 'whole');
    const madeFirst = made;
    const speech = first.speech(call, 'hall');
    assert.ok(speech && speech.lengthMs > 5_000 && speech.lengthMs < 20_000, `${speech?.lengthMs} ms`);
    for (const name of readdirSync(join(dataDir, 'voice', 'clips'))) {
      const bytes = await first.read(name.replace('.wav', ''));
      const read = bytes && readWav(bytes);
      assert.ok(read?.ok, name);
      assert.equal(statSync(join(dataDir, 'voice', 'clips', name)).mode & 0o777, 0o600);
    }
    const second = createClipLibrary({ settings, sayText: counting });
    await second.prepare();
    assert.equal(made, madeFirst);
    assert.deepEqual(second.speech(call, 'hall'), speech);
  });
});

/** A second of a voice of a kind. */
function recording(hertz: number) {
  const sampleRate = 16_000;
  const samples = Int16Array.from(
    { length: sampleRate },
    (_, at) => 9_000 * Math.sin((2 * Math.PI * hertz * at) / sampleRate),
  );
  return { sampleRate, samples };
}

test('without espeak-ng and recordings there is no voice, and the library says why', async () => {
  const settings = boardSettings({ dataDir });
  const library = createClipLibrary({
    settings,
    sayText: createEspeak(machineClock, join(dataDir, 'no-such-program')),
  });
  await library.prepare();
  assert.deepEqual(
    [library.standing(), library.trouble(), library.speech(call, 'hall')],
    ['no-program', 'not-there', undefined],
  );
});

test('a pack goes before a recording, a recording before espeak-ng; what does not read is as if it were not there', async () => {
  const packDir = join(dataDir, 'pack');
  mkdirSync(join(packDir, 'vi'), { recursive: true });
  writeFileSync(join(packDir, 'vi', 'to.wav'), writeWav(recording(200)));
  writeFileSync(join(packDir, 'vi', 'digit-0.wav'), 'no sound');
  const settings = boardSettings({ dataDir }, { voice: { packDir } });
  const sayText: SayText = async () => ({ ok: true, value: recording(150) });
  const library = createClipLibrary({ settings, sayText });
  await library.prepare();
  await library.record('vi/invite', recording(300));
  await library.record('vi/to', recording(300));
  const sources = (['vi/to', 'vi/invite', 'vi/digit-0'] as const).map((name) => library.clip(name, 'hall')?.source);
  assert.deepEqual(sources, ['pack', 'recording', 'made']);
  await library.forgetRecording('vi/invite');
  assert.equal(library.clip('vi/invite', 'hall')?.source, 'made');
});

test('a program that writes without end, or never ends, is ended', async () => {
  const endless = join(dataDir, 'endless');
  writeFileSync(endless, '#!/bin/sh\nexec cat /dev/zero\n', { mode: 0o700 });
  const said = await createEspeak(machineClock, endless)({ voice: 'vi', text: 'x' });
  assert.deepEqual(said, { ok: false, problem: 'too-much' });
  const silent = join(dataDir, 'silent');
  writeFileSync(silent, '#!/bin/sh\nexec sleep 600\n', { mode: 0o700 });
  let due = () => {};
  const after = (_: number, call: () => void) => {
    due = call;
    return () => undefined;
  };
  const late = createEspeak({ after }, silent)({ voice: 'vi', text: 'x' });
  due();
  assert.deepEqual(await late, { ok: false, problem: 'too-slow' });
});
