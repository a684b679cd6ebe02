import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'vitest';
import { fieldWords } from '#config/settings/forms/field-words.ts';
import { siteForm } from '#config/settings/forms/site-form.ts';
import { hubFile } from '#config/settings/hub-file.ts';
import { counterTexts } from '#config/strings/counter-messages.ts';
import { texts as strings } from '#config/strings/messages.ts';
import { programAct } from '#kiosk/hub/server/counter-acts.ts';
import { systemActRequest, systemEvent, toldKinds, visitCancelledRequest } from '#kiosk/hub/server/system-wire.ts';
import { type GuideLanguage, readGuide } from './read-guide.ts';
import { largestPicture } from './small-png.ts';

const folder = import.meta.dirname;
const root = join(folder, '../..');
const files = readdirSync(folder).filter((name) => name.endsWith('.md'));
const names = [...new Set(files.map((name) => name.split('.')[0] ?? ''))];
const languages = ['vi', 'en'] as const;
const textOf = (file: string) => readFileSync(join(root, file), 'utf8');
const guideOf = (name: string, language: GuideLanguage) =>
  readGuide(textOf(`scripts/guides/${name}.${language}.md`), language);

/** Every text of the screens in one language. */
function onScreen(language: GuideLanguage): ReadonlySet<string> {
  const texts: string[] = Object.values(fieldWords[language]).map(({ label }) => label);
  const gather = (value: unknown): void => {
    if (typeof value === 'string') texts.push(value);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(gather);
  };
  gather([strings[language], counterTexts[language]]);
  return new Set(texts);
}

const shown = { vi: onScreen('vi'), en: onScreen('en') };
const pageTitles = {
  vi: new Set<string>(Object.values(strings.vi.console.pages)),
  en: new Set<string>(Object.values(strings.en.console.pages)),
};
const beforePage = { vi: /trang \*\*([^*]+)\*\*/g, en: /page \*\*([^*]+)\*\*/g };

describe.each(names)('the guide "%s"', (name) => {
  test('has the same headings, steps, commands, tables and pictures in both languages', () => {
    const [inVi, inEn] = languages.map((language) => {
      const { headings, steps, code, rows, pictures, links } = guideOf(name, language);
      const neutral = (path: string) => path.replace(`.${language}.`, '.');
      return {
        ...{ headings, steps, rows, code: code.toSorted() },
        ...{ pictures: pictures.map(neutral), links: links.map(neutral).toSorted() },
      };
    });
    assert.deepEqual(inVi, inEn);
  });

  test.each(languages)('says at every step what one sees, and what to do if not (%s)', (language) => {
    const { steps } = guideOf(name, language);
    assert.ok(steps.length > 0);
    assert.deepEqual(
      steps.filter((step) => !step.saysWhatOneSees || !step.saysWhatElse).map(({ number }) => number),
      [],
    );
    for (const [at, { number }] of steps.entries())
      assert.ok(number === 1 || number === (steps[at - 1]?.number ?? 0) + 1, `step ${number}`);
  });

  test.each(languages)('names what stands on the screen as it stands there (%s)', (language) => {
    const { screenWords } = guideOf(name, language);
    assert.deepEqual(
      screenWords.filter((words) => !shown[language].has(words)),
      [],
    );
    const text = textOf(`scripts/guides/${name}.${language}.md`);
    for (const [, page = ''] of text.matchAll(beforePage[language])) assert.ok(pageTitles[language].has(page), page);
  });

  test.each(languages)('shows pictures that are there, and leads to guides that are there (%s)', (language) => {
    const { pictures, links } = guideOf(name, language);
    for (const picture of pictures) {
      const png = readFileSync(join(folder, picture));
      assert.equal(png.subarray(1, 4).toString(), 'PNG', picture);
      assert.ok(png.length <= largestPicture, `${picture} has ${png.length} bytes`);
    }
    for (const link of links) {
      assert.ok(existsSync(join(folder, link)), link);
      assert.ok(link.endsWith(`.${language}.md`), link);
    }
  });

  test('names commands, units, files and fields that there are', () => {
    const { code, shellLines } = guideOf(name, 'en');
    for (const line of shellLines)
      for (const command of line.split('|')) assert.ok(knownPrograms.has(programOf(command)), command);
    for (const line of code) {
      for (const [, script = '', rest = ''] of line.matchAll(/npm run ([a-z-]+)(.*)/g)) assertRuns(script, rest);
      for (const [unit] of line.matchAll(/tiep-don-[a-z]+/g))
        assert.ok(existsSync(join(root, `kiosk/shell-chromium/systemd/${unit}.service`)), unit);
      if (/^(config|drivers|backend-client|kiosk|scripts)\/\S+$/.test(line))
        assert.ok(existsSync(join(root, line)), line);
      if (
        /^(site|kiosk|management|lookUps)\.[A-Za-z.]+$/.test(line) &&
        !line.endsWith('.json') &&
        !/\.(key|gz|tar)/.test(line)
      )
        assert.ok(isField(line), line);
    }
  });
});

test('no picture is without a guide, and there are few', () => {
  const used = new Set(names.flatMap((name) => languages.flatMap((language) => guideOf(name, language).pictures)));
  const there = readdirSync(join(folder, 'pictures')).map((file) => `pictures/${file}`);
  assert.deepEqual(there.toSorted(), [...used].toSorted());
  assert.ok(there.length <= 12);
});

test('the README leads to every guide', () => {
  const readme = textOf('README.md');
  for (const file of files) assert.ok(readme.includes(`scripts/guides/${file}`), file);
});

test('what integrators are shown is what the hub takes, what it tells, and what its file may say', () => {
  const lines = guideOf('integrators', 'en').code;
  const sent = lines.flatMap((line) => /-d '([^']+)' \S+\/system\/v1\/([\w-]+)$/.exec(line)?.slice(1, 3) ?? []);
  assert.deepEqual([sent[1], systemActRequest.safeParse(JSON.parse(sent[0] ?? '')).success], ['act', true]);
  assert.deepEqual(
    [sent[3], visitCancelledRequest.safeParse(JSON.parse(sent[2] ?? '')).success],
    ['visit-cancelled', true],
  );
  const [settings, event] = lines.filter((line) => line.startsWith('{ ')).map((line) => JSON.parse(line));
  assert.deepEqual(hubFile.shape.systems.parse(settings.systems), settings.systems);
  assert.deepEqual(systemEvent.parse(event), event);
  const inline = new Set(lines);
  const acts = programAct.options.flatMap(({ shape: { kind } }) =>
    'options' in kind ? kind.options : [...kind.values],
  );
  const unnamed = [...acts, ...toldKinds].filter((kind) => !inline.has(kind));
  assert.deepEqual(unnamed, ['call-next']);
});

/** What Debian brings once the guide to installing has been followed. */
const knownPrograms = new Set(
  `apt-get cat cd chmod chown cp curl echo find git id install journalctl ls mkdir mv node npm openssl ssh systemctl tar tee timedatectl udevadm
   ufw useradd`.split(/\s+/),
);

function programOf(line: string): string {
  const words = line.trim().split(/\s+/);
  if (words[0] !== 'sudo') return words[0] ?? '';
  const at = words.findIndex((word, index) => index > 0 && !word.startsWith('-') && words[index - 1] !== '-u');
  return words[at] ?? '';
}

const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Readonly<Record<string, string | undefined>> };

/** The script is there, and its source knows every switch that the guide gives it. */
function assertRuns(script: string, rest: string): void {
  const command = scripts[script];
  assert.ok(command, `npm run ${script}`);
  const source = textOf(command.split(' ').at(-1) ?? '');
  for (const [, name = ''] of rest.matchAll(/ --([a-z][a-z-]*)/g))
    assert.ok(source.includes(`--${name}`), `npm run ${script} -- --${name}`);
}

function isField(path: string): boolean {
  let keys: readonly string[] = [];
  const gather = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('key' in value && typeof value.key === 'string') keys = [...keys, value.key];
    Object.values(value).forEach(gather);
  };
  gather(siteForm());
  return path.split('.').every((part) => keys.includes(part));
}
