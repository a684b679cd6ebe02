import * as z from 'zod';
import type { Clock } from '#config/agreements/clock.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { type FormField, fieldsFor } from '#config/settings/forms/form-model.ts';
import { siteForm } from '#config/settings/forms/site-form.ts';
import { type JsonPath, objectFromText, pathText, readPath } from '#config/settings/json.ts';
import type {
  LackOnPage,
  SavedOnPage,
  SaveProblemKind,
  SecretRefusalKind,
  SettingsCalls,
  SettingsState,
  SettingsTopics,
} from '#kiosk/bridge/console/settings-words.ts';
import type { Act } from '#kiosk/staff/audit/acts.ts';
import type { SiteEditor } from '../../site-versions/site-editor.ts';
import type { Saved, SaveProblem, SaveWish } from '../../site-versions/site-versions.ts';
import type { Caller, ConsolePart } from '../console-part.ts';
import { draftLook, mistakesOnPage } from './draft-look.ts';

const text = z.string().max(1 << 20);
const from = z.string().regex(/^[0-9a-f]{64}$/);
const why = z.string().max(1_000);
const version = z.int().min(1);
const path = z.array(z.union([z.string().max(64), z.int().min(0).max(1_000)])).max(16);

/** A megabyte of text, escaped. */
const bodyLimit = 4 << 20;
/** Hands with editors are seen a moment later; every page asks twice a second. */
const lookAtFileEveryMs = 2_000;
const mostMistakes = 20;

/** The site file: looked at, saved, put back; whoever does it is written down. */
export function settingsPart(
  editor: SiteEditor,
  clock: Pick<Clock, 'monotonic'>,
): ConsolePart<SettingsCalls, SettingsTopics> {
  let lastLook: { readonly at: number; readonly seen: FileSeen } | undefined;

  function seen(): FileSeen {
    if (!lastLook || clock.monotonic() - lastLook.at >= lookAtFileEveryMs)
      lastLook = { at: clock.monotonic(), seen: lookAtFile(editor) };
    return lastLook.seen;
  }

  function saved(done: Result<Saved, SaveProblem>): Result<SavedOnPage, { readonly kind: SaveProblemKind }> {
    lastLook = undefined;
    if (!done.ok) return problem({ kind: done.problem.kind });
    const { version, hash } = done.value.head;
    return ok({ version, hash });
  }

  return {
    topics: {
      settings: (): SettingsState => ({ ...seen(), ...editor.standing() }),
    },
    calls: {
      'settings/form': { access: 'technician', asks: z.strictObject({}), audit: 'none', answer: () => ok(siteForm()) },
      'settings/open': {
        access: 'technician',
        asks: z.strictObject({}),
        audit: 'none',
        answer() {
          const { text, from, isDraft, look } = editor.begin();
          const written = isDraft ? {} : (editor.current().own ?? {});
          return ok({ text, from, isDraft, written, look: draftLook(text, look) });
        },
      },
      'settings/look': {
        access: 'technician',
        asks: z.strictObject({ text }),
        bodyLimit,
        audit: 'none',
        answer(asked) {
          const look = editor.look(asked.text);
          if (look.layers) editor.keepDraft(asked.text);
          lastLook = undefined;
          return ok(draftLook(asked.text, look));
        },
      },
      'settings/save': {
        access: 'technician',
        asks: z.strictObject({ text, from, why, imported: z.boolean().optional() }),
        bodyLimit,
        audit: (asked) => saveAct(editor, asked, asked.imported === true),
        answer: (asked, by) => saved(editor.save({ ...asked, by: authorOf(by) })),
      },
      'settings/versions': {
        access: 'technician',
        asks: z.strictObject({}),
        audit: 'none',
        answer() {
          const { hash } = editor.current();
          return ok(
            editor.versions.list().map((head) => ({
              version: head.version,
              at: head.at,
              by: head.by.kind === 'person' ? head.by.name : undefined,
              why: head.why,
              isCurrent: head.hash === hash,
            })),
          );
        },
      },
      'settings/version': {
        access: 'technician',
        asks: z.strictObject({ version }),
        audit: 'none',
        answer(asked) {
          const text = editor.versions.textOf(asked.version);
          return text === undefined
            ? problem({ kind: 'no-such-version' })
            : ok({ text, own: objectFromText(text) ?? {} });
        },
      },
      'settings/put-back': {
        access: 'technician',
        asks: z.strictObject({ version, from, why }),
        audit(asked) {
          const text = editor.versions.textOf(asked.version);
          if (text === undefined) return { refused: 'no-such-version' };
          const act = saveAct(editor, { text, from: asked.from }, false);
          if ('refused' in act) return act;
          return {
            act: 'site-file-returned',
            details: { version: String(nextVersion(editor)), from: String(asked.version) },
          };
        },
        answer: (asked, by) => saved(editor.putBack({ ...asked, by: authorOf(by) })),
      },
      'settings/set-secret': {
        access: 'technician',
        asks: z.strictObject({ text, path, value: z.string().max(65_536) }),
        bodyLimit,
        audit: (asked) => ({ act: 'secret-set', details: { field: fieldWord(pathText(asked.path)) } }),
        answer(asked) {
          const set = editor.setSecret(asked);
          if (!set.ok) return problem({ kind: set.problem.kind satisfies SecretRefusalKind });
          editor.keepDraft(set.value);
          lastLook = undefined;
          return ok({ text: set.value });
        },
      },
      'settings/export': {
        access: 'technician',
        asks: z.strictObject({}),
        audit: () => ({
          act: 'site-file-exported',
          details: { version: String(editor.versions.list()[0]?.version ?? 0) },
        }),
        answer() {
          const exported = editor.exported();
          if (exported === undefined) return problem({ kind: 'does-not-read' });
          const id = editor.current().look.site?.kiosk.id ?? 'kiosk';
          return ok({ fileName: `${id}-site.json`, text: exported });
        },
      },
      'settings/apply-now': {
        access: 'technician',
        asks: z.strictObject({}),
        audit: () =>
          editor.standing().applying.is === 'waits-for-rest'
            ? { act: 'restarted', details: {} }
            : { refused: 'nothing-waits' },
        answer: () => (editor.applyNow() ? ok(undefined) : problem({ kind: 'nothing-waits' })),
      },
    },
  };
}

type FileSeen = Omit<SettingsState, 'runs' | 'applying'>;

function lookAtFile(editor: SiteEditor): FileSeen {
  const { text, hash, look } = editor.current();
  const isBroken = text !== '' && look.mistakes.length > 0;
  return {
    hash,
    mistakes: isBroken ? mistakesOnPage(text, look.mistakes).slice(0, mostMistakes) : [],
    lastGood: isBroken ? lastGoodOf(editor) : undefined,
    programRestart: editor.programRestart(),
    lacks: lacksOf(editor),
  };
}

function lacksOf(editor: SiteEditor): SettingsState['lacks'] {
  const { isDraft, look } = editor.begin();
  return isDraft ? look.mistakes.map(({ path }) => lackAt(siteForm(), readPath(path) ?? [])) : undefined;
}

/** By the words of the field, or of what it is a part of; languages of a text are no fields to a reader. */
function lackAt(form: FormField, path: JsonPath): LackOnPage {
  const names = path.filter((key) => typeof key === 'string');
  const top = fieldsFor(form.control, {}).find(({ key }) => key === names[0]);
  if (!top) return { section: undefined, field: form.label };
  const isSection = top.control.kind === 'group' || top.control.kind === 'list';
  return { section: isSection ? top.label : undefined, field: innermost(top, names.slice(1)).label };
}

function innermost(field: FormField, [name, ...rest]: readonly string[]): FormField {
  const { control } = field.control.kind === 'list' ? field.control.entry : field;
  const inner = control.kind === 'by-language' ? undefined : fieldsFor(control, {}).find(({ key }) => key === name);
  return inner ? innermost(inner, rest) : field;
}

function lastGoodOf({ versions, look }: SiteEditor): number | undefined {
  return versions.list().find(({ version }) => {
    const text = versions.textOf(version);
    return text !== undefined && look(text).mistakes.length === 0;
  })?.version;
}

function nextVersion({ versions }: SiteEditor): number {
  return (versions.list()[0]?.version ?? 0) + 1;
}

function saveAct(
  editor: SiteEditor,
  wish: Pick<SaveWish, 'text' | 'from'>,
  isImported: boolean,
): Act | { readonly refused: SaveProblemKind } {
  const checked = editor.check(wish);
  if (!checked.ok) return { refused: checked.problem.kind };
  const { changes, applied } = editor.wouldChange(wish.text);
  const about = { version: String(nextVersion(editor)), fields: changes };
  return isImported
    ? { act: 'site-file-imported', details: about }
    : { act: 'site-file-saved', details: { ...about, applied } };
}

/** Only people who are signed in come here; their names are those of the staff. */
function authorOf({ who, name }: Caller): SaveWish['by'] {
  return { kind: 'person', id: who.kind === 'person' ? who.id : 'set-up', name };
}

/** `hospital[0].secretFile` as the audit log names places. */
function fieldWord(path: string): string {
  return path.replace(/\[(\d+)\]/g, '.$1').slice(0, 64);
}
