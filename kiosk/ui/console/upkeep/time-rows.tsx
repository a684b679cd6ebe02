import type { JSX } from 'preact';
import type { MessageKey } from '#config/strings/messages.ts';
import type { ExpiredOnPage, TimeOnPage } from '#kiosk/bridge/console/upkeep-words.ts';
import type { Tools } from './tools.ts';

/** What time it is, who says so, and what to do when nobody is sure. */
export function TimeRows({ time, tools }: { readonly time: TimeOnPage; readonly tools: Tools }): JSX.Element {
  const { say, act } = tools;
  const isSure = time.trust === 'confirmed';
  return (
    <>
      <p class="line">
        <strong>{dayAndTime(time.now, tools)}</strong>{' '}
        <span class={`pill ${isSure ? 'good' : 'bad'}`}>{say(`technician.time.${time.trust}`)}</span>{' '}
        {say(whyWords[time.why])}
      </p>
      {!isSure && <p class="hint">{say('technician.time.next')}</p>}
      <table>
        <tbody>
          <tr>
            <th scope="row">{say('technician.time.machine')}</th>
            <td>{dayAndTime(time.machineClock, tools)}</td>
            <td />
          </tr>
          {time.lastMoment !== undefined && (
            <tr>
              <th scope="row">{say('technician.time.lastMoment')}</th>
              <td>{dayAndTime(time.lastMoment, tools)}</td>
              <td />
            </tr>
          )}
          {time.sources.map(({ source, at, says }) => (
            <tr key={source}>
              <th scope="row">
                {source === 'kernel'
                  ? say('technician.time.kernel')
                  : say('technician.time.hospital', { name: source.replace(/^hospital /, '') })}
              </th>
              <td>{dayAndTime(at, tools)}</td>
              <td>
                <span class={`pill ${saysPills[says]}`}>{say(saysWords[says])}</span>
              </td>
            </tr>
          ))}
          {time.leavable.map((day) => (
            <tr key={day}>
              <th scope="row">{dayOnPage(day)}</th>
              <td>
                <small>{say('technician.time.leaveHint')}</small>
              </td>
              <td class="actions">
                <button type="button" onClick={() => void act({ do: 'leave-day', day })}>
                  {say('technician.time.leave')}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** Numbers for the desk, of visits that nobody in the hospital knows of. */
export function ExpiredRows({
  expired,
  tools,
}: {
  readonly expired: readonly ExpiredOnPage[];
  readonly tools: Tools;
}): JSX.Element {
  const { say, act } = tools;
  return (
    <>
      <p class="hint">{say('technician.expired.hint')}</p>
      <table>
        <thead>
          <tr>
            <th>{say('technician.expired.ticket')}</th>
            <th>{say('technician.expired.day')}</th>
            <th>{say('technician.expired.system')}</th>
            <th>{say('technician.expired.expiredOn')}</th>
          </tr>
        </thead>
        <tbody>
          {expired.map(({ ticketNumber, day, endpointId, expiredOn }) => (
            <tr key={`${day} ${ticketNumber} ${endpointId}`}>
              <th scope="row">{ticketNumber}</th>
              <td>{dayOnPage(day)}</td>
              <td>{endpointId}</td>
              <td>{dayOnPage(expiredOn)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="actions">
        <button type="button" onClick={() => print()}>
          {say('technician.expired.print')}
        </button>
        <button
          type="button"
          class="primary"
          data-control="take-expired"
          onClick={() => void act({ do: 'take-expired', count: expired.length })}
        >
          {say('technician.expired.take')}
        </button>
      </p>
    </>
  );
}

const whyWords = {
  kernel: 'technician.time.why.kernel',
  sources: 'technician.time.why.sources',
  hospital: 'technician.time.why.hospital',
  'last-moment': 'technician.time.why.lastMoment',
  'first-start': 'technician.time.why.firstStart',
  elapsed: 'technician.time.why.elapsed',
  ahead: 'technician.time.why.ahead',
  behind: 'technician.time.why.behind',
  contradicted: 'technician.time.why.contradicted',
  leapt: 'technician.time.why.leapt',
  left: 'technician.time.why.left',
} as const satisfies Readonly<Record<TimeOnPage['why'], MessageKey>>;

type Says = TimeOnPage['sources'][number]['says'];

const saysWords = {
  agrees: 'technician.time.says.agrees',
  contradicts: 'technician.time.says.contradicts',
  unclear: 'technician.time.says.unclear',
} as const satisfies Readonly<Record<Says, MessageKey>>;

const saysPills = { agrees: 'good', contradicts: 'bad', unclear: 'careful' } as const satisfies Record<Says, string>;

/** With the year, which is what a clock that leaps gets wrong: `01:24:00 30/11/2026`. */
function dayAndTime(at: number, { timeZone }: Tools): string {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).formatToParts(
    at,
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((each) => each.type === type)?.value ?? '';
  const time = `${part('hour')}:${part('minute')}:${part('second')}`;
  return `${time} ${part('day')}/${part('month')}/${part('year')}`;
}

/** As people write a day. */
function dayOnPage(day: string): string {
  return day.split('-').toReversed().join('/');
}
