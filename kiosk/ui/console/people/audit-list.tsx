import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { MessageKey, Say } from '#config/strings/messages.ts';
import { type AuditCalls, type AuditEntryOnPage, type Noted, noted } from '#kiosk/bridge/console/audit-words.ts';
import { type StaffRole, staffRoles } from '#kiosk/bridge/console/people-words.ts';
import { nameOf } from '../name-of.ts';
import { Refusal, type Refused } from '../refusal.tsx';
import { type ConsoleTools, useTopic } from '../tools.ts';

type Read = AuditCalls['audit/read']['answers'];
type Verified = AuditCalls['audit/verify']['answers'];

/** Everything that was noted lately, and whether the log proves itself. */
export function AuditList({ tools }: { readonly tools: ConsoleTools }): JSX.Element {
  const { say, link, language } = tools;
  const read = useSignal<Read | undefined>(undefined);
  const verified = useSignal<Verified | undefined>(undefined);
  const refusal = useSignal<Refused | undefined>(undefined);
  const wanted = useSignal('');
  async function load(): Promise<void> {
    const answer = await link.call('audit/read', {});
    if (answer.ok) read.value = answer.value;
    refusal.value = answer.ok ? undefined : answer.problem;
  }
  async function verify(): Promise<void> {
    const answer = await link.call('audit/verify', {});
    if (answer.ok) verified.value = answer.value;
    refusal.value = answer.ok ? undefined : answer.problem;
  }
  useEffect(() => void load(), []);

  // A kiosk that does not run has no time zone of its own: then it is the browser's.
  const timeZone = useTopic(tools, 'readiness').value?.timeZone;
  const time = new Intl.DateTimeFormat(language === 'vi' ? 'vi-VN' : 'en-GB', {
    dateStyle: 'short',
    timeStyle: 'medium',
    ...(timeZone === undefined ? {} : { timeZone }),
  });
  const rows = (read.value?.entries ?? [])
    .map((entry) => rowOf(entry, say, time))
    .filter(({ text }) => plain(text).includes(plain(wanted.value)));
  return (
    <section data-audit>
      <h2>{say('console.audit.title')}</h2>
      <p class="line buttons">
        <label>
          {say('console.audit.search')}
          <input
            type="search"
            name="search"
            value={wanted.value}
            onInput={({ currentTarget }) => {
              wanted.value = currentTarget.value;
            }}
          />
        </label>
        <button type="button" onClick={() => void load()}>
          {say('console.audit.refresh')}
        </button>
        <button type="button" data-act="verify" onClick={() => void verify()}>
          {say('console.audit.verify')}
        </button>
        <span class="soft">
          {read.value && say('console.audit.some', { shown: rows.length, count: read.value.count })}
        </span>
      </p>
      <Chain say={say} verified={verified.value} />
      {refusal.value && <Refusal say={say} refusal={refusal.value} />}
      <table class="stacks">
        <thead>
          <tr>
            <th>{say('console.audit.when')}</th>
            <th>{say('console.audit.who')}</th>
            <th>{say('console.audit.what')}</th>
            <th>{say('console.audit.details')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ n, when, who, role, what, details }) => (
            <tr key={n}>
              <td class="when">
                {when} <small>#{n}</small>
              </td>
              <td>
                {who} {role && <small>{role}</small>}
              </td>
              <td>{what}</td>
              <td class="details">{details}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 && <p class="empty">{say('console.audit.none')}</p>}
    </section>
  );
}

function Chain({ say, verified }: { readonly say: Say; readonly verified: Verified | undefined }): JSX.Element {
  if (!verified) return <p class="visually-hidden" role="status" />;
  return verified.stands === 'whole' ? (
    <p class="strip good" role="status" data-chain="whole">
      {say('console.audit.whole', { count: verified.count, hash: verified.hash })}
    </p>
  ) : (
    <p class="strip bad" role="status" data-chain="damaged">
      {say('console.audit.damaged', { where: verified.where, why: verified.why })}
    </p>
  );
}

function rowOf(entry: AuditEntryOnPage, say: Say, time: Intl.DateTimeFormat) {
  const when = time.format(entry.at);
  const who = entry.by ? nameOf(entry.by.name, say) : say('console.audit.nobody');
  const role = entry.by && say(`console.roles.${entry.by.role}`);
  const what = isNoted(entry.act) ? say(actWords(entry.act)) : say('console.audit.later');
  // Ids of people say nothing to people, and an app that was or was not asked for stands in the column of the act.
  const details = Object.entries(entry.details)
    .flatMap(([field, value]) => (field === 'personId' || typeof value === 'boolean' ? [] : value))
    .map((value) => (isRole(value) ? say(`console.roles.${value}`) : String(value)))
    .join(' · ');
  return { n: entry.n, when, who, role, what, details, text: [when, who, what, details].join(' ') };
}

function isRole(value: unknown): value is StaffRole {
  return staffRoles.some((role) => role === value);
}

function actWords(act: Noted): MessageKey {
  return `console.acts.${act}`;
}

function isNoted(act: string): act is Noted {
  return noted.some((each) => each === act);
}

/** Whoever searches need not type the marks of Vietnamese. */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D').toLowerCase();
}
