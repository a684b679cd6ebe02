import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileProblemCode, writeDurably } from '#config/agreements/durable-file.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { HubFile, HubPlace } from '#config/settings/hub-file.ts';
import { madeEven } from '#kiosk/bridge/hub/sound/loudness.ts';
import { lengthMs, mostWavBytes, readWav, type Sound, writeWav } from '#kiosk/bridge/hub/sound/wav.ts';
import { type EspeakProblem, espeakVersion, type SayText } from './espeak.ts';
import { chime, gap } from './made-sounds.ts';
import { type Utterance, utteranceOf } from './spoken-words.ts';
import { type CallToSay, type ClipName, clipsOfCall, wordsNeeded } from './words-of-call.ts';

/** From where a word is taken; the first of these that has it. */
export type ClipSource = 'pack' | 'recording' | 'made';

/** A clip as boards ask for it: by what is in it, so that a browser may keep it for ever. */
export interface Clip {
  /** 64 hexadecimal digits. */
  readonly id: string;
  readonly lengthMs: number;
  readonly source: ClipSource;
}

export interface SpokenCall {
  readonly clips: readonly Clip[];
  readonly lengthMs: number;
}

/**
 * - `making`: clips are still being made. `whole`: every word of every place is there. `no-program`: espeak-ng is not installed and a place
 *   needs it. `incomplete`: some words could not be made; calls that need them are not spoken.
 */
export type VoiceStanding = 'making' | 'whole' | 'no-program' | 'incomplete';

/**
 * The words of all places as files in `<dataDir>/voice/clips`, named by what is in them. A word is taken from the place's voice pack, else
 * from the hospital's recordings (`<dataDir>/voice/recordings`), else it is made by espeak-ng, once.
 */
export interface ClipLibrary {
  /** `undefined`: a word of it is missing in every language of the place, so nothing is spoken. */
  speech(call: CallToSay, placeId: string): SpokenCall | undefined;
  clip(name: ClipName, placeId: string): Clip | undefined;
  /** The file of a clip; `undefined` for an id that is none. */
  read(id: string): Promise<Uint8Array | undefined>;
  /** In the place of espeak-ng's, from now on. */
  record(name: ClipName, sound: Sound): Promise<Result<'kept', 'not-writable'>>;
  forgetRecording(name: ClipName): Promise<void>;
  standing(): VoiceStanding;
  /** The problem of whatever could not be made, if any. */
  trouble(): EspeakProblem | undefined;
  onChange(heard: () => void): () => void;
  /** All clips that can be had, in the background: a hub is ready before. */
  prepare(): Promise<void>;
}

interface Needs {
  readonly settings: Pick<HubFile, 'places' | 'counters' | 'dataDir'>;
  readonly sayText: SayText;
}

/** Of how clips are made even; another number makes all of them anew. */
const evenVersion = 1;

export function createClipLibrary({ settings, sayText }: Needs): ClipLibrary {
  const { places, counters, dataDir } = settings;
  const clipsDir = join(dataDir, 'voice', 'clips');
  const recordingsDir = join(dataDir, 'voice', 'recordings');
  const clips = new Map<string, Map<ClipName, Clip>>(places.map(({ id }) => [id, new Map()]));
  /** Clips whose file was read or written by this program, and how long they are. */
  const known = new Map<string, number>();
  const listeners = new Set<() => void>();
  let standing: VoiceStanding = 'making';
  let trouble: EspeakProblem | undefined;
  let preparing: Promise<void> = Promise.resolve();

  const counterNames = new Map(counters.map(({ id, name }) => [id, name]));
  const wordsOf = ({ id, languages }: HubPlace): readonly ClipName[] => [
    'chime',
    'gap',
    ...wordsNeeded(
      counters.filter(({ place }) => place === id).map((each) => each.id),
      languages,
    ),
  ];
  const clip = (name: ClipName, placeId: string) => clips.get(placeId)?.get(name);

  return {
    clip,
    speech(call, placeId) {
      const place = places.find(({ id }) => id === placeId);
      const sayable = (place?.languages ?? []).filter((language) =>
        clipsOfCall(call, [language]).every((name) => clip(name, placeId)),
      );
      const found = clipsOfCall(call, sayable).flatMap((name) => clip(name, placeId) ?? []);
      if (found.length === 0) return undefined;
      return { clips: found, lengthMs: found.reduce((sum, each) => sum + each.lengthMs, 0) };
    },
    async read(id) {
      return /^[0-9a-f]{64}$/.test(id) ? readBounded(join(clipsDir, `${id}.wav`)) : undefined;
    },
    async record(name, sound) {
      try {
        await mkdir(join(recordingsDir, 'vi'), { recursive: true, mode: 0o700 });
        writeDurably(join(recordingsDir, `${name}.wav`), writeWav(sound));
      } catch (error) {
        fileProblemCode(error);
        return problem('not-writable');
      }
      await prepareNext();
      return ok('kept');
    },
    async forgetRecording(name) {
      await rm(join(recordingsDir, `${name}.wav`), { force: true });
      await prepareNext();
    },
    standing: () => standing,
    trouble: () => trouble,
    onChange(heard) {
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
    prepare: prepareNext,
  };

  /** One after the other: two would write the same files. */
  function prepareNext(): Promise<void> {
    preparing = preparing.then(prepareAll);
    return preparing;
  }

  async function prepareAll(): Promise<void> {
    await mkdir(clipsDir, { recursive: true, mode: 0o700 });
    trouble = undefined;
    let missing = 0;
    for (const place of places) {
      const found = new Map<ClipName, Clip>();
      for (const name of wordsOf(place)) {
        const made = await clipFor(name, place);
        if (made) found.set(name, made);
        else missing += 1;
      }
      clips.set(place.id, found);
    }
    standing = missing === 0 ? 'whole' : trouble === 'not-there' ? 'no-program' : 'incomplete';
    await removeOthers();
    for (const heard of listeners) heard();
  }

  async function clipFor(name: ClipName, place: HubPlace): Promise<Clip | undefined> {
    const { packDir, dialect } = place.voice;
    const given =
      (packDir === undefined ? undefined : await givenClip(join(packDir, `${name}.wav`), 'pack')) ??
      (await givenClip(join(recordingsDir, `${name}.wav`), 'recording'));
    if (given) return given;
    if (name === 'chime' || name === 'gap')
      return keptClip(idOf(name, 'sound'), 'made', () => ({ chime, gap })[name]());
    const utterance = utteranceOf(name, { dialect, counterName: (id) => counterNames.get(id) });
    return utterance && madeClip(utterance);
  }

  /** A file that somebody has put there: whatever does not read is as if it were not there. */
  async function givenClip(path: string, source: ClipSource): Promise<Clip | undefined> {
    const bytes = await readBounded(path);
    const read = bytes && readWav(bytes);
    return bytes && read?.ok ? keptClip(idOf(bytes), source, () => madeEven(read.value)) : undefined;
  }

  async function madeClip({ voice, text }: Utterance): Promise<Clip | undefined> {
    const id = idOf(espeakVersion, voice, text);
    const kept = await keptClip(id, 'made', () => undefined);
    if (kept || trouble === 'not-there') return kept;
    const said = await sayText({ voice, text });
    if (!said.ok) trouble = said.problem;
    return said.ok ? keptClip(id, 'made', () => madeEven(said.value)) : undefined;
  }

  /** As it lies there, else as it is made now: beside, then renamed, so that nobody ever reads half of it. */
  async function keptClip(id: string, source: ClipSource, make: () => Sound | undefined): Promise<Clip | undefined> {
    const path = join(clipsDir, `${id}.wav`);
    const length = known.get(id) ?? (await lengthOfFile(path));
    if (length !== undefined) {
      known.set(id, length);
      return { id, source, lengthMs: length };
    }
    const made = make();
    if (!made) return undefined;
    try {
      await writeFile(`${path}.new`, writeWav(made), { mode: 0o600 });
      await rename(`${path}.new`, path);
    } catch (error) {
      fileProblemCode(error);
      return undefined;
    }
    known.set(id, lengthMs(made));
    return { id, source, lengthMs: lengthMs(made) };
  }

  /** What no place says any more: a counter that was renamed, an older version. */
  async function removeOthers(): Promise<void> {
    const used = new Set([...clips.values()].flatMap((each) => [...each.values()].map(({ id }) => `${id}.wav`)));
    const there = await readdir(clipsDir).catch((error: unknown) => {
      fileProblemCode(error);
      return [];
    });
    for (const name of there) {
      if (used.has(name)) continue;
      known.delete(name.replace('.wav', ''));
      await rm(join(clipsDir, name), { force: true });
    }
  }
}

function idOf(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256').update(`even ${evenVersion}`);
  for (const part of parts) hash.update('\0').update(part);
  return hash.digest('hex');
}

/** `undefined`: there is none, or what a broken disk has left of it. */
async function lengthOfFile(path: string): Promise<number | undefined> {
  const bytes = await readBounded(path);
  const read = bytes && readWav(bytes);
  return read?.ok ? lengthMs(read.value) : undefined;
}

async function readBounded(path: string): Promise<Uint8Array | undefined> {
  try {
    const { size } = await stat(path);
    return size > mostWavBytes ? undefined : await readFile(path);
  } catch (error) {
    fileProblemCode(error);
    return undefined;
  }
}
