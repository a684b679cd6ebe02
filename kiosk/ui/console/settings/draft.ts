import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import { siteTextIn, withoutValueIn, withValue } from '#config/settings/forms/editing.ts';
import { type Control, type FormField, fieldsFor } from '#config/settings/forms/form-model.ts';
import {
  isList,
  isObject,
  type Json,
  type JsonObject,
  type JsonPath,
  mergedJson,
  objectFromText,
  valueAt,
  withField,
} from '#config/settings/json.ts';
import { type SiteChange, siteDifference } from '#config/settings/site-difference.ts';
import type { DraftLook, MistakeOnPage, OpenedSettings, SecretOnPage } from '#kiosk/bridge/console/settings-words.ts';
import type { ConsoleLink } from '../console-link.ts';
import { withOfferedCode } from './offers.ts';

/** The site file as it is being edited: one text, and forms that say the same. */
export interface Draft {
  readonly form: FormField;
  readonly opened: ReadonlySignal<OpenedSettings>;
  readonly text: ReadonlySignal<string>;
  /** The kiosk's own part, as the text last read. */
  readonly own: ReadonlySignal<JsonObject>;
  /** Whether the text reads now. */
  readonly reads: ReadonlySignal<boolean>;
  /** What counts: with what is inherited, and with lists that stand there by default. */
  readonly counts: ReadonlySignal<JsonObject>;
  readonly look: ReadonlySignal<DraftLook>;
  readonly mistakesAt: ReadonlySignal<ReadonlyMap<string, readonly MistakeOnPage[]>>;
  readonly secretsAt: ReadonlySignal<ReadonlyMap<string, SecretOnPage>>;
  readonly changes: ReadonlySignal<readonly SiteChange[]>;
  /** Whether it began from a file of elsewhere. */
  readonly isImported: ReadonlySignal<boolean>;
  set(path: JsonPath, value: Json): void;
  remove(path: JsonPath): void;
  setText(text: string, isImported?: boolean): void;
  setOwn(own: JsonObject): void;
  /** Begins again from what is saved. */
  begin(opened: OpenedSettings): void;
}

/** After so long without a key the host is asked what is wrong. */
const quietMs = 200;

export function createDraft(form: FormField, first: OpenedSettings, link: Pick<ConsoleLink, 'call'>): Draft {
  const opened = signal(first);
  const text = signal(first.text);
  const own = signal<JsonObject>(first.look.own ?? {});
  const reads = signal(first.look.own !== undefined);
  const look = signal(first.look);
  const isImported = signal(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = 0;

  const counts = computed(() => withListPresets(form.control, mergedJson(look.value.inherited, own.value)));
  return {
    form,
    ...{ opened, text, own, reads, counts, look, isImported },
    mistakesAt: computed(() => Map.groupBy(look.value.mistakes, ({ path }) => path)),
    secretsAt: computed(() => new Map(look.value.secrets.map((secret) => [secret.path, secret]))),
    changes: computed(() => siteDifference(opened.value.written, own.value)),
    set(path, value) {
      const changed = withValue(own.value, counts.value, path, value);
      if (changed) setOwn(withOfferedCode(changed, path, counts.value, opened.value.written));
    },
    remove: (path) => setOwn(withoutValueIn(form, own.value, counts.value, path)),
    setText(next, imported = false) {
      const read = objectFromText(next);
      batch(() => {
        text.value = next;
        reads.value = read !== undefined;
        if (read) own.value = read;
        if (imported) isImported.value = true;
      });
      askSoon();
    },
    setOwn,
    begin(next) {
      clearTimeout(timer);
      asked += 1;
      batch(() => {
        opened.value = next;
        text.value = next.text;
        own.value = next.look.own ?? {};
        reads.value = next.look.own !== undefined;
        look.value = next.look;
        isImported.value = false;
      });
    },
  };

  function setOwn(next: JsonObject): void {
    batch(() => {
      own.value = next;
      text.value = siteTextIn(form, next);
      reads.value = true;
    });
    askSoon();
  }

  function askSoon(): void {
    clearTimeout(timer);
    timer = setTimeout(() => void ask(), quietMs);
  }

  async function ask(): Promise<void> {
    asked += 1;
    const mine = asked;
    const looked = await link.call('settings/look', { text: text.value });
    // Somebody typed on: the next answer counts.
    if (looked.ok && mine === asked) look.value = looked.value;
  }
}

/** Lists that stand there by default are shown as they are, and become the kiosk's own when one entry is changed. */
function withListPresets(control: Control, value: JsonObject): JsonObject {
  return fieldsFor(control, value).reduce<JsonObject>((whole, { key, control: inner, preset }) => {
    const there = Object.hasOwn(whole, key) ? whole[key] : undefined;
    if (there === undefined) return inner.kind === 'list' && isList(preset) ? withField(whole, key, preset) : whole;
    return isObject(there) ? withField(whole, key, withListPresets(inner, there)) : whole;
  }, value);
}

/** Where what counts at a place comes from. */
export function sourceAt(draft: Draft, path: JsonPath): 'own' | 'inherited' | 'nowhere' {
  if (valueAt(draft.own.value, path) !== undefined) return 'own';
  return isCommonAt(draft, path) ? 'inherited' : 'nowhere';
}

/** Whether a value comes from what the site file extends, under the kiosk's own one. */
export function isCommonAt({ own, look }: Draft, path: JsonPath): boolean {
  const list = path.findIndex((key) => typeof key === 'number');
  // A list of its own hides the common one as a whole.
  if (list !== -1 && valueAt(own.value, path.slice(0, list)) !== undefined) return false;
  return valueAt(look.value.inherited, path) !== undefined;
}
